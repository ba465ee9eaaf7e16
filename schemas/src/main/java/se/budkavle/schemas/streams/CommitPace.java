package se.budkavle.schemas.streams;

import java.time.Duration;

/**
 * How long a stream thread works until it commits. A commit takes as long for a few records as for many, and the thread does nothing
 * else meanwhile: one that keeps up commits soon, as others wait for that, and one that is behind less often, so that it catches up.
 */
final class CommitPace {

    /** What has waited for so long already may wait for a tenth of it more. */
    private static final int PART = 10;

    /** Of so many records is known how long they had waited: a thread takes many of one topic, then many of another. */
    private static final int RECORDS = 500;

    private final Duration shortest;
    private final Duration longest;
    private double meanMillis;
    private boolean isIdle;

    /**
     * @param shortest where a thread keeps up
     * @param longest however far behind it is
     */
    CommitPace(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Something was done that had waited for so long; negative, where clocks differ: it is new. */
    void done(long waitedMillis) {
        // No more than what makes a difference, or one that is very old would be remembered among all others.
        long waited = Math.clamp(waitedMillis, 0, PART * longest.toMillis());
        meanMillis += (waited - meanMillis) / RECORDS;
        isIdle = false;
    }

    /** There is nothing else to do: what was done need not wait any more. */
    void idle() {
        isIdle = true;
    }

    /** How long after the last commit what was done since is to be committed. */
    Duration interval() {
        Duration part = Duration.ofMillis(Math.round(meanMillis / PART));
        return isIdle || part.compareTo(shortest) < 0 ? shortest : part;
    }
}
