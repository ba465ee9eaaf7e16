package se.budkavle.notifier.dispatcher;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests may be under way in this process, whatever task they are of; those to slow endpoints have a share of
 * it, so that the rest is always there for the others.
 */
final class PushBudget {

    private final int limit;
    private final int slowLimit;
    private final Semaphore permits;
    private final AtomicInteger slow = new AtomicInteger();

    PushBudget(int limit, double slowShare) {
        this.limit = limit;
        slowLimit = Math.max(1, (int) (limit * slowShare));
        permits = new Semaphore(limit);
    }

    /** Whether there is one more; {@code isSlow}: to a slow endpoint. */
    boolean hasRoom(boolean isSlow) {
        return used() < limit && !(isSlow && slow.get() >= slowLimit);
    }

    boolean tryAcquire() {
        return permits.tryAcquire();
    }

    void release() {
        permits.release();
    }

    /** One that is under way is to a slow endpoint, or was. */
    void slowChanged(int by) {
        slow.addAndGet(by);
    }

    int used() {
        return limit - permits.availablePermits();
    }

    int slow() {
        return slow.get();
    }
}
