package se.budkavle.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.budkavle.chaos.cluster.EarlierBuild;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;

/** What is done to the system, and what is taken from it beforehand. */
final class StrikeArguments {

    @Option(
            names = "--strike",
            split = ",",
            paramLabel = "FAULT",
            description = {
                "survive: just these, such as TWO_FROZEN, FREEZE:ROUTER, or KILL:ROUTER+CUT:GATEWAY at once, evenly over the run.",
                "Faults: ${COMPLETION-CANDIDATES}."
            },
            completionCandidates = FaultNames.class)
    private List<String> strike = new ArrayList<>();

    @Option(
            names = "--upgrade-from",
            paramLabel = "REV|DIR",
            description = {
                "Services first are of that commit, or of that built checkout, and are replaced by those of this build under load.",
                "Refused where the topologies differ: then it takes more than a restart (README)."
            })
    private @Nullable Path upgradeFrom;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "PROMISE",
            description = {
                "Switches off what the promises depend on, to see that the accounting finds it:",
                "${COMPLETION-CANDIDATES}."
            })
    private List<Weakness> without = new ArrayList<>();

    @Option(
            names = "--kill",
            split = ",",
            paramLabel = "ROLE",
            description = "Whom kill -9 meets, in this order, evenly over the run: ${COMPLETION-CANDIDATES}.")
    private List<Role> kill = new ArrayList<>();

    @Option(
            names = "--freeze",
            split = ",",
            paramLabel = "ROLE",
            description = "Whom kill -STOP meets, after those that are killed.")
    private List<Role> freeze = new ArrayList<>();

    @Option(
            names = "--back-after",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "After which it is started again, or goes on; -1: never.")
    private int backAfter;

    @Spec(Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    /** Whether services of an earlier build come first. */
    boolean upgrades() {
        return upgradeFrom != null;
    }

    /** The faults that are asked for by name; empty: whatever the scenario has. */
    List<String> named() {
        return strike.isEmpty() && upgrades() ? List.of(Strike.Kind.UPGRADE.name()) : List.copyOf(strike);
    }

    /** Those whom {@code kill -9} meets, then those whom {@code kill -STOP} does, evenly over the run. */
    List<Strike> killsAndFreezes() {
        Duration lasting = backAfter < 0 ? null : Duration.ofSeconds(backAfter);
        List<Strike> strikes = new ArrayList<>();
        double step = 1.0 / (kill.size() + freeze.size() + 1);
        for (Role role : kill) {
            strikes.add(new Strike(Strike.Kind.KILL, role, step * (strikes.size() + 1), lasting));
        }
        for (Role role : freeze) {
            strikes.add(new Strike(Strike.Kind.FREEZE, role, step * (strikes.size() + 1), lasting));
        }
        return strikes;
    }

    /** How processes are started: without some promises, and of an earlier build, where that is asked for and can be. */
    Launch launch() throws IOException {
        Launch launch = Weakness.launch(without);
        Path earlier = upgradeFrom;
        if (earlier == null) {
            if (named().stream().anyMatch(Strike.Kind.UPGRADE.name()::equalsIgnoreCase)) {
                throw new CommandLine.ParameterException(spec.commandLine(), "UPGRADE needs --upgrade-from.");
            }
            return launch;
        }
        List<String> changed = PinnedTopologies.changed(
                PinnedTopologies.in(earlier), PinnedTopologies.in(Path.of("").toAbsolutePath()));
        if (!changed.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "The topologies differ, so services cannot be replaced one by one: deploy/chaos/README.md tells how. "
                            + changed);
        }
        return launch.from(new EarlierBuild(earlier).classPath());
    }
}
