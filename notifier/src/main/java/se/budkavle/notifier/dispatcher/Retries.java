package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.PendingNotification;
import se.budkavle.schemas.avro.Subscription;

/** What of a message waits to be pushed again, read from a part of the dispatcher's stores, on any thread. */
final class Retries {

    /** How many of a message are told: it may have 500 recipients, each with subscriptions. */
    static final int MOST = 100;

    static final Comparator<Retry> NEXT_FIRST =
            Comparator.comparing(Retry::nextAt).thenComparing(Retry::subscriptionId);

    private final Deserializer<Subscription> subscriptionReader;
    private final AttemptPolicy policy;

    Retries(Deserializer<Subscription> subscriptionReader, AttemptPolicy policy) {
        this.subscriptionReader = subscriptionReader;
        this.policy = policy;
    }

    /**
     * A part of the stores.
     *
     * @param retries the index
     * @param pending the queue
     * @param failing endpoints that fail
     * @param subscriptions all of them
     */
    record Part(
            ReadOnlyKeyValueStore<Bytes, byte[]> retries,
            ReadOnlyKeyValueStore<Bytes, PendingNotification> pending,
            ReadOnlyKeyValueStore<String, FailingEndpoint> failing,
            ReadOnlyKeyValueStore<String, byte[]> subscriptions) {}

    /** Those of a message in a part, the next ones first. */
    Stream<Retry> ofMessage(Part part, String messageId) {
        return RetryIndex.find(part.retries(), messageId, MOST).stream()
                .map(part.pending()::get)
                // Settled between the two reads.
                .filter(Objects::nonNull)
                .map(row -> retry(part, row))
                .filter(Objects::nonNull)
                .sorted(NEXT_FIRST);
    }

    private @Nullable Retry retry(Part part, PendingNotification row) {
        String subscriptionId = row.getNotification().getSubscriptionId();
        byte[] bytes = part.subscriptions().get(subscriptionId);
        Subscription subscription = bytes == null ? null : Subscriptions.decode(subscriptionReader, bytes);
        if (subscription == null || row.getAttempts() == 0) {
            return null;
        }
        int steps = policy.ladder(subscription.getRetryLadderMillis()).delays().size();
        return new Retry(
                subscriptionId,
                subscription.getOrganisation(),
                row.getNotification().getEventType(),
                row.getAttempts(),
                Math.max(steps, row.getAttempts()),
                nextAt(row, part.failing().get(subscriptionId)),
                subscription.getStatus().name());
    }

    /** Not before its time, and not before the next probe of an endpoint whose breaker is open. */
    private static Instant nextAt(PendingNotification row, @Nullable FailingEndpoint endpoint) {
        Instant due = row.getNextAt();
        return endpoint != null
                        && endpoint.getProbeAt() != null
                        && endpoint.getProbeAt().isAfter(due)
                ? endpoint.getProbeAt()
                : due;
    }
}
