package se.budkavle.gateway.problem;

import java.time.Duration;

/** How often the same thing is complained of: at once, and then once in a while with the number of times. */
public final class Complaints {

    private final long gap;
    private long next;
    private long times;
    private boolean silent;

    /** @param gap shortest time between two complaints */
    public Complaints(Duration gap) {
        this.gap = gap.toNanos();
    }

    /**
     * {@return how often it has happened since the last complaint, if one is due now; else 0}
     *
     * @param now {@link System#nanoTime()}
     */
    public synchronized long due(long now) {
        times++;
        if (silent && now - next < 0) {
            return 0;
        }
        silent = true;
        next = now + gap;
        long since = times;
        times = 0;
        return since;
    }
}
