package se.budkavle.chaos;

import java.util.List;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.fault.Strike;

/**
 * A run in which a system is struck while messages flow.
 *
 * @param cluster how large the system is
 * @param seed of all that is chosen
 * @param messages how many, the last ones of each conversation not counted
 * @param perSecond how many a second; 0: as fast as it goes
 * @param conversations at the same time
 * @param strikes in their order
 * @param compareEvery the content of every so-many-th message in each inbox is fetched and compared
 * @param limits how long what may take
 * @param books whether the system's own books are compared with the clients'
 * @param subscribers whether there are any: six notifications for each message, on endpoints good and bad
 * @param watched whether memory, threads, handles and stores of every process are measured, and must not grow
 */
public record KillOptions(
        ClusterOptions cluster,
        long seed,
        int messages,
        int perSecond,
        int conversations,
        List<Strike> strikes,
        int compareEvery,
        Limits limits,
        boolean books,
        boolean subscribers,
        boolean watched)
        implements Options {

    /** Validates. */
    public KillOptions {
        if (messages < 1 || conversations < 1 || perSecond < 0 || compareEvery < 1) {
            throw new IllegalArgumentException("messages, conversations and compare-every must be at least 1");
        }
        strikes = List.copyOf(strikes);
    }

    /** Whether endpoints fail that never do by themselves. */
    boolean endpointsFail() {
        return strikes.stream().anyMatch(strike -> strike.kind() == Strike.Kind.ENDPOINTS);
    }
}
