package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxCursorTest {

    @Test
    void aCursorIsWhatWasWritten() {
        InboxCursor cursor = InboxCursor.START.advancedTo(Map.of(3, 17L, 0, 5L)).advancedTo(Map.of(3, 18L));

        assertThat(cursor).hasToString("v1.0-5.3-18");
        assertThat(InboxCursor.parse("v1.0-5.3-18")).isEqualTo(cursor);
        assertThat(InboxCursor.parse(null)).isEqualTo(InboxCursor.START);
        assertThat(cursor.after(3)).isEqualTo(18);
        assertThat(cursor.after(1)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v2", "bogus", "v1.", "v1.1", "v1.1-", "v1.a-1", "v1.-1-1", "v1.1--1", "v1.1-1.1-2", "v1.1-1-1"})
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> InboxCursor.parse(text));
    }

    /** Readers page through partitions that grow meanwhile, with clocks that go astray. */
    @Property
    void nothingIsMissedOrRepeatedAndEachPartitionKeepsItsOrder(
            @ForAll("arrivals") List<Integer> arrivals, @ForAll @IntRange(min = 1, max = 4) int limit) {
        Map<Integer, List<InboxRow>> partitions = new HashMap<>();
        List<InboxRow> read = new ArrayList<>();
        InboxCursor cursor = InboxCursor.START;
        for (int arrival : arrivals) {
            int partition = Math.floorMod(arrival, 3);
            List<InboxRow> rows = partitions.computeIfAbsent(partition, p -> new ArrayList<>());
            rows.add(new InboxRow(partition, rows.size() * 2L, Instant.ofEpochMilli(Math.abs(arrival)), null));
            if (arrival % 2 == 0) {
                cursor = page(partitions, cursor, limit, read);
            }
        }
        for (int i = 0; i < arrivals.size(); i++) {
            cursor = page(partitions, cursor, limit, read);
        }

        assertThat(read).doesNotHaveDuplicates().hasSize(arrivals.size());
        partitions.forEach((partition, rows) ->
                assertThat(read).filteredOn(row -> row.partition() == partition).containsExactlyElementsOf(rows));
    }

    @Provide
    Arbitrary<List<Integer>> arrivals() {
        return Arbitraries.integers().between(-50, 50).list().ofMaxSize(30);
    }

    private static InboxCursor page(
            Map<Integer, List<InboxRow>> partitions, InboxCursor cursor, int limit, List<InboxRow> read) {
        List<List<InboxRow>> parts = partitions.entrySet().stream()
                .map(part -> part.getValue().stream()
                        .filter(row -> row.sequence() > cursor.after(part.getKey()))
                        .limit(limit)
                        .toList())
                .toList();
        List<InboxRow> page = InboxRow.merge(parts, limit);
        read.addAll(page);
        return cursor.advancedTo(InboxRow.places(page));
    }
}
