package se.budkavle.gateway.http;

/**
 * What one organisation may still ask for: a bucket that fills at an even rate and holds a burst (GCRA, with one number of
 * state). Time is the caller's, in nanoseconds.
 */
final class Bucket {

    private final long gap;
    private final int burst;
    private long next;

    /**
     * A full one.
     *
     * @param perSecond how many a second it gets back
     * @param burst how many it holds
     */
    Bucket(int perSecond, int burst, long now) {
        this.gap = 1_000_000_000L / perSecond;
        this.burst = burst;
        this.next = now;
    }

    /** {@return how many are left after taking one; -1: none was there to take} */
    synchronized int take(long now) {
        long owed = Math.max(0, next - now);
        long most = gap * burst;
        if (owed + gap > most) {
            return -1;
        }
        next = now + owed + gap;
        return (int) ((most - owed - gap) / gap);
    }

    /** {@return how many are left} */
    synchronized int left(long now) {
        return (int) ((gap * burst - Math.max(0, next - now)) / gap);
    }
}
