package se.budkavle.schemas.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether an application was closed when it ran last here, or killed. Under exactly-once the stores of one that was killed may
 * hold what was never committed, and are of no use; Kafka Streams (4.3.1) finds that out of each alone, opens it twice for
 * that, and has all tasks assigned once more. Known before, they are thrown away at once.
 *
 * <p>Where it was closed, Kafka Streams looks as ever: what was not closed in time is of no use either.
 */
final class LastRun {

    private static final Logger log = LoggerFactory.getLogger(LastRun.class);

    /** A task's directory: subtopology and partition. */
    private static final Pattern TASK = Pattern.compile("[0-9]+_[0-9]+");

    private final Path directory;
    private final Path closed;
    /** Whether it loses its state when it was killed. */
    private final boolean losesState;

    private LastRun(Path directory, boolean losesState) {
        this.directory = directory;
        this.closed = directory.resolveSibling(directory.getFileName() + ".closed");
        this.losesState = losesState;
    }

    /** Of the application with those properties. */
    static LastRun of(Properties properties) {
        Path state = Path.of(properties.getProperty(StreamsConfig.STATE_DIR_CONFIG));
        String standbys = String.valueOf(properties.getOrDefault(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 0));
        // Copies that stand by are committed state only, and whole after whatever end.
        boolean losesState =
                StreamsConfig.EXACTLY_ONCE_V2.equals(properties.getProperty(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                        && Integer.parseInt(standbys) == 0;
        return new LastRun(state.resolve(properties.getProperty(StreamsConfig.APPLICATION_ID_CONFIG)), losesState);
    }

    /** Before a start, when nobody else can use the directory any more: throws away what is of no use. */
    void forget() {
        try {
            if (!Files.deleteIfExists(closed) && losesState && Files.isDirectory(directory)) {
                for (Path task : tasks()) {
                    Utils.delete(task.toFile());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            log.atWarn()
                    .addKeyValue("directory", directory)
                    .addKeyValue("error", e.getClass().getName())
                    .log("State of an application that was killed could not be thrown away; it is looked at instead");
        }
    }

    private List<Path> tasks() throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(
                            each -> TASK.matcher(each.getFileName().toString()).matches())
                    .toList();
        }
    }

    /** Writes down that it was closed. */
    void end() {
        try {
            Files.createDirectories(closed.getParent());
            Files.write(closed, new byte[0]);
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue("file", closed)
                    .addKeyValue("error", e.getClass().getName())
                    .log("It is not written down that an application was closed; all its state will be restored");
        }
    }
}
