package se.budkavle.notifier.dispatcher;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.Subscription;

/**
 * What is kept in memory of a subscription for which something is pending, or whose endpoint fails: numbers, and what is
 * under way.
 */
final class Line {

    private final String subscriptionId;

    /** The sequence of what is under way of each lane. */
    private final Map<Lane, Long> inFlight = new HashMap<>();

    private long pending;
    private int retriesInFlight;

    /** Pending items whose lanes were too many to be remembered. */
    private long unremembered;

    private @Nullable FailingEndpoint failing;
    private @Nullable Pace pace;
    private boolean slow;

    /** Where to go on in the retries that are due; null: at the beginning. */
    @Nullable Bytes retryCursor;

    /**
     * All first attempts of the schedule with a smaller sequence are under way, no retry is due earlier. What stood before it
     * was deleted, and RocksDB passes the marks of what was deleted one by one.
     */
    private long firstFrom = Long.MAX_VALUE;

    private long retriesFrom = Long.MAX_VALUE;

    /** Whether a retry may be due; false: the schedule was looked through, and it is woken before the next one. */
    boolean retriesMayBeDue;

    /** When it is woken, for its next retry, probe or turn, epoch milliseconds. */
    long wakeAt = Long.MAX_VALUE;

    /** Since when its subscription is missing, epoch milliseconds; 0: it is there. */
    long missingSince;

    /** The version of the subscription whose suspension was asked for; -1: none. */
    long suspendedVersion = -1;

    Line(String subscriptionId) {
        this.subscriptionId = subscriptionId;
    }

    String subscriptionId() {
        return subscriptionId;
    }

    void added(boolean remembered) {
        pending++;
        unremembered += remembered ? 0 : 1;
    }

    void removed(boolean remembered) {
        pending--;
        unremembered -= remembered ? 0 : 1;
    }

    long pending() {
        return pending;
    }

    /** Whether all its lanes are: one that is not remembered is empty. */
    boolean isRemembered() {
        return unremembered == 0;
    }

    /** An item of it stands in the schedule. */
    void scheduled(Item item) {
        if (item.isRetry()) {
            retriesFrom = Math.min(retriesFrom, item.due());
            retriesMayBeDue = true;
        } else {
            firstFrom = Math.min(firstFrom, item.sequence());
        }
    }

    /** An item of it waits in the schedule for a time at which the line is woken. */
    void rescheduled(Item item) {
        retriesFrom = Math.min(retriesFrom, item.due());
    }

    long firstFrom() {
        return firstFrom;
    }

    /** The first attempts of the schedule were looked at from there: all before this one are under way. */
    void firstIs(long sequence) {
        firstFrom = sequence;
    }

    long retriesFrom() {
        return retriesFrom;
    }

    /** The retries were looked at from the beginning: none is due before. */
    void firstRetryIs(long due) {
        retriesFrom = due;
    }

    /** What is known of its endpoint; null: it does not fail. */
    @Nullable FailingEndpoint failing() {
        return failing;
    }

    void fails(@Nullable FailingEndpoint endpoint) {
        failing = endpoint;
    }

    /** Whether nothing but probes is sent. */
    boolean isOpen() {
        return Breaker.isOpen(failing);
    }

    /** When the next probe may be sent, epoch milliseconds; {@link Long#MAX_VALUE}: its breaker is not open. */
    long probeAt() {
        return failing == null || failing.getProbeAt() == null
                ? Long.MAX_VALUE
                : failing.getProbeAt().toEpochMilli();
    }

    /** Whether its endpoint is known to take long, or fails: it gets its share, not what others need. */
    boolean isSlow() {
        return slow || isOpen();
    }

    void took(boolean isSlow) {
        slow = isSlow;
    }

    /** The subscription's pace; null: it has none. */
    @Nullable Pace pace(Subscription subscription, long now) {
        Integer perSecond = subscription.getMaxPerSecond();
        if (perSecond == null) {
            pace = null;
        } else if (pace == null || pace.perSecond() != perSecond) {
            pace = new Pace(Math.max(1, perSecond), now);
        }
        return pace;
    }

    /** When it can be forgotten, epoch milliseconds; {@link Long#MAX_VALUE}: not for the sake of time. */
    long emptyFrom() {
        if (pending > 0 || !inFlight.isEmpty() || suspendedVersion >= 0 || failing != null) {
            return Long.MAX_VALUE;
        }
        return pace == null ? 0 : pace.restedAt();
    }

    /** When its pace allows the next, epoch milliseconds. */
    long nextTurn() {
        return pace == null ? Long.MAX_VALUE : pace.nextAt();
    }

    /** Whether nothing waits: then the stores need not be asked. */
    boolean isAllInFlight() {
        return pending == inFlight.size();
    }

    boolean isInFlight(Lane lane) {
        return inFlight.containsKey(lane);
    }

    /** Whether that very item of a lane is under way. */
    boolean isInFlight(Lane lane, long sequence) {
        Long of = inFlight.get(lane);
        return of != null && of == sequence;
    }

    /** How many first attempts from a sequence on may stand in the schedule and cannot be sent now. */
    int held(long from) {
        long underWay =
                inFlight.values().stream().filter(sequence -> sequence >= from).count();
        // Of each lane there is one: behind a retry that is under way, and the verification.
        return (int) underWay + retriesInFlight + 1;
    }

    int inFlight() {
        return inFlight.size();
    }

    int retriesInFlight() {
        return retriesInFlight;
    }

    void sent(Item item) {
        inFlight.put(item.lane(), item.sequence());
        retriesInFlight += item.isRetry() ? 1 : 0;
        if (pace != null) {
            pace.take();
        }
    }

    void answered(Item item) {
        inFlight.remove(item.lane());
        retriesInFlight -= item.isRetry() ? 1 : 0;
    }
}
