package se.budkavle.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import se.budkavle.chaos.cluster.Quorum;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;
import se.budkavle.chaos.fault.Strike.Kind;

/** What each scenario is told by the arguments. */
class ChaosTest {

    @TempDir
    Path place;

    @Test
    void withoutArgumentsNobodyIsStruck() throws IOException {
        var kill = (KillOptions) options();

        assertThat(kill.strikes()).isEmpty();
        assertThat(kill.messages()).isEqualTo(50_000);
        assertThat(kill.perSecond()).isEqualTo(40);
        assertThat(kill.limits()).isEqualTo(Limits.PROMISED);
        assertThat(kill.books()).isTrue();
        assertThat(kill.subscribers()).isTrue();
        assertThat(kill.cluster().quorum()).isEqualTo(Quorum.SINGLE);
    }

    @Test
    void killsComeBeforeFreezesEvenlyOverTheRun() throws IOException {
        var kill = (KillOptions) options("--kill", "router,notifier", "--freeze", "gateway", "--back-after", "7");

        var lasting = Duration.ofSeconds(7);
        assertThat(kill.strikes())
                .containsExactly(
                        new Strike(Kind.KILL, Role.ROUTER, 0.25, lasting),
                        new Strike(Kind.KILL, Role.NOTIFIER, 0.5, lasting),
                        new Strike(Kind.FREEZE, Role.GATEWAY, 0.75, lasting));
        assertThat(((KillOptions) options("--kill", "router", "--back-after", "-1")).strikes())
                .containsExactly(new Strike(Kind.KILL, Role.ROUTER, 0.5, null));
    }

    @Test
    void whatIsJudgedAndByWhomCanBeLeftOut() throws IOException {
        var kill = (KillOptions) options("--no-limits", "--no-books", "--no-subscribers", "--compare-every", "3");

        assertThat(kill.limits()).isEqualTo(Limits.NONE);
        assertThat(kill.books()).isFalse();
        assertThat(kill.subscribers()).isFalse();
        assertThat(kill.compareEvery()).isEqualTo(3);
        assertThat(((KillOptions) options("--resume-within", "4")).limits().resumed())
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void aQuickRunAndFaultsByNameHaveThreeBrokersWhateverTheScenarioIsCalled() throws IOException {
        var quick = (KillOptions) options("--quick", "--seed", "3", "--rate", "8");
        var named = (KillOptions) options("--strike", "TWO_FROZEN,CUT:ROUTER", "--scenario", "lanes");

        assertThat(quick.strikes()).isEqualTo(Plan.quick(3));
        assertThat(quick.messages()).isEqualTo(8 * 28 * quick.strikes().size());
        assertThat(quick.cluster().quorum()).isEqualTo(new Quorum(3, false, 0));
        assertThat(named.strikes()).extracting(Strike::kind).containsExactly(Kind.TWO_FROZEN, Kind.CUT);
        assertThat(named.messages()).isEqualTo(20 * 60 * 2);
        assertThat(named.cluster().quorum()).isEqualTo(new Quorum(3, true, 0));
    }

    @Test
    void aSoakIsWatchedForItsMinutes() throws IOException {
        var soak = (KillOptions) options("--scenario", "soak", "--minutes", "2", "--rate", "5");

        assertThat(soak.watched()).isTrue();
        assertThat(soak.messages()).isEqualTo(5 * 2 * 60);
        assertThat(soak.strikes()).hasSize(2);
    }

    @Test
    void theOtherScenariosHaveNumbersOfTheirOwn() throws IOException {
        var lanes = (LanesOptions) options("--scenario", "LANES", "--bulk-rate", "9");
        var replay = (ReplayOptions) options("--scenario", "replay");
        var disaster = (DisasterOptions) options("--scenario", "disaster", "--lost-within", "4", "--partitions", "3");

        assertThat(lanes.bulk()).isEqualTo(100_000);
        assertThat(lanes.perSecond()).isEqualTo(50);
        assertThat(lanes.cluster().launch().settings().get(Role.ROUTER))
                .containsEntry("budkavle.router.bulk-per-second", "9");
        assertThat(replay.notifications()).isEqualTo(10_000);
        assertThat(replay.perSecond()).isEqualTo(100);
        assertThat(disaster.messages()).isEqualTo(2_000);
        assertThat(disaster.perSecond()).isEqualTo(10);
        assertThat(disaster.excused()).isEqualTo(Duration.ofSeconds(4));
        assertThat(disaster.cluster().partitions()).isEqualTo(3);
        assertThat(disaster.cluster().gateways()).isEqualTo(1);
    }

    @Test
    void aPromiseThatIsSwitchedOffIsSoAtItsService() throws IOException {
        var kill = (KillOptions) options("--without", "exactly_once");

        assertThat(kill.cluster().launch().settings().get(Role.ROUTER))
                .containsEntry("budkavle.kafka.properties.unsafe.processing.guarantee", "at_least_once");
    }

    @Test
    void anUpgradeNeedsABuildToComeFrom() {
        assertThatThrownBy(() -> options("--strike", "upgrade"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--upgrade-from");
    }

    @Test
    void allOptionsAreInTheHelp() {
        var out = new StringWriter();
        CommandLine command = Chaos.commandLine(new Chaos()).setOut(new PrintWriter(out));

        assertThat(command.execute("--help")).isZero();
        assertThat(out.toString())
                .contains("--scenario", "--strike", "--messages", "--resume-within", "--json", "TWO_FROZEN");
    }

    private Options options(String... arguments) throws IOException {
        var chaos = new Chaos();
        Chaos.commandLine(chaos).parseArgs(arguments);
        return chaos.options(place);
    }
}
