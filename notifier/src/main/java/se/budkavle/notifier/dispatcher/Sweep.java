package se.budkavle.notifier.dispatcher;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through everything that is pending, page by page, over and over: what has expired, what is pending for a deleted
 * subscription, what a crash left without its entry in the schedule.
 */
final class Sweep {

    private static final int PAGE = 100;
    private static final int FIRST_PAGE = 1000;

    private final Queue queue;
    private final Dispatching dispatching;
    private final long pauseMillis;
    private final long deletedGraceMillis;

    private @Nullable Item last;
    private long nextRound;

    Sweep(Queue queue, Dispatching dispatching, long pauseMillis, long deletedGraceMillis) {
        this.queue = queue;
        this.dispatching = dispatching;
        this.pauseMillis = pauseMillis;
        this.deletedGraceMillis = deletedGraceMillis;
    }

    /**
     * Goes through all at once, before the first send: counts it and completes the schedule.
     *
     * @return the highest sequence that is pending; -1: nothing is
     */
    long first() {
        long highest = -1;
        Item previous = null;
        List<Item> page;
        do {
            page = queue.page(previous, FIRST_PAGE);
            for (Item item : page) {
                dispatching.restored(item, sameLane(previous, item));
                highest = Math.max(highest, item.sequence());
                previous = item;
            }
        } while (!page.isEmpty());
        return highest;
    }

    /** Goes through one page, unless it pauses. */
    void next(long now) {
        if (now < nextRound) {
            return;
        }
        List<Item> page = queue.page(last, PAGE);
        Item previous = last;
        for (Item item : page) {
            boolean stays = dispatching.lookAfter(item, sameLane(previous, item), now, deletedGraceMillis);
            previous = stays ? item : null;
        }
        boolean isEnd = page.size() < PAGE;
        last = isEnd ? null : page.getLast();
        if (isEnd) {
            nextRound = now + pauseMillis;
        }
    }

    private static @Nullable Item sameLane(@Nullable Item previous, Item item) {
        return previous != null && previous.lane().equals(item.lane()) ? previous : null;
    }
}
