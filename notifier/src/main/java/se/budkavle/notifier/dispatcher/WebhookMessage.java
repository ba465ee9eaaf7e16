package se.budkavle.notifier.dispatcher;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import se.budkavle.notifier.event.NotificationEvent;
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

    static final String CONTENT_TYPE = NotificationEvent.CONTENT_TYPE;

    /**
     * The message of an attempt.
     *
     * @throws GeneralSecurityException when it cannot be signed
     */
    static WebhookMessage of(PushRequest request, Signer signer) throws GeneralSecurityException {
        Notification notification = request.notification();
        String body = new String(NotificationEvent.json(notification, request.traceparent()), StandardCharsets.UTF_8);
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
}
