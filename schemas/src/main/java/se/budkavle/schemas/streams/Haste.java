package se.budkavle.schemas.streams;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a stream thread's consumer waits for records: for a short time while something may be to be committed, until the
 * thread's next alarm where there is one, and otherwise as long as it is told.
 */
final class Haste {

    private final Duration poll;
    private final Duration commitInterval;

    /** Waited since something was last done, by a record or an alarm. */
    private Duration waited = Duration.ZERO;

    private boolean isForAlarm;

    /**
     * @param poll how long is waited while something may be to be committed
     * @param commitInterval when so long was waited, nothing is any more: between two polls the thread commits what is due
     */
    Haste(Duration poll, Duration commitInterval) {
        this.poll = poll;
        this.commitInterval = commitInterval;
    }

    /** How long to wait now, where {@code told} is how long is waited at rest. */
    Duration next(Instant now, Duration told) {
        boolean isAtRest = waited.compareTo(commitInterval) > 0 || told.compareTo(poll) < 0;
        Duration longest = isAtRest ? told : poll;
        Duration wait = ThreadAlarms.untilNext(now, longest);
        isForAlarm = wait.compareTo(longest) < 0;
        return wait;
    }

    /** What came of it. */
    void polled(boolean anything, Duration took) {
        waited = anything || isForAlarm ? Duration.ZERO : waited.plus(took);
    }
}
