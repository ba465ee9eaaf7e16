package se.budkavle.notifier.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import se.budkavle.notifier.feed.FeedStore.Requested;
import se.budkavle.schemas.avro.FeedReplay;

/**
 * How far a replay is since the task began. What was sent counts as done when it was read back: until then it could be
 * lost by a crash that keeps the state.
 */
final class RunningReplay {

    private final Deque<Long> unread = new ArrayDeque<>();
    private long lookedUpTo;
    private long done;

    RunningReplay(long lookedUpTo) {
        this.lookedUpTo = lookedUpTo;
        this.done = lookedUpTo;
    }

    /** The offset up to which notifications were looked at. */
    long lookedUpTo() {
        return lookedUpTo;
    }

    void sent(long offset) {
        unread.addLast(offset);
        lookedUpTo = offset;
    }

    void leftOut(long offset) {
        lookedUpTo = offset;
    }

    /**
     * A copy was read back; it may be one that was sent before the task began.
     *
     * @return how many copies are on their way no longer
     */
    int readBack(long offset) {
        int arrived = 0;
        while (!unread.isEmpty() && unread.peekFirst() <= offset) {
            done = unread.removeFirst();
            arrived++;
        }
        return arrived;
    }

    int unread() {
        return unread.size();
    }

    /** Whether nothing that was sent is on its way. */
    boolean hasArrived() {
        return unread.isEmpty();
    }

    /** Where it would go on after a crash. */
    long done() {
        return unread.isEmpty() ? lookedUpTo : done;
    }

    /** The replay as it is to be kept. */
    Requested kept(Requested before) {
        FeedReplay replay =
                FeedReplay.newBuilder(before.replay()).setDone(done()).build();
        return new Requested(before.subscriptionId(), before.offset(), replay);
    }
}
