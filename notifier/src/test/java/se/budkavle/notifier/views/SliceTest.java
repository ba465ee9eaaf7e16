package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SliceTest {

    @Test
    void aCursorIsWhatWasWritten() {
        Position position = new Position(Instant.ofEpochMilli(17), "id.with.dots");

        assertThat(Position.parse(position.toString())).isEqualTo(position);
        assertThat(Position.parse("")).isNull();
    }

    /** Parts of several partitions, each cut where so many were found or looked at. */
    @Property
    void pagesOfSeveralPartsTogetherAreTheWholeListNewestFirst(
            @ForAll("parts") List<List<Integer>> parts,
            @ForAll @IntRange(min = 1, max = 4) int limit,
            @ForAll @IntRange(min = 1, max = 3) int scanned) {
        List<DeadLetterItem> read = new ArrayList<>();
        Position after = null;
        do {
            Position from = after;
            List<Slice<DeadLetterItem>> slices = IntStream.range(0, parts.size())
                    .mapToObj(part -> slice(items(parts.get(part), part), from, Math.min(limit, scanned)))
                    .toList();
            Slice<DeadLetterItem> page = Slice.merge(slices, limit);
            read.addAll(page.items());
            after = page.next();
        } while (after != null);

        assertThat(read)
                .isSortedAccordingTo((one, other) -> one.position().compareTo(other.position()))
                .doesNotHaveDuplicates()
                .hasSize(parts.stream().mapToInt(List::size).sum());
    }

    @Provide
    Arbitrary<List<List<Integer>>> parts() {
        return Arbitraries.integers()
                .between(0, 20)
                .list()
                .uniqueElements()
                .ofMaxSize(8)
                .list()
                .ofMaxSize(3);
    }

    private static Slice<DeadLetterItem> slice(List<DeadLetterItem> items, @Nullable Position after, int most) {
        List<DeadLetterItem> rest = items.stream()
                .filter(item -> after == null || item.position().compareTo(after) > 0)
                .sorted((one, other) -> one.position().compareTo(other.position()))
                .toList();
        return rest.size() <= most
                ? new Slice<>(rest, null)
                : new Slice<>(rest.subList(0, most), rest.get(most - 1).position());
    }

    private static List<DeadLetterItem> items(List<Integer> times, int part) {
        return times.stream()
                .map(time -> new DeadLetterItem(
                        "d" + part + "-" + time,
                        "VIEWS",
                        "t",
                        0,
                        0,
                        "expired",
                        "",
                        null,
                        null,
                        null,
                        null,
                        null,
                        Instant.ofEpochMilli(time),
                        1,
                        0,
                        "OPEN",
                        null,
                        null,
                        null,
                        null))
                .toList();
    }
}
