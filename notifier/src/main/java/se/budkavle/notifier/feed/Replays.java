package se.budkavle.notifier.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.notifier.feed.FeedStore.Requested;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.Notification;

/**
 * The replays of a task. Each subscription's are done one after another, those of different subscriptions by turns. A
 * replay is a row in the store from its request until the last of its copies was read back.
 *
 * <pre>
 *  REPLAY ──▶ row ──▶ tick: copies ──▶ notifications ──▶ read back: so far it is done ──▶ no row
 *                      ▲                                          │
 *                      └──────── the next ones, at most a second's on their way ◀──┘
 * </pre>
 */
final class Replays {

    private static final int SHORTEST_TICK_MILLIS = 100;
    private static final int SECOND_MILLIS = 1000;

    /** Notifications and replays looked at in a tick, so that what is left out does not hold up live traffic. */
    private static final int LOOKS = 1000;

    private final FeedStore store;
    private final FeedListener listener;
    private final Consumer<FeedEntry> outlet;
    private final int perSecond;
    private final Map<String, RunningReplay> running = new HashMap<>();
    private int unread;
    private @Nullable String turn;

    /** @param outlet sends a copy on its way */
    Replays(FeedStore store, FeedListener listener, Consumer<FeedEntry> outlet, int perSecond) {
        this.store = store;
        this.listener = listener;
        this.outlet = outlet;
        this.perSecond = perSecond;
    }

    /** How often {@link #tick} is to be called. */
    static Duration tick(int perSecond) {
        return Duration.ofMillis(Math.max(SHORTEST_TICK_MILLIS, SECOND_MILLIS / perSecond));
    }

    /** A replay is asked for, perhaps again. */
    void begin(Notification request, long offset) {
        ReplayRequest wish = ReplayRequest.of(request);
        if (!store.isRequested(request.getSubscriptionId(), offset)) {
            store.put(new Requested(request.getSubscriptionId(), offset, wish.begin(request, offset)));
            listener.onReplay(ReplayStep.BEGUN);
        }
    }

    /** A notification that was replayed came back: it cannot be lost any more. */
    void readBack(Notification copy) {
        RunningReplay replay = running.get(copy.getReplayId());
        Long original = ReplayCopy.originalOf(copy);
        if (replay != null && original != null) {
            unread -= replay.readBack(original);
        }
    }

    /** Sends what is due. */
    void tick(Instant now) {
        Budget budget = new Budget(Math.max(1, perSecond * SHORTEST_TICK_MILLIS / SECOND_MILLIS));
        String first = null;
        while (budget.isLeft()) {
            Requested next = store.replayAfter(turn);
            if (next == null || next.subscriptionId().equals(first)) {
                return;
            }
            if (first == null) {
                first = next.subscriptionId();
            }
            turn = next.subscriptionId();
            goOn(next, now, budget);
        }
    }

    private void goOn(Requested requested, Instant now, Budget budget) {
        budget.looks--;
        String replayId = requested.replay().getReplayId();
        if (!requested.replay().getExpiresAt().isAfter(now)) {
            end(requested, ReplayStep.EXPIRED);
            return;
        }
        ReplayRange range = new ReplayRange(requested.subscriptionId(), requested.replay());
        RunningReplay replay = running.computeIfAbsent(replayId, id -> new RunningReplay(range.begin(store.reads())));
        boolean isAllSent = send(range, replay, now, budget);
        if (isAllSent && replay.hasArrived()) {
            end(requested, ReplayStep.DONE);
        } else if (replay.done() > requested.replay().getDone()) {
            store.put(replay.kept(requested));
        }
    }

    /** @return whether nothing of the range is left */
    private boolean send(ReplayRange range, RunningReplay replay, Instant now, Budget budget) {
        FeedReads reads = store.reads();
        try (var rows = reads.rows(range.subscriptionId(), replay.lookedUpTo() + 1)) {
            while (rows.hasNext()) {
                if (!budget.isLeft()) {
                    return false;
                }
                Numbered next = reads.numbered(rows.next());
                budget.looks--;
                if (range.endsBefore(next)) {
                    return true;
                }
                if (range.contains(next)) {
                    outlet.accept(ReplayCopy.of(next, range.replay().getReplayId(), now));
                    listener.onCopy();
                    replay.sent(next.sequence());
                    unread++;
                    budget.copies--;
                } else {
                    replay.leftOut(next.sequence());
                }
            }
            return true;
        }
    }

    private void end(Requested requested, ReplayStep how) {
        store.delete(requested);
        RunningReplay replay = running.remove(requested.replay().getReplayId());
        unread -= replay == null ? 0 : replay.unread();
        listener.onReplay(how);
    }

    /** What a tick may do. */
    private final class Budget {
        private int copies;
        private int looks = LOOKS;

        Budget(int copies) {
            this.copies = copies;
        }

        boolean isLeft() {
            return copies > 0 && looks > 0 && unread < perSecond;
        }
    }
}
