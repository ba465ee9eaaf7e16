package se.budkavle.schemas;

import java.time.Duration;

/**
 * How long dead letters last; configuration {@code budkavle.topics.dead-letter-retention}, the same for all services.
 *
 * <pre>
 *  it fails          open() over          time() over              remembered() after the last that became of it
 *  ───┬──────────────────┬────────────────────┬─────────────────────────┬──────────▶
 *   open            given up, if          record and row go        that goes too
 *                   it is open still
 * </pre>
 *
 * @param time how long their records are kept, and they are shown
 */
public record DeadLetterRetention(Duration time) {

    /** What is open is given up so long before its record goes: services may be down for days, and find it still. */
    private static final Duration GIVEN_UP_BEFORE = Duration.ofDays(7);

    /**
     * What became of one is remembered for longer: records go segment by segment, a week late if little comes, and what was
     * asked may lie in its topic for 30 days.
     */
    private static final Duration REMEMBERED_FOR_LONGER = Duration.ofDays(45);

    /** What is held ends by itself at its message's end, 30 days after its release at the latest: nothing is cut off before. */
    private static final Duration SHORTEST = Duration.ofDays(40);

    /** As long as messages are kept. Behind what its constructor needs. */
    public static final DeadLetterRetention DEFAULT = new DeadLetterRetention(Duration.ofDays(150));

    /** Validates. */
    public DeadLetterRetention {
        if (time.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "budkavle.topics.dead-letter-retention must be at least " + SHORTEST + ", not " + time);
        }
    }

    /** How long one may be open; then it is given up, and its sender is told, while its record can still be read. */
    public Duration open() {
        return time.minus(GIVEN_UP_BEFORE);
    }

    /** How long after its failure one may be asked for, at the most, and what became of it is remembered. */
    public Duration remembered() {
        return time.plus(REMEMBERED_FOR_LONGER);
    }
}
