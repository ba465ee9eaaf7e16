package se.budkavle.notifier.feed;

import java.time.Duration;
import java.time.Instant;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.schemas.avro.FeedReplay;

/**
 * Which notifications a replay is about. Offsets rise strictly and times nearly so: the clocks of those who write
 * notifications differ. So the beginning is looked for by halves, a little earlier than it should be, and from there on
 * each notification's own time decides.
 *
 * @param subscriptionId whose
 * @param replay the replay
 */
record ReplayRange(String subscriptionId, FeedReplay replay) {

    /** By how much the clocks of those who write notifications may differ. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    /** The offset after which to look. */
    long begin(FeedReads reads) {
        if (replay.getFrom() == null) {
            return replay.getDone();
        }
        Instant from = replay.getFrom().minus(CLOCKS_DIFFER);
        long low = replay.getDone() + 1;
        long high = replay.getEnd();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Numbered found = reads.first(subscriptionId, middle);
            if (found == null || found.sequence() >= high || !found.writtenAt().isBefore(from)) {
                high = middle;
            } else {
                low = found.sequence() + 1;
            }
        }
        return low - 1;
    }

    /** Whether neither a notification nor any that stands behind it is replayed. */
    boolean endsBefore(Numbered notification) {
        return notification.sequence() >= replay.getEnd()
                || (replay.getTo() != null
                        && !notification.writtenAt().isBefore(replay.getTo().plus(CLOCKS_DIFFER)));
    }

    /** Whether a notification that stands in the range of offsets is replayed. */
    boolean contains(Numbered notification) {
        Instant at = notification.writtenAt();
        return (replay.getFrom() == null || !at.isBefore(replay.getFrom()))
                && (replay.getTo() == null || at.isBefore(replay.getTo()));
    }
}
