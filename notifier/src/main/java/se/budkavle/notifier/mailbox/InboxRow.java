package se.budkavle.notifier.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A line of an inbox and its place, as one instance tells another.
 *
 * @param partition its partition of {@code deliveries}
 * @param sequence its offset there
 * @param availableAt when it became available
 * @param item what is shown; null: something that the caller may not see, and which only moves the cursor
 */
record InboxRow(
        int partition,
        long sequence,
        Instant availableAt,
        @Nullable InboxItem item) {

    /**
     * Merges what several partitions have to show, oldest first. Within a partition the order is kept whatever the
     * clocks said, so that the cursor of a partition is one number.
     *
     * @param parts of each partition, in its order
     */
    static List<InboxRow> merge(Collection<List<InboxRow>> parts, int limit) {
        record Head(List<InboxRow> part, int index) {
            InboxRow row() {
                return part.get(index);
            }
        }
        PriorityQueue<Head> heads = new PriorityQueue<>(
                Comparator.<Head, Instant>comparing(head -> head.row().availableAt())
                        .thenComparing(head -> head.row().partition()));
        parts.stream().filter(part -> !part.isEmpty()).forEach(part -> heads.add(new Head(part, 0)));
        List<InboxRow> merged = new ArrayList<>();
        for (Head head = heads.poll(); head != null && merged.size() < limit; head = heads.poll()) {
            merged.add(head.row());
            if (head.index() + 1 < head.part().size()) {
                heads.add(new Head(head.part(), head.index() + 1));
            }
        }
        return merged;
    }

    /** The last place of each partition. */
    static Map<Integer, Long> places(List<InboxRow> rows) {
        Map<Integer, Long> places = new HashMap<>();
        rows.forEach(row -> places.merge(row.partition(), row.sequence(), Math::max));
        return places;
    }
}
