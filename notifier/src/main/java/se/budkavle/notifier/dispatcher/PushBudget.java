package se.budkavle.notifier.dispatcher;

import java.util.concurrent.Semaphore;

/** How many requests may be under way in this process, whatever task they are of. */
final class PushBudget {

    private final int limit;
    private final Semaphore permits;

    PushBudget(int limit) {
        this.limit = limit;
        permits = new Semaphore(limit);
    }

    boolean tryAcquire() {
        return permits.tryAcquire();
    }

    void release() {
        permits.release();
    }

    int used() {
        return limit - permits.availablePermits();
    }
}
