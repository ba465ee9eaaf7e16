package se.budkavle.notifier.dispatcher;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What is kept in memory of a subscription for which something is pending: numbers, and what is under way. */
final class Line {

    private final String subscriptionId;
    private final Set<Lane> lanesInFlight = new HashSet<>();
    private long pending;
    private int retriesInFlight;

    /** Where to go on in the retries that are due; null: at the beginning. */
    @Nullable Bytes retryCursor;

    /**
     * No first attempt of the schedule has a smaller sequence. What stood before it was deleted, and RocksDB passes the
     * marks of what was deleted one by one.
     */
    private long firstFrom = Long.MAX_VALUE;

    /** Whether a retry may be due; false: the schedule was looked through, and it is woken before the next one. */
    boolean retriesMayBeDue;

    /** When it is woken for its next retry, epoch milliseconds. */
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

    void added() {
        pending++;
    }

    void removed() {
        pending--;
    }

    long pending() {
        return pending;
    }

    /** An item of it stands in the schedule. */
    void scheduled(Item item) {
        if (item.isRetry()) {
            retriesMayBeDue = true;
        } else {
            firstFrom = Math.min(firstFrom, item.sequence());
        }
    }

    long firstFrom() {
        return firstFrom;
    }

    /** The first attempts of the schedule were looked at from the beginning: there is none before this one. */
    void firstIs(long sequence) {
        firstFrom = sequence;
    }

    /** Whether it can be forgotten. */
    boolean isEmpty() {
        return pending == 0 && lanesInFlight.isEmpty() && suspendedVersion < 0;
    }

    /** Whether nothing waits: then the stores need not be asked. */
    boolean isAllInFlight() {
        return pending == lanesInFlight.size();
    }

    boolean isInFlight(Lane lane) {
        return lanesInFlight.contains(lane);
    }

    int inFlight() {
        return lanesInFlight.size();
    }

    int retriesInFlight() {
        return retriesInFlight;
    }

    void sent(Item item) {
        lanesInFlight.add(item.lane());
        retriesInFlight += item.isRetry() ? 1 : 0;
    }

    void answered(Item item) {
        lanesInFlight.remove(item.lane());
        retriesInFlight -= item.isRetry() ? 1 : 0;
    }
}
