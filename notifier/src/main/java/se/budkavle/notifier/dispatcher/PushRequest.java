package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Subscription;

/**
 * One attempt to make.
 *
 * @param subscription the subscription as it is now: where to, and the secrets
 * @param notification what to tell
 * @param traceparent W3C trace context of the event; null: none
 * @param at when the attempt begins
 */
record PushRequest(
        Subscription subscription,
        Notification notification,
        @Nullable String traceparent,
        Instant at) {

    /** The largest body that may be pushed, in bytes: the subscription's own bound, within the installation's. */
    int mostBytes(int installation) {
        Integer own = subscription.getMaxPayloadBytes();
        return own == null ? installation : Math.min(own, installation);
    }
}
