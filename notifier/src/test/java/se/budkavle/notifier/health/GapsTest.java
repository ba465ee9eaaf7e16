package se.budkavle.notifier.health;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.health.Samples.DEFAULTS;
import static se.budkavle.notifier.health.Samples.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GapsTest {

    private static final long LONGEST = Duration.ofDays(30).toMillis();

    private final Gaps gaps = new Gaps(DEFAULTS);

    @Property(tries = 200)
    void theMedianHasHalfOnEitherSide(
            @ForAll @Size(min = 5, max = 50) List<@LongRange(min = 1, max = 2_592_000_000L) Long> known) {
        long median = gaps.median(known).orElseThrow().toMillis();

        assertThat(known).contains(median);
        assertThat(known.stream().filter(gap -> gap < median).count()).isLessThanOrEqualTo(known.size() / 2);
        assertThat(known.stream().filter(gap -> gap > median).count()).isLessThanOrEqualTo(known.size() / 2);
    }

    @Property(tries = 100)
    void theLatestAreRememberedAndNoMore(
            @ForAll @Size(max = 120) List<@LongRange(min = 1, max = 1_000_000L) Long> all) {
        List<Long> known = List.of();
        for (long gap : all) {
            known = gaps.with(known, NOW, NOW.plusMillis(gap));
        }

        assertThat(known).isEqualTo(all.subList(Math.max(0, all.size() - DEFAULTS.gaps()), all.size()));
    }

    @Test
    void ofFewNothingIsSaid() {
        List<Long> known = new ArrayList<>(List.of(LONGEST, LONGEST, LONGEST, LONGEST));

        assertThat(gaps.median(known)).isEmpty();
        known.add(1L);
        assertThat(gaps.median(known)).contains(Duration.ofMillis(LONGEST));
    }

    @Test
    void aMessageSoonAfterTheFirstOfASendingBelongsToIt() {
        assertThat(gaps.isGap(NOW, NOW.plus(Duration.ofMinutes(19)))).isFalse();
        assertThat(gaps.isGap(NOW, NOW.plus(Duration.ofMinutes(20)))).isTrue();
        assertThat(gaps.isGap(NOW, NOW.minus(Duration.ofDays(1)))).isFalse();
    }
}
