package se.budkavle.chaos;

import java.util.List;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Latencies;

/**
 * How express messages fared beside a backlog of bulk.
 *
 * @param seed with which it can be repeated
 * @param bulk messages that were queued while no router ran
 * @param idle POST to inbox of express messages, nothing else to do
 * @param busy the same while the backlog is routed
 * @param backlogBefore bulk deliveries that had not come when the second measurement began
 * @param backlogAfter and when it ended
 * @param findings what must not be; empty: everything is as it must be
 */
public record LanesReport(
        long seed,
        int bulk,
        Latencies idle,
        Latencies busy,
        int backlogBefore,
        int backlogAfter,
        List<Finding> findings)
        implements Report {

    /** How many times as long the p99 is beside the backlog. */
    public double ratio() {
        return busy.p99() / idle.p99();
    }

    @Override
    public boolean holds() {
        return findings.isEmpty();
    }
}
