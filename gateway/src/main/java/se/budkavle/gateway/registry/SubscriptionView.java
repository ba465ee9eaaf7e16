package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * A subscription as its owner sees it.
 *
 * @param id id
 * @param name name for people
 * @param types event types
 * @param filters always empty so far
 * @param channel how the subscriber is told
 * @param ordering BEST_EFFORT or STRICT
 * @param retryLadder ISO 8601 delays between attempts; empty: the installation's
 * @param status PENDING, ACTIVE, PAUSED or SUSPENDED
 * @param statusReason why, a code
 * @param statusSince since when
 * @param createdAt first written
 * @param updatedAt last change
 * @param secret the signing secret, only in the answer that created it
 */
public record SubscriptionView(
        String id,
        String name,
        List<String> types,
        List<String> filters,
        ChannelView channel,
        String ordering,
        List<String> retryLadder,
        String status,
        @Nullable String statusReason,
        Instant statusSince,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {

    /**
     * How a subscriber is told.
     *
     * @param kind WEBHOOK
     * @param url where to
     */
    public record ChannelView(String kind, @Nullable String url) {}

    /** {@return the view of an entry, with the secret or without} */
    public static SubscriptionView of(Subscription entry, @Nullable String secret) {
        return new SubscriptionView(
                entry.getSubscriptionId(),
                entry.getName(),
                entry.getTypes(),
                List.of(),
                new ChannelView(entry.getChannel().name(), entry.getUrl()),
                entry.getOrdering().name(),
                entry.getRetryLadderMillis().stream()
                        .map(millis -> Duration.ofMillis(millis).toString())
                        .toList(),
                entry.getStatus().name(),
                entry.getStatusReason(),
                entry.getStatusSince(),
                entry.getCreatedAt(),
                entry.getUpdatedAt(),
                secret);
    }

    /** Names neither URL nor secret. */
    @Override
    public String toString() {
        return "SubscriptionView[" + id + ", " + status + "]";
    }
}
