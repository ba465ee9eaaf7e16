package se.budkavle.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import se.budkavle.chaos.cluster.ClusterOptions;
import se.budkavle.chaos.cluster.Role;

/** The command {@code deploy/chaos/run}. */
@Command(
        name = "run",
        description = "Starts the system as processes, strikes them while messages flow, and does the accounting.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:everything holds", "1:something is lost, doubled, out of order, unbalanced or too slow"})
public final class Chaos implements Callable<Integer> {

    private static final Duration RESUME_WITHIN = Duration.ofSeconds(10);

    @Option(names = "--messages", paramLabel = "N", defaultValue = "50000", description = "How many.")
    private int messages;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "250", description = "Messages a second; 0: no limit.")
    private int rate;

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

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "6", description = "Of every topic.")
    private int partitions;

    @Option(
            names = "--compare-every",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of how many messages in an inbox one is fetched and compared.")
    private int compareEvery;

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
        Path place = directory == null
                ? Files.createTempDirectory("budkavle-chaos-")
                : Files.createDirectories(directory).toRealPath();
        out.println("State and logs are in " + place);
        var report = new KillScenario(
                        new KillOptions(
                                new ClusterOptions(place, 2, 2, 2, partitions),
                                seed,
                                messages,
                                rate,
                                conversations,
                                strikes(),
                                compareEvery,
                                RESUME_WITHIN),
                        what -> out.println(what))
                .run();
        out.print(ReportText.of(report));
        if (json != null) {
            write(report, json);
        }
        return report.holds() ? 0 : 1;
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

    private static void write(KillReport report, Path file) throws IOException {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), report);
    }
}
