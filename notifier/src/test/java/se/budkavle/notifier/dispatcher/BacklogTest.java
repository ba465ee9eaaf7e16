package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00.123Z");

    @Test
    void nothingIsPending() {
        Backlog backlog = new Backlog();
        backlog.added(NOW);
        backlog.removed(NOW);

        assertThat(backlog.count()).isZero();
        assertThat(backlog.oldest()).isNull();
    }

    @Test
    void theOldestOfManyDaysIsKnownToTheMillisecond() {
        Backlog backlog = new Backlog();
        for (int minute = 0; minute < 3 * 24 * 60; minute++) {
            backlog.added(NOW.plus(Duration.ofMinutes(minute)));
        }

        assertThat(backlog.count()).isEqualTo(3 * 24 * 60);
        assertThat(backlog.oldest()).isEqualTo(NOW);
    }

    /** Whatever comes and goes: counted exactly, and never younger than it is, nor older by more than a seventh of the time that all cover. */
    @Property
    void neverSaysYoungerThanItIs(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 400_000_000) Long> written,
            @ForAll @Size(200) List<Boolean> settled) {
        Backlog backlog = new Backlog();
        TreeMap<Long, Integer> pending = new TreeMap<>();
        long first = Long.MAX_VALUE;
        long last = 0;
        for (long at : written) {
            backlog.added(NOW.plusMillis(at));
            pending.merge(at, 1, Integer::sum);
            first = Math.min(first, at);
            last = Math.max(last, at);
        }
        for (int i = 0; i < written.size(); i++) {
            if (settled.get(i)) {
                backlog.removed(NOW.plusMillis(written.get(i)));
                pending.computeIfPresent(written.get(i), (at, count) -> count == 1 ? null : count - 1);
            }
        }

        assertThat(backlog.count())
                .isEqualTo(pending.values().stream().mapToInt(Integer::intValue).sum());
        if (pending.isEmpty()) {
            assertThat(backlog.oldest()).isNull();
        } else {
            long tolerated = Math.max(1000, (last - first) / 7);
            assertThat(backlog.oldest())
                    .isBetween(NOW.plusMillis(pending.firstKey() - tolerated), NOW.plusMillis(pending.firstKey()));
        }
    }
}
