package se.budkavle.notifier.dispatcher;

import com.standardwebhooks.Webhook;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.Notification;

/**
 * What a webhook is sent: a CloudEvent 1.0 in structured mode, signed as
 * <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>.
 *
 * @param headers HTTP headers
 * @param body JSON. Content
 */
record WebhookMessage(Map<String, String> headers, String body) {

    static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE;

    private static final JsonFormat FORMAT = new JsonFormat();

    /**
     * The message of an attempt.
     *
     * @throws GeneralSecurityException when it cannot be signed
     */
    static WebhookMessage of(PushRequest request, Signer signer) throws GeneralSecurityException {
        Notification notification = request.notification();
        String body = new String(FORMAT.serialize(event(notification, request.traceparent())), StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Webhook.UNBRANDED_MSG_ID_KEY, notification.getNotificationId());
        headers.put(
                Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(request.at().getEpochSecond()));
        headers.put(
                Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                signer.sign(request.subscription(), notification.getNotificationId(), request.at(), body));
        Traceparent trace = Traceparent.parse(request.traceparent());
        if (trace != null) {
            headers.put("traceparent", trace.child().toString());
        }
        return new WebhookMessage(headers, body);
    }

    static CloudEvent event(Notification notification, @Nullable String traceparent) {
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
            event.withData(Challenge.bytes(notification.getData()));
        }
        if (notification.getSequence() != null) {
            // CloudEvents' sequence sorts as text: so many digits hold every offset.
            event.withExtension("sequence", "%019d".formatted(notification.getSequence()));
        }
        if (traceparent != null) {
            event.withExtension("traceparent", traceparent);
        }
        return event.build();
    }
}
