package se.budkavle.router.topology;

import java.util.List;
import se.budkavle.schemas.avro.Message;

/**
 * A message on its way through a lane.
 *
 * @param message the message without its content, with a complete reference to it
 * @param origin where it came in
 */
record Travelling(Message message, Origin origin) {

    /** For whom it travels: everybody, or the one recipient of a replay. */
    List<String> recipients() {
        return origin.recipient() == null ? message.getRecipients() : List.of(origin.recipient());
    }
}
