package se.budkavle.chaos;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.soak.Trend;

/**
 * What came of a run; times in seconds unless said otherwise.
 *
 * @param seed with which it can be repeated
 * @param startedIn until every process was ready
 * @param messages accepted, the last ones of each conversation included
 * @param deliveries to inboxes that they name
 * @param repeated requests that were made again, as they were not confirmed
 * @param perSecond messages accepted a second
 * @param answered deliveries that their recipients accepted or rejected
 * @param contentsCompared contents that were fetched and compared
 * @param told what subscribers were told
 * @param quiet from the beginning of the POST to the inbox's feed, before the first strike
 * @param all the same over the whole run
 * @param strikes what was done, and for how long the service stopped
 * @param trends how memory, threads, handles and stores of each process went on; empty where that was not measured
 * @param books whether the system's own books were compared
 * @param counts findings by kind; empty: everything is as it must be
 * @param findings the first of them
 */
public record KillReport(
        long seed,
        double startedIn,
        int messages,
        int deliveries,
        int repeated,
        double perSecond,
        int answered,
        int contentsCompared,
        Told told,
        Latencies quiet,
        Latencies all,
        List<StrikeReport> strikes,
        List<Trend> trends,
        boolean books,
        Map<Finding.Kind, Long> counts,
        List<Finding> findings)
        implements Report {

    /**
     * What subscribers were told.
     *
     * @param subscribers how many there were
     * @param due notifications that they had to be told
     * @param repeated those that were told again
     */
    public record Told(int subscribers, int due, int repeated) {}

    /**
     * What a strike did.
     *
     * @param what such as {@code KILL router-2}
     * @param after seconds from the beginning of the sending
     * @param stoppedFor the longest time in which an inbox that something was on its way to showed nothing
     * @param stoppedAt whose inbox that was
     * @param toldStoppedFor the longest time in which a prompt subscriber to whom something was due was told nothing
     * @param toldStoppedAt which one that was
     * @param acceptStoppedFor the longest that a message had to wait for its 202
     * @param answeredWithin the longest that a single request to send a message took, whatever was answered
     * @param unreadyAfter until a gateway said that it is not ready; null where that was not looked for, or never came
     * @param away whether anything was away, and so had to come back
     * @param backAfter until the process was ready again; null where it did not come back
     * @param recovery when what was to be had again
     */
    public record StrikeReport(
            String what,
            double after,
            double stoppedFor,
            String stoppedAt,
            double toldStoppedFor,
            String toldStoppedAt,
            double acceptStoppedFor,
            double answeredWithin,
            @Nullable Double unreadyAfter,
            boolean away,
            @Nullable Double backAfter,
            Recovery recovery) {}

    /**
     * Seconds from a strike to the end of the longest time in which one of the three stood still; 0 where none did for a
     * second or more, which is how long things take on a busy machine without any strike.
     *
     * @param intake somebody wanted to send, and nobody was given a 202
     * @param routing the worst inbox to which something accepted was on its way showed nothing
     * @param delivery the worst prompt subscriber to whom something was due was told nothing
     */
    public record Recovery(double intake, double routing, double delivery) {}

    @Override
    public boolean holds() {
        return counts.isEmpty();
    }
}
