package se.budkavle.notifier.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the pull feed runs.
 *
 * @param enabled whether this instance takes part
 * @param applicationId consumer group and prefix of internal topics; another one would do every replay again
 * @param threads stream threads
 * @param standbyReplicas warm copies of the state on other instances
 * @param commitInterval how often is committed: what is done again after a crash
 * @param poll how long a thread waits for records
 * @param retention how long a notification can be pulled and replayed
 * @param sweepInterval how often is looked for notifications that are older
 * @param sweepBatch how many of a partition are deleted, or subscriptions looked at, at a time
 * @param sweepPause how long to pause when all subscriptions have been looked at
 * @param pageBytes the size at which a page ends before it has the items that were asked for; it has at least one
 * @param replayPerSecond how many notifications a partition replays a second, over all its subscriptions
 */
@ConfigurationProperties("budkavle.notifier.feed")
public record FeedSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-feed") String applicationId,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "100ms") Duration commitInterval,
        @Bindable(defaultValue = "20ms") Duration poll,
        @Bindable(defaultValue = "90d") Duration retention,
        @Bindable(defaultValue = "250ms") Duration sweepInterval,
        @Bindable(defaultValue = "500") int sweepBatch,
        @Bindable(defaultValue = "1m") Duration sweepPause,
        @Bindable(defaultValue = "4194304") int pageBytes,
        @Bindable(defaultValue = "200") int replayPerSecond) {

    private static final String PREFIX = "budkavle.notifier.feed.";

    /** Validates. */
    public FeedSettings {
        requirePositive("retention", retention);
        requirePositive("sweep-interval", sweepInterval);
        requirePositive("sweep-batch", sweepBatch);
        requirePositive("sweep-pause", sweepPause);
        requirePositive("page-bytes", pageBytes);
        requirePositive("replay-per-second", replayPerSecond);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(PREFIX + key + " must be at least 1, not " + value);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(PREFIX + key + " must be positive, not " + value);
        }
    }
}
