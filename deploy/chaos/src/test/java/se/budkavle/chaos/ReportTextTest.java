package se.budkavle.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Nemesis.Struck;
import se.budkavle.chaos.fault.Strike;
import se.budkavle.chaos.fault.Strike.Kind;

/** What people are told of what came back after a strike. */
class ReportTextTest {

    private static final long AT = 1_000_000_000L;
    private static final Duration LASTING = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(names = {"POISON", "HALF_SENT"})
    void whatTookNothingAwayHasNothingToBringBack(Kind kind) {
        assertThat(textOf(new Strike(kind, null, 0.5, null), null))
                .contains(kind + " at 0.0 s", "there was nothing to bring back.")
                .doesNotContain("stayed away");
    }

    @Test
    void whoDidNotComeBackStayedAway() {
        assertThat(textOf(new Strike(Kind.KILL, Role.ROUTER, 0.5, null), null)).contains("it stayed away.");
        assertThat(textOf(new Strike(Kind.KILL, Role.ROUTER, 0.5, LASTING), null))
                .contains("it stayed away.");
    }

    @Test
    void whoCameBackDidSoAfterATime() {
        assertThat(textOf(new Strike(Kind.KILL, Role.ROUTER, 0.5, LASTING), AT + 25_500_000_000L))
                .contains("all ready again after 25.5 s.");
    }

    private static String textOf(Strike strike, @Nullable Long back) {
        var aftermath = new Aftermath(new Ledger(), new DueList(List.of(), List.of(), Map.of()), List.of());
        var struck = new Struck(strike, strike.kind().name(), AT, null, back);
        var nothing = Latencies.of(new long[0]);
        return ReportText.of(new KillReport(
                1,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                new KillReport.Told(0, 0, 0),
                nothing,
                nothing,
                List.of(aftermath.of(struck, AT, Long.MAX_VALUE)),
                List.of(),
                false,
                Map.of(),
                List.of()));
    }
}
