package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterEntry;

/**
 * A place in a list, newest first.
 *
 * @param at its time: when a dead letter failed, when a message was accepted
 * @param id which one of that millisecond
 */
record Position(Instant at, String id) implements Comparable<Position> {

    private static final int PARTITION_DIGITS = 6;
    private static final int LONG_DIGITS = 19;
    private static final int TIME_DIGITS = 15;

    private static final Comparator<Position> NEWEST_FIRST =
            Comparator.comparing(Position::at).thenComparing(Position::id).reversed();

    static Position of(DeadLetterEntry entry) {
        return of(entry.getFailedAt(), entry.getTopic(), entry.getPartition(), entry.getOffset(), entry.getId());
    }

    /**
     * The place of a dead letter. Those that failed in the same millisecond lie in the order of their sources, so that what
     * is replayed from place to place keeps the order of each key.
     */
    static Position of(Instant failedAt, String topic, int partition, long offset, String id) {
        return new Position(
                failedAt,
                topic + "/" + padded(partition, PARTITION_DIGITS) + "/" + padded(offset, LONG_DIGITS) + "/" + id);
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return text.length() >= digits ? text : "0".repeat(digits - text.length()) + text;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    static @Nullable Position parse(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        String[] parts = cursor.split("\\.", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
    }

    @Override
    public int compareTo(Position other) {
        return NEWEST_FIRST.compare(this, other);
    }

    @Override
    public String toString() {
        // As many digits for each, so that places sort as text too.
        return padded(at.toEpochMilli(), TIME_DIGITS) + "." + id;
    }
}
