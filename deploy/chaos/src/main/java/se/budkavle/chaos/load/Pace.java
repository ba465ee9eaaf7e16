package se.budkavle.chaos.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How often all senders together may send: each waits for its turn. */
final class Pace {

    private final long interval;
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    /** Times a second; 0: as fast as it goes. */
    Pace(int perSecond) {
        interval = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** Waits for a turn; turns that nobody took in time are taken at once. */
    void await() throws InterruptedException {
        if (interval > 0) {
            TimeUnit.NANOSECONDS.sleep(next.getAndAdd(interval) - System.nanoTime());
        }
    }
}
