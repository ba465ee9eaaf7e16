package se.budkavle.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.budkavle.benchmarks.cases.Case;
import se.budkavle.benchmarks.cases.Cases;
import se.budkavle.benchmarks.report.HtmlReport;
import se.budkavle.benchmarks.report.JsonReport;
import se.budkavle.benchmarks.report.TextReport;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.chaos.cluster.Role;

/** The command {@code deploy/benchmarks/run}. */
@Command(
        name = "run",
        description = "Measures how fast the system is, each case in turns with the bare thing underneath.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every goal is met", "1:a goal is missed"},
        footer = "%nThe inner loops, each alone, with JMH and its options: run --jmh [PATTERN] [-f 1 …]")
public final class Benchmarks implements Callable<Integer> {

    @ArgGroup
    private Extent extent = new Extent();

    /** How much is measured; by default what half an hour is enough for. */
    static final class Extent {
        @Option(
                names = "--quick",
                description = "Three minutes: whether it works. On one stage, without what takes minutes by itself: "
                        + "start-local, start, memory, growth-* (unless named).")
        private boolean quick;

        @Option(
                names = "--thorough",
                description = "Hours: each until it is as fast as it gets, backlogs and registries of full size.")
        private boolean thorough;
    }

    @Option(
            names = "--case",
            split = ",",
            paramLabel = "NAME",
            description = "Only these: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private List<String> names = new ArrayList<>();

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured (3, thorough 5).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "Of each measurement (2, quick 0.5, thorough 7).")
    private @Nullable Double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds at most until a contender is as fast as it gets (20, quick 0, thorough 300).")
    private @Nullable Double warmUp;

    @Option(
            names = "--backlog",
            paramLabel = "N",
            description = "What is drained (20000, quick 2000, thorough 200000).")
    private @Nullable Integer backlog;

    @Option(
            names = "--growth-max",
            paramLabel = "N",
            description =
                    "How far growth-* grow: addresses, backlog; subscriptions a tenth (10000, quick 2000, thorough 1000000).")
    private @Nullable Integer growthMax;

    @Option(
            names = "--set",
            paramLabel = "ROLE:KEY=VALUE",
            description = "A setting of a service, to try it: router:budkavle.router.streams.commit-interval=50ms.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--jvm",
            paramLabel = "OPTION",
            description = "A JVM option of broker and services, to try it or to profile them.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Empty; where the processes keep state and logs (default: a temporary one, removed in the end).")
    private @Nullable Path directory;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = ".budkavle/benchmarks/results.json",
            showDefaultValue = CommandLine.Help.Visibility.ALWAYS,
            description = "Where the results go for machines.")
    private Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            defaultValue = ".budkavle/benchmarks/results.html",
            showDefaultValue = CommandLine.Help.Visibility.ALWAYS,
            description = "Where the results go as a page with plots.")
    private Path html;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    /** The cases' names. */
    static final class Names extends ArrayList<String> {
        Names() {
            super(Cases.all().stream().map(Case::name).toList());
        }
    }

    /** Runs it and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        List<Case> cases = cases();
        Path given = directory;
        Path place = given == null ? Files.createTempDirectory("budkavle-benchmarks-") : empty(given);
        long began = System.nanoTime();
        List<CaseResult> results = new Runner(plan(), extent.quick, place, settings(), jvmOptions, line -> {
                    out.printf(Locale.ROOT, "%6.1f  %s%n", (System.nanoTime() - began) / 1e9, line);
                    out.flush();
                })
                .run(cases);
        out.print(TextReport.of(results));
        Files.createDirectories(json.toAbsolutePath().getParent());
        JsonReport.write(json, machine(), results);
        Files.createDirectories(html.toAbsolutePath().getParent());
        HtmlReport.write(html, machine(), results);
        out.println("In full: " + json + ", " + html);
        out.flush();
        if (given == null) {
            delete(place);
        }
        return results.stream().allMatch(CaseResult::isMet) ? 0 : 1;
    }

    /** A directory of its own: the topics of an earlier run would be there already. */
    private Path empty(Path directory) throws IOException {
        Path made = Files.createDirectories(directory).toRealPath();
        try (var inside = Files.list(made)) {
            if (inside.findAny().isPresent()) {
                throw new ParameterException(spec.commandLine(), directory + " is not empty.");
            }
        }
        return made;
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return "%d cores, %s %s, Java %s, load %s in the last minute"
                .formatted(
                        runtime.availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        Goal.number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private List<Case> cases() {
        List<Case> all = Cases.all();
        for (String name : names) {
            if (all.stream().noneMatch(each -> each.name().equals(name))) {
                throw new ParameterException(spec.commandLine(), "There is no case " + name + "; see --help.");
            }
        }
        return all.stream()
                .filter(each -> names.isEmpty() ? each.isQuick() || !extent.quick : names.contains(each.name()))
                .toList();
    }

    private Plan plan() {
        Plan plan = extent.quick ? Plan.QUICK : extent.thorough ? Plan.THOROUGH : Plan.FULL;
        return new Plan(
                rounds == null ? plan.rounds() : rounds,
                seconds == null ? plan.seconds() : seconds,
                warmUp == null ? plan.warmUp() : warmUp,
                plan.look(),
                backlog == null ? plan.backlog() : backlog,
                growthMax == null ? plan.growthMax() : growthMax);
    }

    private Map<Role, Map<String, String>> settings() {
        Map<Role, Map<String, String>> all = new EnumMap<>(Role.class);
        for (String setting : settings) {
            int colon = setting.indexOf(':');
            int equals = setting.indexOf('=');
            if (colon < 0 || equals < colon) {
                throw new ParameterException(spec.commandLine(), "--set takes ROLE:KEY=VALUE, not " + setting);
            }
            Role role = Role.valueOf(setting.substring(0, colon).toUpperCase(Locale.ROOT));
            all.computeIfAbsent(role, _ -> new TreeMap<>())
                    .put(setting.substring(colon + 1, equals), setting.substring(equals + 1));
        }
        return all;
    }

    private static void delete(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
