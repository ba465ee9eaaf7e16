package se.budkavle.notifier.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Notification;

/**
 * A notification as its subscriber sees it, however it gets there: a CloudEvent 1.0, with what the backbone adds as
 * extension attributes.
 *
 * <pre>
 *  sequence      rising per subject, with gaps
 *  traceparent   W3C trace context
 *  replay        how many times it was replayed, where it was
 *  replayid      the dead letter or the replay behind that
 * </pre>
 */
public final class NotificationEvent {

    /** Media type of {@link #json}. */
    public static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE;

    private static final JsonFormat FORMAT = new JsonFormat();
    private static final JsonFormat FORMAT_OF_TEXT = FORMAT.withForceNonJsonDataToString();

    /** The data content types of text that JSON can hold as a string: JSON is UTF-8 itself. */
    private static final Pattern TEXT =
            Pattern.compile("text/[^;]+(;\\s*charset=\"?utf-8\"?)?", Pattern.CASE_INSENSITIVE);

    /** The data content types whose data {@link JsonFormat} writes as it is. */
    private static final Pattern WRITTEN_RAW = Pattern.compile("(application|text)/([a-zA-Z]+\\+)?json(;.*)?");

    private static final JsonFactory PARSERS = new JsonFactory();

    private NotificationEvent() {}

    /**
     * Makes sure that the event can be told.
     *
     * @throws RuntimeException when the notification is no CloudEvent, or calls JSON what is none: that would be written
     *     as it is, and change or break what it is written into
     */
    public static void requireTellable(Notification notification) {
        CloudEvent event = of(notification, null);
        CloudEventData data = event.getData();
        String type = event.getDataContentType();
        if (data != null && (type == null || WRITTEN_RAW.matcher(type).matches())) {
            requireJson(new String(data.toBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void requireJson(String data) {
        try (JsonParser parser = PARSERS.createParser(data)) {
            boolean isEmpty = parser.nextToken() == null;
            parser.skipChildren();
            if (isEmpty || parser.nextToken() != null) {
                throw new IllegalArgumentException("data is not one JSON value");
            }
        } catch (IOException e) {
            // Without the cause: its text quotes the data.
            throw new IllegalArgumentException("data is not JSON");
        }
    }

    /**
     * The event in the structured mode of CloudEvents' JSON format, UTF-8: its data as JSON or text where it is that, in
     * base64 otherwise. Content.
     *
     * @param traceparent W3C trace context; null: none
     * @throws RuntimeException when the notification is no CloudEvent
     */
    public static byte[] json(Notification notification, @Nullable String traceparent) {
        CloudEvent event = of(notification, traceparent);
        return (isText(event) ? FORMAT_OF_TEXT : FORMAT).serialize(event);
    }

    /** Whether the data is the same again when it is read as text and written as UTF-8. */
    private static boolean isText(CloudEvent event) {
        String type = event.getDataContentType();
        CloudEventData data = event.getData();
        if (type == null || data == null || !TEXT.matcher(type).matches()) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data.toBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * The event.
     *
     * @param traceparent W3C trace context; null: none
     * @throws RuntimeException when the notification is no CloudEvent
     */
    public static CloudEvent of(Notification notification, @Nullable String traceparent) {
        CloudEventBuilder event = CloudEventBuilder.v1()
                .withId(notification.getEventId())
                .withSource(URI.create(notification.getSource()))
                .withType(notification.getEventType())
                .withTime(notification.getTime().atOffset(ZoneOffset.UTC));
        notification.getAttributes().forEach(event::withExtension);
        if (notification.getSubject() != null) {
            event.withSubject(notification.getSubject());
        }
        if (notification.getDataContentType() != null) {
            event.withDataContentType(notification.getDataContentType());
        }
        if (notification.getDataSchema() != null) {
            event.withDataSchema(URI.create(notification.getDataSchema()));
        }
        if (notification.getData() != null) {
            event.withData(bytes(notification.getData()));
        }
        addOwnAttributes(event, notification, traceparent);
        return event.build();
    }

    private static void addOwnAttributes(
            CloudEventBuilder event, Notification notification, @Nullable String traceparent) {
        if (notification.getSequence() != null) {
            // CloudEvents' sequence sorts as text: so many digits hold every offset.
            event.withExtension("sequence", "%019d".formatted(notification.getSequence()));
        }
        if (traceparent != null) {
            event.withExtension("traceparent", traceparent);
        }
        if (notification.getReplay() > 0) {
            event.withExtension("replay", notification.getReplay());
        }
        if (notification.getReplayId() != null) {
            event.withExtension("replayid", notification.getReplayId());
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
