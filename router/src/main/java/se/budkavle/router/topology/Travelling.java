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

    /** For whom it travels: everybody, or the one recipient that waited. */
    List<String> recipients() {
        return origin.recipient() == null ? message.getRecipients() : List.of(origin.recipient());
    }

    String conversationId() {
        return message.getConversationId();
    }

    /** The sending organisation. */
    String organisation() {
        return message.getOrganisation();
    }

    /** For one recipient only: 500 that wait are not to become 500 lists of 500. */
    Travelling aloneFor(String recipient) {
        Message alone = message.getRecipients().size() == 1
                ? message
                : Message.newBuilder(message).setRecipients(List.of(recipient)).build();
        return new Travelling(alone, origin.aloneFor(recipient));
    }
}
