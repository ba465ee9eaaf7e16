package se.budkavle.notifier.replay;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How replay jobs are carried out; configuration {@code budkavle.notifier.replays}.
 *
 * @param running jobs at the same time on this instance; more wait
 * @param chunk dead letters of a job under way at the same time, at most
 * @param timeout how long an owner's decision is waited for; then the chunk begins again
 * @param interval how often is looked for jobs that shall run
 * @param disposalInterval how often is looked for dead letters that have been open for as long as they may
 * @param disposalsPerSecond how many of them are given up a second, at most
 */
@ConfigurationProperties("budkavle.notifier.replays")
public record ReplaySettings(
        @Bindable(defaultValue = "4") int running,
        @Bindable(defaultValue = "100") int chunk,
        @Bindable(defaultValue = "10s") Duration timeout,
        @Bindable(defaultValue = "500ms") Duration interval,
        @Bindable(defaultValue = "1h") Duration disposalInterval,
        @Bindable(defaultValue = "100") int disposalsPerSecond) {

    /** Validates. */
    public ReplaySettings {
        require(running >= 1, "running", "at least 1", running);
        require(chunk >= 1, "chunk", "at least 1", chunk);
        require(timeout.isPositive(), "timeout", "positive", timeout);
        require(interval.isPositive(), "interval", "positive", interval);
        require(disposalInterval.isPositive(), "disposal-interval", "positive", disposalInterval);
        require(disposalsPerSecond >= 1, "disposals-per-second", "at least 1", disposalsPerSecond);
    }

    private static void require(boolean holds, String key, String what, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.replays." + key + " must be " + what + ", not " + value);
        }
    }
}
