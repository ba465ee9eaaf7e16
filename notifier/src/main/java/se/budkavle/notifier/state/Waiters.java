package se.budkavle.notifier.state;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for news of a key, woken by the processor that brings them. A waiter registers first and looks
 * second, so that nothing falls between. Bounded: waiting costs a (virtual) thread and a connection each.
 */
public final class Waiters {

    private final ConcurrentHashMap<String, Set<Waiter>> byKey = new ConcurrentHashMap<>();
    private final Semaphore free;
    private final int limit;

    /** @param limit how many may wait at the same time */
    public Waiters(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Registers for news of any of the keys; null when too many wait already. */
    public @Nullable Waiter register(Collection<String> keys) {
        if (!free.tryAcquire()) {
            return null;
        }
        Waiter waiter = new Waiter(List.copyOf(keys));
        for (String key : waiter.keys) {
            byKey.compute(key, (k, waiters) -> {
                Set<Waiter> all = waiters == null ? ConcurrentHashMap.newKeySet() : waiters;
                all.add(waiter);
                return all;
            });
        }
        return waiter;
    }

    /** Wakes all that wait for news of the key; called after the news can be read. */
    public void signal(String key) {
        Set<Waiter> waiters = byKey.get(key);
        if (waiters != null) {
            waiters.forEach(Waiter::wake);
        }
    }

    /** How many wait now. */
    public int waiting() {
        return limit - free.availablePermits();
    }

    /** One that waits; closing it gives its place to another. */
    public final class Waiter implements AutoCloseable {

        private final List<String> keys;
        private final Semaphore news = new Semaphore(0);

        private Waiter(List<String> keys) {
            this.keys = keys;
        }

        /** Ends the present or next wait. */
        public void wake() {
            news.release();
        }

        /**
         * Waits until there are news since the last time.
         *
         * @return whether there are; false when the time is over
         */
        public boolean await(Duration atMost) throws InterruptedException {
            boolean woken = news.tryAcquire(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
            news.drainPermits();
            return woken;
        }

        @Override
        public void close() {
            for (String key : keys) {
                byKey.computeIfPresent(key, (k, waiters) -> {
                    waiters.remove(this);
                    return waiters.isEmpty() ? null : waiters;
                });
            }
            free.release();
        }
    }
}
