package se.budkavle.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code deploy/chaos/run}. */
@Command(
        name = "run",
        description = "Starts the system as processes, strikes them while messages flow, and does the accounting.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:everything holds", "1:something is lost, doubled, out of order, unbalanced or too slow"})
public final class Chaos implements Callable<Integer> {

    @Mixin
    private PlayArguments play;

    @Mixin
    private StrikeArguments strikes;

    @Mixin
    private LoadArguments load;

    @Mixin
    private JudgeArguments judging;

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
        System.exit(commandLine(new Chaos()).execute(arguments));
    }

    static CommandLine commandLine(Chaos chaos) {
        return new CommandLine(chaos).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        Path given = directory;
        Path place = given == null
                ? Files.createTempDirectory("budkavle-chaos-")
                : Files.createDirectories(given).toRealPath();
        out.println("State and logs are in " + place);
        Report report = play(options(place), out::println);
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

    /** What is asked for. */
    Options options(Path place) throws IOException {
        return new Scenarios(play, strikes, load, judging).options(place);
    }

    private static Report play(Options options, Progress progress)
            throws IOException, InterruptedException, JOSEException {
        return switch (options) {
            case KillOptions kill -> new KillScenario(kill, progress).run();
            case LanesOptions lanes -> new LanesScenario(lanes, progress).run();
            case ReplayOptions replay -> new ReplayScenario(replay, progress).run();
            case DisasterOptions disaster -> new DisasterScenario(disaster, progress).run();
        };
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
