package se.budkavle.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import se.budkavle.benchmarks.result.Curve.Growth;
import se.budkavle.benchmarks.result.Curve.Point;

class CurveTest {

    private static final List<Double> DECADES = List.of(10.0, 100.0, 1_000.0, 10_000.0, 100_000.0);

    private static Curve curve(DoubleUnaryOperator cost) {
        return new Curve(
                "things",
                DECADES.stream()
                        .map(at -> new Point(at, Statistics.of(List.of(cost.applyAsDouble(at)))))
                        .toList());
    }

    @Test
    void whatCostsTheSameHoweverMuchThereIsIsFlat() {
        assertThat(curve(_ -> 100).steepest()).isCloseTo(0, within(1e-9));
        assertThat(curve(_ -> 100).growth()).isEqualTo(Growth.FLAT);
    }

    @Test
    void aTreeIsFlatAndARootIsNot() {
        assertThat(curve(at -> 50 + 10 * Math.log(at)).growth()).isEqualTo(Growth.FLAT);
        assertThat(curve(Math::sqrt).growth()).isEqualTo(Growth.SUB_LINEAR);
    }

    @Test
    void aLineIsLinearWhateverItStartsFrom() {
        assertThat(curve(at -> 3 * at).growth()).isEqualTo(Growth.LINEAR);
        assertThat(curve(at -> 100 + at).growth()).isEqualTo(Growth.LINEAR);
    }

    @Test
    void aSquareIsSuperLinear() {
        assertThat(curve(at -> at * at).steepest()).isCloseTo(2, within(1e-9));
        assertThat(curve(at -> at * at).growth()).isEqualTo(Growth.SUPER_LINEAR);
        assertThat(curve(at -> at * Math.pow(at, 0.3)).growth()).isEqualTo(Growth.SUPER_LINEAR);
    }

    @Test
    void aCliffAtTheEndIsNotHiddenByWhatWasFlatBefore() {
        assertThat(curve(at -> at < 100_000 ? 100 : 5_000).growth()).isEqualTo(Growth.SUPER_LINEAR);
    }

    @Test
    void noiseIsNoGrowth() {
        double[] noisy = {100, 120, 90, 115, 105};
        assertThat(curve(at -> noisy[DECADES.indexOf(at)]).growth()).isEqualTo(Growth.FLAT);
    }

    @Test
    void theGoalSaysWhatIsAllowedAndWhatWasMeasured() {
        Goal met = curve(at -> at).atMost(Growth.LINEAR);
        Goal missed = curve(at -> at).atMost(Growth.FLAT);

        assertThat(met.isMet()).isTrue();
        assertThat(met.text()).isEqualTo("cost with things at most linear");
        assertThat(met.actual()).isEqualTo("linear (steepest exponent 1)");
        assertThat(missed.isMet()).isFalse();
    }

    @Test
    void whatWasNotMeasuredReachesNoGoal() {
        var one = new Curve("things", List.of(new Point(1, Statistics.of(List.of(1.0)))));

        assertThat(one.atMost(Growth.LINEAR).isMet()).isFalse();
        assertThat(curve(at -> at == 100 ? Double.NaN : 1).atMost(Growth.LINEAR).isMet())
                .isFalse();
    }

    @Test
    void sizesRise() {
        assertThatThrownBy(() -> new Curve(
                        "things",
                        DoubleStream.of(0, 1)
                                .mapToObj(at -> new Point(at, Statistics.of(List.of(1.0))))
                                .toList()))
                .hasMessageContaining("0");
    }
}
