package se.budkavle.chaos;

import java.util.List;
import java.util.Map;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.account.SiteLoss;

/**
 * What the loss of a site cost; times in seconds.
 *
 * @param seed with which it can be repeated
 * @param messages accepted at either site
 * @param before those that were accepted at the site that was lost
 * @param mirror how much later a message was at the other site
 * @param loss what was lost, of what came shortly before the end; its findings are in {@code findings}
 * @param contentsCompared contents of either site that were fetched at the other one, decrypted there, and compared
 * @param due notifications that were due
 * @param repeated those that were told again
 * @param steps how long each step of the takeover took, in their order
 * @param back from the end of the one site to the first 202 of the other
 * @param unbalanced what the system's own books miss: it shows what was lost, and finds it
 * @param counts findings by kind; empty: nothing was lost but what may be, and all else is as it must be
 * @param findings the first of them
 */
public record DisasterReport(
        long seed,
        int messages,
        int before,
        Latencies mirror,
        SiteLoss.Outcome loss,
        int contentsCompared,
        int due,
        int repeated,
        Map<String, Double> steps,
        double back,
        List<Finding> unbalanced,
        Map<Finding.Kind, Long> counts,
        List<Finding> findings)
        implements Report {

    @Override
    public boolean holds() {
        return counts.isEmpty();
    }
}
