package se.budkavle.chaos;

import se.budkavle.chaos.cluster.ClusterOptions;

/**
 * A run in which many notifications die and are replayed.
 *
 * @param cluster how large the system is
 * @param notifications how many die
 * @param perSecond how many are replayed a second
 */
public record ReplayOptions(ClusterOptions cluster, int notifications, int perSecond) implements Options {

    /** Validates. */
    public ReplayOptions {
        if (notifications < 1 || perSecond < 1) {
            throw new IllegalArgumentException("notifications and rate must be at least 1");
        }
        if (cluster.notifiers() < 1) {
            throw new IllegalArgumentException("there is no notifier to be killed");
        }
    }
}
