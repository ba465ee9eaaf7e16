package se.budkavle.chaos;

import java.time.Duration;
import java.util.List;
import se.budkavle.chaos.cluster.ClusterOptions;

/**
 * A run in which processes are struck while messages flow.
 *
 * @param cluster how large the system is
 * @param seed of all that is chosen
 * @param messages how many, the last ones of each conversation not counted
 * @param perSecond how many a second; 0: as fast as it goes
 * @param conversations at the same time
 * @param strikes in their order
 * @param compareEvery the content of every so-many-th message in each inbox is fetched and compared
 * @param resumeWithin how long the service may stop
 * @param books whether the system's own books are compared with the clients'
 */
public record KillOptions(
        ClusterOptions cluster,
        long seed,
        int messages,
        int perSecond,
        int conversations,
        List<Strike> strikes,
        int compareEvery,
        Duration resumeWithin,
        boolean books) {

    /** Validates. */
    public KillOptions {
        if (messages < 1 || conversations < 1 || perSecond < 0 || compareEvery < 1) {
            throw new IllegalArgumentException("messages, conversations and compare-every must be at least 1");
        }
        strikes = List.copyOf(strikes);
    }
}
