package se.budkavle.chaos;

import se.budkavle.chaos.cluster.ClusterOptions;

/**
 * A run in which express messages meet a backlog of bulk.
 *
 * @param cluster how large the system is
 * @param seed of all that is chosen
 * @param bulk messages that are queued
 * @param perSecond express messages a second
 * @param seconds how long they are sent, once without and once with the backlog
 * @param atMost how many times the idle p99 the p99 beside the backlog may be
 */
public record LanesOptions(ClusterOptions cluster, long seed, int bulk, int perSecond, int seconds, double atMost)
        implements Options {

    /** Validates. */
    public LanesOptions {
        if (bulk < 1 || perSecond < 1 || seconds < 1) {
            throw new IllegalArgumentException("bulk, rate and seconds must be at least 1");
        }
    }
}
