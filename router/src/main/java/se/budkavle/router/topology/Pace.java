package se.budkavle.router.topology;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * So many recipients a second, and no more: who comes too early waits, at most {@link #LONGEST} at a time; what that leaves
 * is waited for by those who come after.
 */
final class Pace {

    /** As long as a transaction may be delayed without harm to anybody. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    /** Who has been idle may be early by this much; and a debt below it may be waited for within a transaction. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final double nanosEach;
    private final LongSupplier nanoTime;
    private long free;

    /**
     * @param perSecond recipients
     * @param nanoTime as {@link System#nanoTime}
     */
    Pace(int perSecond, LongSupplier nanoTime) {
        this.nanosEach = (double) Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
    }

    /** Waits until there is room again, or the longest time. */
    void await() {
        Duration wait = toWait();
        if (wait.isPositive()) {
            LockSupport.parkNanos(wait.toNanos());
        }
    }

    /** How long that is. */
    Duration toWait() {
        long left = free - nanoTime.getAsLong();
        return Duration.ofNanos(Math.clamp(left, 0, LONGEST.toNanos()));
    }

    /** Takes room. */
    void take(int recipients) {
        long earliest = nanoTime.getAsLong() - SLACK;
        free = (free - earliest > 0 ? free : earliest) + (long) (recipients * nanosEach);
    }

    /** Whether the wait that follows is so long that nothing should be kept open for it. */
    boolean isInDebt() {
        return free - nanoTime.getAsLong() > SLACK;
    }
}
