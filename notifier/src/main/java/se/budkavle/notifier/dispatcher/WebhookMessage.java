package se.budkavle.notifier.dispatcher;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.SigningSecret;

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

    /** A message cannot be made: its secret cannot be used, or there is none. */
    static final class UnsignableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsignableException() {
            super("no usable secret");
        }
    }

    /**
     * The message of an attempt.
     *
     * @throws UnsignableException when the subscription has no usable secret
     */
    static WebhookMessage of(PushRequest request) throws UnsignableException {
        Notification notification = request.notification();
        String body = new String(FORMAT.serialize(event(notification, request.traceparent())), StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Webhook.UNBRANDED_MSG_ID_KEY, notification.getNotificationId());
        headers.put(
                Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(request.at().getEpochSecond()));
        headers.put(
                Webhook.UNBRANDED_MSG_SIGNATURE_KEY,
                signatures(request.subscription().getSecrets(), notification.getNotificationId(), request.at(), body));
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

    /** One signature for each secret in use: two while a secret is being replaced. */
    private static String signatures(List<SigningSecret> secrets, String id, Instant at, String body)
            throws UnsignableException {
        List<String> signatures = new ArrayList<>();
        try {
            for (SigningSecret secret : secrets) {
                boolean isUsable = secret.getKeyId() == null
                        && (secret.getExpiresAt() == null
                                || secret.getExpiresAt().isAfter(at));
                if (isUsable) {
                    String key = new String(Challenge.bytes(secret.getCiphertext()), StandardCharsets.UTF_8);
                    signatures.add(new Webhook(key).sign(id, at.getEpochSecond(), body));
                }
            }
        } catch (EmptyWebhookSecretException | WebhookSigningException | IllegalArgumentException e) {
            throw new UnsignableException();
        }
        if (signatures.isEmpty()) {
            throw new UnsignableException();
        }
        return String.join(" ", signatures);
    }
}
