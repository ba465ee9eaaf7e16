package se.budkavle.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.budkavle.chaos.fault.Strike;
import se.budkavle.chaos.fault.Strike.Kind;

class PlanTest {

    @Test
    void theSameSeedMakesTheSamePlan() {
        assertThat(Plan.full(7, 5)).isEqualTo(Plan.full(7, 5)).isNotEqualTo(Plan.full(8, 5));
        assertThat(Plan.quick(7)).isEqualTo(Plan.quick(7));
        assertThat(Plan.soak(7, 60)).isEqualTo(Plan.soak(7, 60)).hasSize(60);
    }

    @Test
    void theFullPlanKnowsEveryFaultThatNeedsNoOtherBuild() {
        assertThat(Plan.full(1, 0))
                .extracting(Strike::kind)
                .contains(EnumSet.complementOf(EnumSet.of(Kind.UPGRADE)).toArray(Kind[]::new))
                .doesNotContain(Kind.UPGRADE);
        assertThat(Plan.of(List.of("UPGRADE"))).extracting(Strike::kind).containsExactly(Kind.UPGRADE);
    }

    @Test
    void strikesComeInTheOrderOfTheirTime() {
        assertThat(Plan.full(3, 10)).extracting(Strike::at).isSorted().allMatch(at -> at > 0 && at < 1);
    }

    @Test
    void someCanBeAskedForByName() {
        assertThat(Plan.of(List.of("two_frozen", "FREEZE:ROUTER")))
                .extracting(Strike::kind)
                .containsExactly(Kind.TWO_FROZEN, Kind.FREEZE);
        assertThatThrownBy(() -> Plan.of(List.of("EARTHQUAKE"))).hasMessageContaining("EARTHQUAKE");
    }

    @Test
    void someCanComeTogether() {
        assertThat(Plan.of(List.of("KILL:ROUTER+CUT:GATEWAY", "POISON")))
                .extracting(Strike::kind, Strike::at)
                .containsExactly(tuple(Kind.KILL, 0.25), tuple(Kind.CUT, 0.25), tuple(Kind.POISON, 0.75));
        assertThatThrownBy(() -> Plan.of(List.of("KILL:ROUTER+EARTHQUAKE"))).hasMessageContaining("EARTHQUAKE");
    }
}
