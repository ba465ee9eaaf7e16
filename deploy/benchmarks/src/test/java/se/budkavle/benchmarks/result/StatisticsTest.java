package se.budkavle.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void theMiddleOfAnOddAndOfAnEvenNumber() {
        assertThat(Statistics.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Statistics(2, 1, 9));
        assertThat(Statistics.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
        assertThat(Statistics.of(List.of()).median()).isNaN();
    }

    @Test
    void spreadIsHalfTheRangeAsPartOfTheMedian() {
        assertThat(Statistics.of(List.of(90.0, 100.0, 110.0)).spread()).isEqualTo(0.1);
    }

    @Test
    void ratesAreComparedRoundByRound() {
        var us = subject(50, 200, 60);
        var baseline = subject(100, 400, 100);

        // Not the ratio of the medians, which a machine's mood would tilt.
        assertThat(us.rateAsPartOf(baseline)).isEqualTo(0.5);
    }

    private static Subject subject(double... rates) {
        return new Subject(
                "x", false, DoubleStream.of(rates).mapToObj(Measurement::rate).toList());
    }

    @Test
    void aGoalHoldsAtItsBound() {
        assertThat(Goal.atLeastPercent("part", 0.45, 45).isMet()).isTrue();
        assertThat(Goal.atMost("p99", 10, 10, " ms").isMet()).isTrue();
        assertThat(Goal.atMost("p99", 10.1, 10, " ms").isMet()).isFalse();
        assertThat(Goal.atMost("p99", Double.NaN, 10, " ms").isMet()).isFalse();
    }
}
