package se.budkavle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What is done to one mirrored partition before anybody goes on with it. State and cursors that come from the other site hold
 * its offsets, as the order in which things came; whatever is read from now on must have greater ones.
 *
 * <pre>
 *   before   what was read │ what was not │
 *   after    what was read │ what was not │ gap to the target │ what was not, again │ what comes
 *                                                             └ where applications go on
 * </pre>
 *
 * @param partition which
 * @param target the least offset of what is read from now on
 * @param gap how many offsets are skipped
 * @param from the first record that not every application has read; what follows it is written again behind the gap
 * @param applications those that go on behind the gap
 */
record OffsetMove(TopicPartition partition, long target, long gap, long from, SortedSet<String> applications) {

    /**
     * What is left to do; nothing where all was done before.
     *
     * @param ends where partitions end here
     * @param mirrored the other site's offset of the last record that came over; missing: none did
     * @param positions of applications, by their group
     * @param margin more than the other site can have written after that
     */
    static List<OffsetMove> plan(
            Map<TopicPartition, Long> ends,
            Map<TopicPartition, Long> mirrored,
            Map<String, Map<TopicPartition, Long>> positions,
            long margin) {
        List<OffsetMove> moves = new ArrayList<>();
        ends.forEach((partition, end) -> {
            long target = mirrored.getOrDefault(partition, -1L) + 1 + margin;
            long from = end;
            SortedSet<String> applications = new TreeSet<>();
            for (var application : positions.entrySet()) {
                Long position = application.getValue().get(partition);
                if (position != null && position < target) {
                    applications.add(application.getKey());
                    from = Math.min(from, position);
                }
            }
            long gap = Math.max(0, target - end);
            if (gap > 0 || !applications.isEmpty()) {
                moves.add(new OffsetMove(partition, target, gap, from, applications));
            }
        });
        return moves;
    }
}
