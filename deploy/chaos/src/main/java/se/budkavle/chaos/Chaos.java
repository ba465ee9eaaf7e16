package se.budkavle.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.EarlierBuild;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Quorum;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.chaos.fault.Strike;

/** The command {@code deploy/chaos/run}. */
@Command(
        name = "run",
        description = "Starts the system as processes, strikes them while messages flow, and does the accounting.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:everything holds", "1:something is lost, doubled, out of order, unbalanced or too slow"})
public final class Chaos implements Callable<Integer> {

    /** Messages a second that leave two cores room for eleven processes. */
    private static final int SURVIVE_RATE = 20;

    private static final int SECONDS_EACH_QUICK = 28;
    private static final int SECONDS_EACH = 60;
    private static final int UPGRADE_SECONDS = 300;
    private static final int COMBINATIONS = 14;
    private static final int DISK_MEGABYTES = 4_096;
    private static final int KILL_RATE = 40;
    private static final int LANES_SECONDS = 60;
    private static final double LANES_AT_MOST = 2;
    private static final int DISASTER_MESSAGES = 2_000;
    private static final int DISASTER_RATE = 10;
    private static final int DISASTER_MARGIN = 10_000;

    /** What is played. */
    enum Scenario {
        KILL,
        SURVIVE,
        SOAK,
        LANES,
        REPLAY,
        DISASTER
    }

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = "kill",
            description = {
                "kill: processes are struck while messages flow.",
                "survive: three brokers, and every fault alone and in combination; --quick: some of them.",
                "soak: three brokers at half the peak for an hour, with a fault every minute.",
                "lanes: express messages are measured alone and beside a backlog of bulk.",
                "replay: notifications die and are replayed, and every notifier is killed meanwhile.",
                "disaster: a site is mirrored to another one, and lost; the other one takes over."
            })
    private Scenario scenario;

    @Option(names = "--quick", description = "The survive scenario in five minutes, for every build.")
    private boolean quick;

    @Option(
            names = "--strike",
            split = ",",
            paramLabel = "FAULT",
            description = {
                "survive: just these, such as TWO_FROZEN or FREEZE:ROUTER, evenly over the run.",
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

    @Option(names = "--minutes", paramLabel = "N", description = "Of a soak (default: 60).", defaultValue = "60")
    private int minutes;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = {
                "How many (default: 50000); lanes: bulk messages that are queued (default: 100000);",
                "replay: notifications that die (default: 10000); disaster: (default: 2000)."
            })
    private @Nullable Integer messages;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = {
                "Messages a second; 0: no limit (default: 40, what two cores bear); lanes: express messages (default: 50);",
                "replay: dead letters that are replayed a second (default: 100); disaster: (default: 10)."
            })
    private @Nullable Integer rate;

    @Option(
            names = "--bulk-rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "lanes: recipients of bulk messages that each router may route a second.")
    private int bulkRate;

    @Option(names = "--conversations", paramLabel = "N", defaultValue = "48", description = "At the same time.")
    private int conversations;

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

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of all that is chosen.")
    private long seed;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "2", description = "Of every topic.")
    private int partitions;

    @Option(
            names = "--compare-every",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of how many messages in an inbox one is fetched and compared.")
    private int compareEvery;

    @Option(
            names = "--resume-within",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long an inbox may stand still after a strike.")
    private int resumeWithin;

    @Option(
            names = "--lost-within",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "disaster: what was accepted so shortly before the end of a site may be lost with it.")
    private int lostWithin;

    @Option(
            names = "--limits",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether times are limited. Without: all must be exact, however long it takes.")
    private boolean limits;

    @Option(
            names = "--books",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the system's own books are compared with the clients'.")
    private boolean books;

    @Option(
            names = "--subscribers",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether there are any; without them two cores bear more messages.")
    private boolean subscribers;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the processes keep state and logs (default: a temporary one, removed if all holds).")
    private @Nullable Path directory;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the report goes as JSON, too.")
    private @Nullable Path json;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs it and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Chaos())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        Path given = directory;
        Path place = given == null
                ? Files.createTempDirectory("budkavle-chaos-")
                : Files.createDirectories(given).toRealPath();
        out.println("State and logs are in " + place);
        if (upgradeFrom != null && strike.isEmpty()) {
            strike = List.of(Strike.Kind.UPGRADE.name());
        }
        var cluster = new ClusterOptions(place, 2, 2, 2, partitions).launchedAs(launch());
        Report report =
                switch (quick || !strike.isEmpty() || upgradeFrom != null ? Scenario.SURVIVE : scenario) {
                    case KILL -> new KillScenario(killOptions(cluster), out::println).run();
                    case SURVIVE -> new KillScenario(surviveOptions(cluster), out::println).run();
                    case SOAK -> new KillScenario(soakOptions(cluster), out::println).run();
                    case LANES -> new LanesScenario(lanesOptions(cluster), out::println).run();
                    case REPLAY -> new ReplayScenario(replayOptions(cluster), out::println).run();
                    case DISASTER -> new DisasterScenario(disasterOptions(place), out::println).run();
                };
        out.print(ReportText.of(report));
        out.flush();
        if (json != null) {
            write(report, json);
        }
        if (given == null && report.holds()) {
            delete(place);
        }
        return report.holds() ? 0 : 1;
    }

    /** With services of an earlier build where that is asked for and can be. */
    private Launch launch() throws IOException {
        Launch launch = Weakness.launch(without);
        Path earlier = upgradeFrom;
        boolean upgrades = strike.stream().anyMatch(Strike.Kind.UPGRADE.name()::equalsIgnoreCase);
        if (earlier == null) {
            if (upgrades) {
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

    private KillOptions killOptions(ClusterOptions cluster) {
        return new KillOptions(
                cluster,
                seed,
                messages == null ? 50_000 : messages,
                rate == null ? KILL_RATE : rate,
                conversations,
                strikes(),
                compareEvery,
                limits(),
                books,
                subscribers,
                false);
    }

    private Limits limits() {
        return limits ? Limits.PROMISED.resumed(Duration.ofSeconds(resumeWithin)) : Limits.NONE;
    }

    /** The larger the run, the more of it is rest after each fault. */
    private KillOptions surviveOptions(ClusterOptions cluster) {
        List<Strike> plan =
                strike.isEmpty() ? quick ? Plan.quick(seed) : Plan.full(seed, COMBINATIONS) : Plan.of(strike);
        int atRate = rate == null ? SURVIVE_RATE : rate;
        int seconds = plan.size() * (quick ? SECONDS_EACH_QUICK : upgradeFrom != null ? UPGRADE_SECONDS : SECONDS_EACH);
        return survive(cluster, plan, atRate, messages == null ? atRate * seconds : messages, false);
    }

    private KillOptions soakOptions(ClusterOptions cluster) {
        int atRate = rate == null ? SURVIVE_RATE : rate;
        return survive(cluster, Plan.soak(seed, minutes), atRate, atRate * minutes * 60, true);
    }

    private KillOptions survive(ClusterOptions cluster, List<Strike> plan, int atRate, int howMany, boolean watched) {
        boolean linked =
                plan.stream().anyMatch(each -> each.kind() == Strike.Kind.CUT || each.kind() == Strike.Kind.DELAY);
        boolean ownDisk = plan.stream().anyMatch(each -> each.kind() == Strike.Kind.DISK);
        return new KillOptions(
                cluster.on(new Quorum(3, linked, ownDisk ? DISK_MEGABYTES : 0)),
                seed,
                howMany,
                atRate,
                conversations,
                plan,
                compareEvery,
                limits(),
                books,
                subscribers,
                watched);
    }

    private LanesOptions lanesOptions(ClusterOptions cluster) {
        var pace = Map.of("budkavle.router.bulk-per-second", String.valueOf(bulkRate));
        return new LanesOptions(
                cluster.launchedAs(cluster.launch().with(Role.ROUTER, pace)),
                seed,
                messages == null ? 100_000 : messages,
                rate == null ? 50 : rate,
                LANES_SECONDS,
                LANES_AT_MOST);
    }

    private ReplayOptions replayOptions(ClusterOptions cluster) {
        return new ReplayOptions(cluster, messages == null ? 10_000 : messages, rate == null ? 100 : rate);
    }

    /** One instance of each service: what several do for each other is the other scenarios' question. */
    private DisasterOptions disasterOptions(Path place) {
        return new DisasterOptions(
                new ClusterOptions(place, 1, 1, 1, partitions, Launch.TO_BE_KILLED.standbys(0)),
                seed,
                messages == null ? DISASTER_MESSAGES : messages,
                rate == null ? DISASTER_RATE : rate,
                conversations,
                Duration.ofSeconds(lostWithin),
                DISASTER_MARGIN);
    }

    private List<Strike> strikes() {
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

    private static void write(Report report, Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), report);
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
