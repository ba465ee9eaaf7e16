package se.budkavle.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many starts within so long, and no more. For one thread. */
final class RestartLimit {

    private final int starts;
    private final Duration within;
    private final Deque<Long> begun = new ArrayDeque<>();

    /**
     * A limit nothing has been counted against.
     *
     * @param starts at least 1
     */
    RestartLimit(int starts, Duration within) {
        if (starts < 1) {
            throw new IllegalArgumentException("starts must be at least 1, not " + starts);
        }
        this.starts = starts;
        this.within = within;
    }

    /**
     * Whether one more is permitted; then it is counted.
     *
     * @param now of {@link System#nanoTime()}
     */
    boolean permits(long now) {
        while (!begun.isEmpty() && now - begun.getFirst() >= within.toNanos()) {
            begun.removeFirst();
        }
        if (begun.size() >= starts) {
            return false;
        }
        begun.addLast(now);
        return true;
    }
}
