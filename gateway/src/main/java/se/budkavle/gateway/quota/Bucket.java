package se.budkavle.gateway.quota;

/**
 * What one organisation may still ask for: a bucket that fills at an even rate and holds a burst (GCRA, with one number of
 * state). Time is the caller's, in nanoseconds.
 */
public final class Bucket {

    private final long gap;
    private final int burst;
    private long next;

    /**
     * A full one.
     *
     * @param perSecond how many a second it gets back
     * @param burst how many it holds
     */
    public Bucket(int perSecond, int burst, long now) {
        this.gap = 1_000_000_000L / perSecond;
        this.burst = burst;
        this.next = now;
    }

    /** {@return how many are left after taking one; -1: none was there to take} */
    public int take(long now) {
        return take(1, now);
    }

    /** {@return how many are left after taking so many; -1: so many were not there, and none was taken} */
    public synchronized int take(int wanted, long now) {
        long owed = Math.max(0, next - now);
        long most = gap * burst;
        if (owed + gap * wanted > most) {
            return -1;
        }
        next = now + owed + gap * wanted;
        return (int) ((most - owed - gap * wanted) / gap);
    }

    /** {@return how many are left} */
    public synchronized int left(long now) {
        return (int) ((gap * burst - Math.max(0, next - now)) / gap);
    }
}
