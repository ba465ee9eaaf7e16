package se.budkavle.notifier.dispatcher;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The delays between attempts.
 *
 * @param delays after the first attempt, after the second …; after the last the ladder has ended
 * @param jitter the part of a delay by which it is lengthened at most
 */
record Ladder(List<Duration> delays, double jitter) {

    /** The delay of a step from 1 on; the last one goes on for ever. */
    Duration step(int step, double chance) {
        return delayAfter(Math.min(step, delays.size()), chance).orElseThrow();
    }

    /**
     * How long to wait.
     *
     * @param attempts attempts made, at least 1
     * @param chance from 0 to 1
     * @return the delay; empty: the ladder has ended
     */
    Optional<Duration> delayAfter(int attempts, double chance) {
        if (attempts > delays.size()) {
            return Optional.empty();
        }
        Duration delay = delays.get(attempts - 1);
        return Optional.of(delay.plusMillis((long) (delay.toMillis() * jitter * chance)));
    }
}
