package se.budkavle.notifier.dispatcher;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * Goes through everything that is pending, page by page, over and over: what has expired, what is pending for a deleted
 * subscription, what a crash or a changed ordering left without its entry in the schedule.
 */
final class Sweep {

    private static final int PAGE = 100;
    private static final int FIRST_PAGE = 1000;

    private final Queue queue;
    private final Subscriptions subscriptions;
    private final Outstanding outstanding;
    private final Lines lines;
    private final Consequences consequences;
    private final long pauseMillis;
    private final long deletedGraceMillis;

    private @Nullable Item last;
    private long nextRound;

    Sweep(
            Queue queue,
            Subscriptions subscriptions,
            Outstanding outstanding,
            Lines lines,
            Consequences consequences,
            long pauseMillis,
            long deletedGraceMillis) {
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.outstanding = outstanding;
        this.lines = lines;
        this.consequences = consequences;
        this.pauseMillis = pauseMillis;
        this.deletedGraceMillis = deletedGraceMillis;
    }

    /**
     * Goes through all at once, before the first send: counts it and completes the schedule and the index.
     *
     * @return the highest sequence that is pending; -1: nothing is
     */
    long first() {
        long highest = -1;
        Item previous = null;
        List<Item> page;
        queue.restoreIndex();
        do {
            page = queue.page(previous, FIRST_PAGE);
            for (Item item : page) {
                restored(item, sameLane(previous, item));
                highest = Math.max(highest, item.sequence());
                previous = item;
            }
        } while (!page.isEmpty());
        return highest;
    }

    /** When it goes on after a pause; long ago: it does not pause. */
    long nextRound() {
        return nextRound;
    }

    /** Goes through one page, unless it pauses. */
    void next(long now) {
        if (now < nextRound) {
            return;
        }
        List<Item> page = queue.page(last, PAGE);
        Item previous = last;
        for (Item item : page) {
            boolean stays = lookAfter(item, sameLane(previous, item), now);
            previous = stays ? item : null;
        }
        boolean isEnd = page.size() < PAGE;
        last = isEnd ? null : page.getLast();
        if (isEnd) {
            nextRound = now + pauseMillis;
        }
    }

    /**
     * Counts an item, and enters it in the schedule if it should be there and is not: it was sent as it came, or a crash
     * came between the flushes of the two stores. Its line is looked at with the next tick.
     *
     * @param previous the item before it in its lane; null: none
     */
    private void restored(Item item, @Nullable Item previous) {
        Line line = lines.of(item);
        lines.added(line, item);
        queue.index(item);
        if (mayBeTried(item, previous, subscriptions.find(line.subscriptionId()))) {
            queue.schedule(item);
            line.scheduled(item);
        }
        lines.await(line);
    }

    /**
     * Looks after an item that was come across.
     *
     * @param previous the item before it in its lane; null: none
     * @return whether it is still there
     */
    private boolean lookAfter(Item item, @Nullable Item previous, long now) {
        if (outstanding.isUnderWay(item)) {
            return true;
        }
        Line line = lines.of(item);
        Subscription subscription = subscriptions.find(line.subscriptionId());
        if (subscriptions.exists(line.subscriptionId())) {
            line.missingSince = 0;
        } else if (line.missingSince == 0) {
            line.missingSince = now;
        } else if (now - line.missingSince >= deletedGraceMillis) {
            consequences.orphaned(line, item);
            consequences.compare(line, subscription, now);
            lines.forgetIfEmpty(line, now);
            return false;
        }
        if (Subscriptions.isPulled(subscription)) {
            // It came before its subscription was known.
            consequences.dismissed(line, item);
            lines.forgetIfEmpty(line, now);
            return false;
        }
        if (item.isExpired(now)) {
            consequences.expired(line, item, now);
            lines.forgetIfEmpty(line, now);
            return false;
        }
        if (mayBeTried(item, previous, subscription)) {
            line.scheduled(item);
            if (queue.schedule(item)) {
                lines.await(line);
            }
        }
        return true;
    }

    /** Whether an item is of those the schedule holds. */
    private static boolean mayBeTried(Item item, @Nullable Item previous, @Nullable Subscription subscription) {
        return previous == null || (!Subscriptions.isStrict(subscription) && (item.isRetry() || previous.isRetry()));
    }

    private static @Nullable Item sameLane(@Nullable Item previous, Item item) {
        return previous != null && previous.lane().equals(item.lane()) ? previous : null;
    }
}
