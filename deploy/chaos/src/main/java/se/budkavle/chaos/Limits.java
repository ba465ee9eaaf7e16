package se.budkavle.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import se.budkavle.chaos.KillReport.StrikeReport;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.fault.Nemesis.Struck;
import se.budkavle.chaos.fault.Strike;

/**
 * How long what may take.
 *
 * @param resumed inboxes and endpoints may stand still after a strike, beyond the time in which the service is away
 * @param answered a request to send a message, whatever is answered, while too few brokers are left
 * @param unready until gateways say that they are not ready, then
 */
public record Limits(Duration resumed, Duration answered, Duration unready) {

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    /** What is promised: 10 s, 2 s, 5 s; half a second is the client's own. */
    public static final Limits PROMISED =
            new Limits(Duration.ofSeconds(10), Duration.ofMillis(2_500), Duration.ofSeconds(5));

    /** However long it takes: for machines whose cores are shared. */
    public static final Limits NONE = new Limits(FOR_EVER, FOR_EVER, FOR_EVER);

    /** The same with another time for resuming. */
    Limits resumed(Duration within) {
        return new Limits(within, answered, unready);
    }

    /**
     * What took too long.
     *
     * @param struck what was done
     * @param reports what came of each, in the same order
     */
    List<Finding> exceeded(List<Struck> struck, List<StrikeReport> reports) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < struck.size(); i++) {
            Strike strike = struck.get(i).strike();
            if (strike.isLimited()) {
                stops(strike, reports.get(i), findings);
            }
            if (strike.endsIntake()) {
                outage(reports.get(i), findings);
            }
        }
        return findings;
    }

    private void stops(Strike strike, StrikeReport report, List<Finding> findings) {
        Duration lasting = strike.lasting();
        double atMost = seconds(resumed) + (strike.isOutage() && lasting != null ? seconds(lasting) : 0);
        require(findings, report, "an inbox, " + report.stoppedAt(), report.stoppedFor(), atMost);
        if (strike.kind() != Strike.Kind.ENDPOINTS) {
            require(findings, report, "a subscriber, " + report.toldStoppedAt(), report.toldStoppedFor(), atMost);
        }
    }

    private void outage(StrikeReport report, List<Finding> findings) {
        require(findings, report, "an answer", report.answeredWithin(), seconds(answered));
        Double unreadyAfter = report.unreadyAfter();
        require(
                findings,
                report,
                "readiness",
                unreadyAfter == null ? Double.POSITIVE_INFINITY : unreadyAfter,
                seconds(unready));
    }

    private static void require(List<Finding> findings, StrikeReport report, String what, double is, double atMost) {
        if (is > atMost) {
            findings.add(new Finding(
                    Finding.Kind.TOO_SLOW,
                    what,
                    String.format(Locale.ROOT, "%s: %.1f s, not %.1f", report.what(), is, atMost)));
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS_PER_SECOND;
    }
}
