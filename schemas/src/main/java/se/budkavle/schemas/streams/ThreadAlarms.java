package se.budkavle.schemas.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * When alarms of a thread's tasks ring, for the consumer of the same thread, which waits no longer than that. Threads whose
 * consumer does not ask remember nothing.
 */
final class ThreadAlarms {

    private static final ThreadLocal<@Nullable PriorityQueue<Instant>> TIMES = new ThreadLocal<>();

    private ThreadAlarms() {}

    /** An alarm of this thread will ring. */
    static void add(Instant time) {
        PriorityQueue<Instant> times = TIMES.get();
        if (times != null) {
            times.add(time);
        }
    }

    /** How long until the next one rings; zero: now. Those that should have are forgotten: they ring before it is asked again. */
    static Duration untilNext(Instant now, Duration atMost) {
        PriorityQueue<Instant> times = TIMES.get();
        if (times == null) {
            TIMES.set(new PriorityQueue<>());
            return atMost;
        }
        boolean isNow = false;
        while (!times.isEmpty() && !times.peek().isAfter(now)) {
            times.remove();
            isNow = true;
        }
        if (isNow) {
            return Duration.ZERO;
        }
        Duration next = times.isEmpty() ? atMost : Duration.between(now, times.peek());
        return next.compareTo(atMost) < 0 ? next : atMost;
    }
}
