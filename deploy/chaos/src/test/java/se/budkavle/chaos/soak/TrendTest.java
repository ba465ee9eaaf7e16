package se.budkavle.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final int SAMPLES = 200;

    @Test
    void whatStaysIsFlat() {
        assertThat(memory(i -> 300).isFlat()).isTrue();
        assertThat(memory(i -> 300).growth()).isZero();
    }

    @Test
    void whatGrowsSlowlyAndForEverIsNot() {
        // A hundred in the second half, of which the medians of its first and last fifth see eighty.
        Trend trend = memory(i -> 300 + i);

        assertThat(trend.isFlat()).isFalse();
        assertThat(trend.growth()).isCloseTo(80, within(1.0));
        assertThat(trend.allowed()).isEqualTo(48);
    }

    @Test
    void whatGrowsAndIsGivenBackAgainIsFlat() {
        assertThat(memory(i -> 300 + i % 20 * 10).isFlat()).isTrue();
    }

    @Test
    void growthOfTheFirstHalfIsWarmingUp() {
        assertThat(memory(i -> Math.min(i, SAMPLES / 2) * 3).isFlat()).isTrue();
    }

    @Test
    void onePeakIsNoTrend() {
        assertThat(memory(i -> i == SAMPLES - 2 ? 3_000 : 300).isFlat()).isTrue();
    }

    @Test
    void aFewMoreAreNoneWhereThereAreFew() {
        assertThat(of(Gauge.THREADS, i -> i < SAMPLES * 3 / 4 ? 40 : 45).isFlat())
                .isTrue();
        assertThat(of(Gauge.THREADS, i -> 40 + i / 5.0).isFlat()).isFalse();
    }

    @Test
    void whatShrinksIsFlat() {
        assertThat(of(Gauge.STORES, i -> 1_000.0 / (i + 1)).isFlat()).isTrue();
    }

    @Test
    void ofFewSamplesNothingIsSaid() {
        Trend trend = Trend.of("router-1", Gauge.MEMORY, List.of(1.0, 2.0, 1_000.0));

        assertThat(trend.isJudged()).isFalse();
        assertThat(trend.isFlat()).isTrue();
    }

    private static Trend memory(IntToDoubleFunction value) {
        return of(Gauge.MEMORY, value);
    }

    private static Trend of(Gauge gauge, IntToDoubleFunction value) {
        return Trend.of(
                "router-1",
                gauge,
                IntStream.range(0, SAMPLES).mapToDouble(value).boxed().toList());
    }
}
