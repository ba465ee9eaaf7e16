package se.budkavle.notifier.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is older than it has to be, some at a time. It goes from subscription to subscription and looks at the
 * oldest of each, so that a round costs a look for each subscription and not one for each notification.
 */
final class Sweep {

    private final FeedStore store;
    private final FeedSettings settings;

    /** The last subscription that was done; null: none in this round. */
    private @Nullable String last;

    private Instant nextRound = Instant.MIN;

    Sweep(FeedStore store, FeedSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /** When it goes on after a pause; long ago: it does not pause. */
    Instant nextRound() {
        return nextRound;
    }

    /**
     * Goes on, unless it pauses.
     *
     * @return how many notifications were deleted
     */
    int next(Instant now) {
        if (now.isBefore(nextRound)) {
            return 0;
        }
        Instant horizon = now.minus(settings.retention());
        int deleted = 0;
        int left = settings.sweepBatch();
        while (left > 0) {
            String subscription = store.subscriptionAfter(last);
            if (subscription == null) {
                last = null;
                nextRound = now.plus(settings.sweepPause());
                return deleted;
            }
            int old = store.deleteOldest(subscription, horizon, left);
            if (old < left) {
                last = subscription;
            }
            deleted += old;
            left -= old + 1;
        }
        return deleted;
    }
}
