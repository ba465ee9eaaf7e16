package se.budkavle.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers that records carry, so that books can be kept and traces followed without reading a value. */
public final class RecordHeaders {

    /** What the record is: MESSAGE, CANCELLATION, DELIVERY, … */
    public static final String KIND = "budkavle-kind";

    /** The message it is about. */
    public static final String MESSAGE_ID = "budkavle-message-id";

    /** The organisation it is accounted to. */
    public static final String ORGANISATION = "budkavle-organisation";

    /** Number of recipients. */
    public static final String RECIPIENTS = "budkavle-recipients";

    /** A message event: who tells of it, as its value says too; absent: only that does. */
    public static final String PRODUCER = "budkavle-producer";

    /** How many times it was replayed; absent: never. */
    public static final String REPLAY = "budkavle-replay";

    /** A replay: the dead letter behind it. */
    public static final String DEAD_LETTER_ID = "budkavle-dead-letter-id";

    /** A replay: the one recipient it is for, as the sender stated it. */
    public static final String RECIPIENT = "budkavle-recipient";

    /** A dead letter that goes back to its lane to end there: the reason why it was given up. */
    public static final String DISCARD = "budkavle-discard";

    /** A command: the address from which the client of the gateway asked. */
    public static final String CLIENT_ADDRESS = "budkavle-client-address";

    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private RecordHeaders() {}

    /** The last header of a name, or null. */
    public static @Nullable String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The last header of a name as a number; {@code otherwise} where it is missing or none. */
    public static int number(Headers headers, String name, int otherwise) {
        String text = get(headers, name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Sets a header, in place of any of its name; null removes it. */
    public static void put(Headers headers, String name, @Nullable String value) {
        headers.remove(name);
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
