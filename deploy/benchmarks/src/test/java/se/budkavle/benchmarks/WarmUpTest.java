package se.budkavle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.result.Measurement;

class WarmUpTest {

    private static List<Measurement> rates(double... perSecond) {
        return Arrays.stream(perSecond).mapToObj(Measurement::rate).toList();
    }

    private static Measurement at500(long medianMillis) {
        var latencies = new Histogram(3);
        latencies.recordValue(medianMillis * 1_000_000);
        return new Measurement(500, latencies, Map.of());
    }

    @Test
    void goesOnWhileTheRateRises() {
        assertThat(WarmUp.isOver(rates(700, 1_900, 2_500))).isFalse();
        assertThat(WarmUp.isOver(rates(700, 1_900, 2_500, 2_550))).isFalse();
        assertThat(WarmUp.isOver(rates(700, 7_600, 7_500, 7_600, 14_000))).isFalse();
    }

    @Test
    void isOverWhenThreeLooksBroughtNothing() {
        assertThat(WarmUp.isOver(rates(700, 2_500, 2_550, 2_500, 2_500))).isTrue();
        assertThat(WarmUp.isOver(rates(2_500, 2_000, 2_400, 2_500))).isTrue();
    }

    @Test
    void needsMoreThanTheFirstLooks() {
        assertThat(WarmUp.isOver(rates(700))).isFalse();
        assertThat(WarmUp.isOver(rates(700, 700, 700))).isFalse();
    }

    @Test
    void isNotOverWhileNothingWorks() {
        assertThat(WarmUp.isOver(rates(0, 0, 0, 0))).isFalse();
        assertThat(WarmUp.isOver(rates(0, 0, 0, 0, 500))).isFalse();
        assertThat(WarmUp.isOver(rates(0, 500, 500, 500, 500))).isTrue();
    }

    @Test
    void atAFixedRateTheMedianTells() {
        assertThat(WarmUp.isOver(List.of(at500(40), at500(30), at500(30), at500(20))))
                .isFalse();
        assertThat(WarmUp.isOver(List.of(at500(40), at500(20), at500(20), at500(21), at500(20))))
                .isTrue();
    }
}
