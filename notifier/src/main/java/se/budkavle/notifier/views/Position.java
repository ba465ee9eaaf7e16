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

    private static final Comparator<Position> NEWEST_FIRST =
            Comparator.comparing(Position::at).thenComparing(Position::id).reversed();

    static Position of(DeadLetterEntry entry) {
        return new Position(entry.getFailedAt(), entry.getId());
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
        return at.toEpochMilli() + "." + id;
    }
}
