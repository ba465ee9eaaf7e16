package se.budkavle.benchmarks.cases;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Histograms;

/**
 * The whole local system, as somebody starts it by the README's command: from the command to its line that everything runs.
 * Broker and gateway of the stage stand idle beside it.
 */
public final class LocalStart implements Case {

    private static final Path COMMAND = Path.of("deploy", "budkavle");
    private static final String RUNS = "Everything runs";
    private static final String SECOND = "second start";

    /** The first one builds, and records the JVM's cache. */
    private static final Duration FIRST_PATIENCE = Duration.ofMinutes(15);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final double LONGEST_MILLIS = 12_000;

    private @Nullable Path directory;

    @Override
    public String name() {
        return "start-local";
    }

    @Override
    public String title() {
        return "The whole local system is started on data that is there: until everything runs";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.DOOR;
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws IOException, InterruptedException {
        directory = Files.createTempDirectory("budkavle-local-");
        start(directory, FIRST_PATIENCE);
    }

    @Override
    public boolean isQuick() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        Path data = directory;
        if (data == null) {
            throw new IllegalStateException("it was not started a first time");
        }
        return List.of(new Contender(SECOND, false, () -> {
            long took = start(data, PATIENCE);
            Histogram once = Histograms.empty();
            Histograms.add(once, took);
            return new Measurement(1e9 / took, once, Map.of());
        }));
    }

    /** Starts it, and stops it again when everything runs. {@return nanoseconds until then} */
    private static long start(Path directory, Duration patience) throws IOException, InterruptedException {
        Path said = directory.resolve("said.txt");
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        COMMAND.toString(),
                        "up",
                        "--no-demo",
                        "--port",
                        "0",
                        "--data-dir",
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            // Byte for byte: half a character may have been written.
            while (!Files.readString(said, ISO_8859_1).contains(RUNS)) {
                if (!process.isAlive() || System.nanoTime() - began > patience.toNanos()) {
                    throw new IOException("the local system does not start: " + Files.readString(said, ISO_8859_1));
                }
                Thread.sleep(POLL);
            }
            return System.nanoTime() - began;
        } finally {
            process.destroy();
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        return List.of(
                Goal.atMost("everything runs", subjects.get(SECOND).millis(50).median(), LONGEST_MILLIS, " ms"));
    }

    @Override
    public void leave() throws IOException {
        Path data = directory;
        if (data == null) {
            return;
        }
        try (var all = Files.walk(data)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
