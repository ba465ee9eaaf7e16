package se.budkavle.notifier.mailbox;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of an inbox has come: for each partition of {@code deliveries} the offset of the last delivery it
 * got. One number for all could not tell a late delivery of one partition from one that was read.
 *
 * @param offsets by partition; missing: nothing yet
 */
record InboxCursor(SortedMap<Integer, Long> offsets) {

    private static final String VERSION = "v1";
    private static final long NOTHING_YET = -1;

    /** The beginning. */
    static final InboxCursor START = new InboxCursor(new TreeMap<>());

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    static InboxCursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return START;
        }
        String[] parts = text.split("\\.", -1);
        if (!parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("not a cursor of an inbox");
        }
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] place = parts[i].split("-", -1);
            if (place.length != 2) {
                throw new IllegalArgumentException("not a cursor of an inbox");
            }
            int partition = Integer.parseInt(place[0]);
            long offset = Long.parseLong(place[1]);
            if (partition < 0 || offset < 0 || offsets.put(partition, offset) != null) {
                throw new IllegalArgumentException("not a cursor of an inbox");
            }
        }
        return new InboxCursor(offsets);
    }

    /** The last offset that was read of a partition; -1 for none. */
    long after(int partition) {
        return offsets.getOrDefault(partition, NOTHING_YET);
    }

    /** This cursor, moved to further places. */
    InboxCursor advancedTo(Map<Integer, Long> places) {
        SortedMap<Integer, Long> further = new TreeMap<>(offsets);
        places.forEach((partition, offset) -> further.merge(partition, offset, Math::max));
        return new InboxCursor(further);
    }

    @Override
    public String toString() {
        return offsets.entrySet().stream()
                .map(place -> "." + place.getKey() + "-" + place.getValue())
                .collect(Collectors.joining("", VERSION, ""));
    }
}
