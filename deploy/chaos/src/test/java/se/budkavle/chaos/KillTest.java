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

/** {@code deploy/chaos/run --kill router,notifier}, smaller. */
@Timeout(300)
class KillTest {

    private static final int MESSAGES = 2_000;
    private static final Duration BACK_AFTER = Duration.ofSeconds(4);

    /** The command measures against 10 s; here other builds may share the cores, and exactness is the point. */
    private static final Duration RESUME_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void whoeverIsKilledEveryMessageIsInItsInboxesOnceInOrderAndIntact() throws Exception {
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
                RESUME_WITHIN,
                true);

        var report = new KillScenario(options, _ -> {}).run();

        assertThat(report.counts()).as(ReportText.of(report)).isEmpty();
        assertThat(report.messages()).isGreaterThan(MESSAGES);
        assertThat(report.strikes()).hasSize(2).noneMatch(strike -> strike.backAfter() == null);
    }
}
