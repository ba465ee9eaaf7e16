package se.budkavle.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;

/** {@code deploy/chaos/run --kill router,notifier}, smaller. */
@Timeout(600)
class KillTest {

    private static final int MESSAGES = 2_000;
    private static final Duration BACK_AFTER = Duration.ofSeconds(4);

    @TempDir
    private Path directory;

    @Test
    void whoeverIsKilledEveryMessageIsInItsInboxesOnceInOrderAndIntactAndEverybodyIsTold() throws Exception {
        var options = new KillOptions(
                ClusterOptions.pairs(directory),
                1,
                MESSAGES,
                100,
                24,
                List.of(
                        new Strike(Strike.Kind.KILL, Role.ROUTER, 0.3, BACK_AFTER),
                        new Strike(Strike.Kind.KILL, Role.NOTIFIER, 0.6, BACK_AFTER)),
                20,
                Limits.ON_A_BUSY_MACHINE,
                true);

        var report = new KillScenario(options, _ -> {}).run();

        assertThat(report.counts()).as(ReportText.of(report)).isEmpty();
        assertThat(report.messages()).isGreaterThan(MESSAGES);
        assertThat(report.told().due()).isGreaterThan(MESSAGES);
        assertThat(report.answered()).isPositive();
        assertThat(report.strikes()).hasSize(2).noneMatch(strike -> strike.backAfter() == null);
    }
}
