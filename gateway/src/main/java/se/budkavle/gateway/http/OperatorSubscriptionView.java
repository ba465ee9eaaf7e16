package se.budkavle.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * A subscription as operators see it: whose it is, how it stands, how it fares. A figure that cannot be had just now is null.
 *
 * @param id id
 * @param organisation whose it is
 * @param name name for people
 * @param types event types
 * @param channel how the subscriber is told
 * @param ordering BEST_EFFORT or STRICT
 * @param status PENDING, ACTIVE, PAUSED or SUSPENDED
 * @param statusReason why, a code
 * @param statusSince since when
 * @param updatedAt last change
 * @param pending notifications that are not settled
 * @param oldestPendingAt when the oldest of them was written; null also where there is none
 * @param attempts the latest attempts, as many as are kept
 * @param failures how many of them failed
 * @param failureRate failures of attempts, from 0 to 1; null also where there is none
 * @param lastSuccessAt when the last of them began that succeeded; null also where none did
 */
record OperatorSubscriptionView(
        String id,
        String organisation,
        String name,
        List<String> types,
        Channel channel,
        String ordering,
        String status,
        @Nullable String statusReason,
        Instant statusSince,
        Instant updatedAt,
        @Nullable Long pending,
        @Nullable Instant oldestPendingAt,
        @Nullable Integer attempts,
        @Nullable Integer failures,
        @Nullable Double failureRate,
        @Nullable Instant lastSuccessAt) {

    /**
     * How a subscriber is told.
     *
     * @param kind WEBHOOK, TOPIC or PULL
     * @param endpoint WEBHOOK: scheme, host and port; what stands behind them may be secret
     */
    record Channel(String kind, @Nullable String endpoint) {}

    static OperatorSubscriptionView of(
            Subscription entry,
            SubscriptionFigures.@Nullable Pending pending,
            SubscriptionFigures.@Nullable Attempts attempts) {
        return new OperatorSubscriptionView(
                entry.getSubscriptionId(),
                entry.getOrganisation(),
                entry.getName(),
                entry.getTypes(),
                new Channel(entry.getChannel().name(), endpoint(entry.getUrl())),
                entry.getOrdering().name(),
                entry.getStatus().name(),
                entry.getStatusReason(),
                entry.getStatusSince(),
                entry.getUpdatedAt(),
                pending == null ? null : pending.pending(),
                pending == null ? null : pending.oldestPendingAt(),
                attempts == null ? null : attempts.attempts(),
                attempts == null ? null : attempts.failures(),
                attempts == null ? null : attempts.failureRate(),
                attempts == null ? null : attempts.lastSuccessAt());
    }

    private static @Nullable String endpoint(@Nullable String url) {
        if (url == null) {
            return null;
        }
        try {
            var uri = new URI(url);
            return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null).toString();
        } catch (URISyntaxException e) {
            // Whatever was accepted once: nothing of it is shown.
            return null;
        }
    }
}
