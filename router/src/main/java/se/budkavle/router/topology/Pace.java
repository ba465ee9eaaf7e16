package se.budkavle.router.topology;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many recipients a second, and no more: who has taken more than that waits before the next are fetched. Thread-safe. */
public final class Pace {

    /** Who has been idle may be early by this much. */
    private static final long SLACK = Duration.ofMillis(20).toNanos();

    private final double nanosEach;
    private final LongSupplier nanoTime;
    private long free;

    /**
     * @param perSecond recipients
     * @param nanoTime as {@link System#nanoTime}
     */
    public Pace(int perSecond, LongSupplier nanoTime) {
        this.nanosEach = (double) Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanoTime = nanoTime;
        this.free = nanoTime.getAsLong();
    }

    /** How long until there is room again; zero: there is. */
    public synchronized Duration toWait() {
        return Duration.ofNanos(Math.max(0, free - nanoTime.getAsLong()));
    }

    /** Takes room. */
    synchronized void take(int recipients) {
        long earliest = nanoTime.getAsLong() - SLACK;
        free = (free - earliest > 0 ? free : earliest) + (long) (recipients * nanosEach);
    }
}
