package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterEntry;

/**
 * A place in the list of dead letters, newest first.
 *
 * @param failedAt when it became a dead letter
 * @param id which one of that millisecond
 */
record DeadLetterPosition(Instant failedAt, String id) implements Comparable<DeadLetterPosition> {

    private static final Comparator<DeadLetterPosition> NEWEST_FIRST = Comparator.comparing(
                    DeadLetterPosition::failedAt)
            .thenComparing(DeadLetterPosition::id)
            .reversed();

    static DeadLetterPosition of(DeadLetterEntry entry) {
        return new DeadLetterPosition(entry.getFailedAt(), entry.getId());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    static @Nullable DeadLetterPosition parse(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        String[] parts = cursor.split("\\.", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException("not a cursor of dead letters");
        }
        return new DeadLetterPosition(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1]);
    }

    @Override
    public int compareTo(DeadLetterPosition other) {
        return NEWEST_FIRST.compare(this, other);
    }

    @Override
    public String toString() {
        return failedAt.toEpochMilli() + "." + id;
    }
}
