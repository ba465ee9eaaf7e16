package se.budkavle.notifier.views;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the views run.
 *
 * @param enabled whether this instance takes part
 * @param applicationId consumer group and prefix of internal topics; another one rebuilds the views from the topics
 * @param partitions parts of traces and dead letters; another number needs another application id
 * @param threads stream threads
 * @param standbyReplicas warm copies of the state on other instances
 * @param commitInterval how often is committed: what is done again after a crash
 * @param poll how long a thread waits for records
 * @param attemptsPerSubscription how many attempts are shown of each subscription
 * @param maxScanned how many dead letters of a part are looked at for one page; a page may end before it is full
 * @param maxGrouped how many dead letters of a part are looked at to count them; counts may end before they are whole
 */
@ConfigurationProperties("budkavle.notifier.views")
public record ViewsSettings(
        @Bindable(defaultValue = "true") boolean enabled,
        @Bindable(defaultValue = "budkavle-views") String applicationId,
        @Bindable(defaultValue = "12") int partitions,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "100ms") Duration commitInterval,
        @Bindable(defaultValue = "20ms") Duration poll,
        @Bindable(defaultValue = "100") int attemptsPerSubscription,
        @Bindable(defaultValue = "10000") int maxScanned,
        @Bindable(defaultValue = "100000") int maxGrouped) {

    /** Validates. */
    public ViewsSettings {
        requirePositive("partitions", partitions);
        requirePositive("attempts-per-subscription", attemptsPerSubscription);
        requirePositive("max-scanned", maxScanned);
        requirePositive("max-grouped", maxGrouped);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("budkavle.notifier.views." + key + " must be at least 1, not " + value);
        }
    }
}
