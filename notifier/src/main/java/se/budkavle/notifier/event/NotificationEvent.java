package se.budkavle.notifier.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
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

    private NotificationEvent() {}

    /**
     * The event in the structured mode of CloudEvents' JSON format, UTF-8. Content.
     *
     * @param traceparent W3C trace context; null: none
     * @throws RuntimeException when the notification is no CloudEvent
     */
    public static byte[] json(Notification notification, @Nullable String traceparent) {
        return FORMAT.serialize(of(notification, traceparent));
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
