package se.budkavle.notifier.views;

import java.util.HashMap;
import java.util.Map;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;

/**
 * The books of an organisation, of all that keep a part of them: pure sums.
 *
 * <pre>
 *  intake ──▶ router: received = duplicate + conflict + scheduled + parked + suspended + held
 *                               + delivered + expired + cancelled + undeliverable
 *                                     │
 *                                     ▼
 *             mailbox: received = repeated + conflict + available + retrieved
 *                               + acknowledged + rejected + expired + cancelled
 * </pre>
 */
final class Books {

    private final Map<String, Long> router = new HashMap<>();
    private final Map<String, Long> mailbox = new HashMap<>();
    private final Intake intake;

    Books(Intake intake) {
        this.intake = intake;
    }

    /** Adds what one owner counts in one part of its work. */
    void add(Balance balance) {
        Map<String, Long> sums = balance.getKeeper() == BookKeeper.ROUTER ? router : mailbox;
        if (balance.getKeeper() == BookKeeper.ROUTER || balance.getKeeper() == BookKeeper.MAILBOX) {
            balance.getCounts().forEach((name, count) -> sums.merge(name, count, Long::sum));
        }
    }

    Intake intake() {
        return intake;
    }

    /** How far what was accepted has come, counted at each handing-over. */
    Passage passage() {
        return new Passage(intake.deliveries(), router("received"), router("delivered"), mailbox("received"));
    }

    /** How the recipients ended whose way is over. */
    Map<String, Long> ended() {
        return Map.of(
                "ACKNOWLEDGED", mailbox("acknowledged"),
                "REJECTED", mailbox("rejected"),
                "EXPIRED", router("expired") + mailbox("expired"),
                "CANCELLED", router("cancelled") + mailbox("cancelled"),
                "UNDELIVERABLE", router("undeliverable"),
                "DUPLICATE", router("duplicate") + mailbox("repeated"),
                "CONFLICT", router("conflict") + mailbox("conflict"));
    }

    /** How the others stand, as their owners count them. Without those between two owners. */
    Map<String, Long> underWay() {
        return Map.of(
                "ACCEPTED", router("parked"),
                "SCHEDULED", router("scheduled"),
                "HELD", router("suspended") + router("held"),
                "AVAILABLE", mailbox("available"),
                "RETRIEVED", mailbox("retrieved"));
    }

    /** What the owners received and cannot account for. */
    long lostByOwners() {
        return router("received") + mailbox("received") - router("delivered") - sum(ended()) - sum(underWay());
    }

    private long router(String name) {
        return router.getOrDefault(name, 0L);
    }

    private long mailbox(String name) {
        return mailbox.getOrDefault(name, 0L);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
