package se.budkavle.chaos;

import java.util.List;
import java.util.Map;
import se.budkavle.chaos.account.Finding;

/**
 * What came of a replay in the middle of which notifiers were killed.
 *
 * @param notifications how many died
 * @param diedIn seconds until all were dead letters
 * @param replayedIn seconds until all had been delivered, kills included
 * @param strikes what was killed, and when
 * @param repeated notifications that were told again
 * @param counts findings by kind; empty: everything is as it must be
 * @param findings the first of them
 */
public record ReplayReport(
        int notifications,
        double diedIn,
        double replayedIn,
        List<Strike> strikes,
        int repeated,
        Map<Finding.Kind, Long> counts,
        List<Finding> findings)
        implements Report {

    /**
     * A kill.
     *
     * @param what such as {@code KILL notifier-2}
     * @param replayed how many had been replayed
     * @param backAfter seconds until it was ready again
     */
    public record Strike(String what, long replayed, double backAfter) {}

    @Override
    public boolean holds() {
        return counts.isEmpty();
    }
}
