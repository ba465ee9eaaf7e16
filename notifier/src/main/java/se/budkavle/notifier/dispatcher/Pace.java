package se.budkavle.notifier.dispatcher;

/**
 * Keeps a subscription to its {@code maxPerSecond}, evenly. What was left over in the last ticks is not lost, so that in a
 * second there may be a fiftieth more, and no more.
 */
final class Pace {

    private static final double MILLIS = 1000;
    private static final double TICKS = 50;
    private static final double EPSILON = 1e-6;

    private final int perSecond;
    private final double most;
    private double available;
    private long at;

    Pace(int perSecond, long now) {
        this.perSecond = perSecond;
        most = 1 + perSecond / TICKS;
        available = 1;
        at = now;
    }

    int perSecond() {
        return perSecond;
    }

    /** How many may be sent now. */
    int available(long now) {
        if (now > at) {
            available = Math.min(most, available + (now - at) / MILLIS * perSecond);
            at = now;
        }
        return (int) (available + EPSILON);
    }

    void take() {
        available--;
    }

    /** When the next may be sent, epoch milliseconds. */
    long nextAt() {
        return reaches(1);
    }

    /** When it is the same as a new one, epoch milliseconds. */
    long restedAt() {
        return reaches(most);
    }

    private long reaches(double wanted) {
        return at + (long) Math.ceil(Math.max(0, wanted - available) * MILLIS / perSecond - EPSILON);
    }
}
