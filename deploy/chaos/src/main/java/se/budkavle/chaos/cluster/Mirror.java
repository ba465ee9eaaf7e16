package se.budkavle.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Apache Kafka's MirrorMaker 2 in a process of its own, configured as operators configure it. */
public final class Mirror implements AutoCloseable {

    /** What it calls the site from which it copies. */
    public static final String SOURCE = "A";

    /** Where the run script says that MirrorMaker's jars are. */
    private static final String JARS = "budkavle.chaos.mirror";

    private static final String CONFIGURATION = "/mirror-maker.properties";
    private static final String MAIN = "org.apache.kafka.connect.mirror.MirrorMaker";
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;

    private Mirror(Process process) {
        this.process = process;
    }

    /**
     * Starts it; does not wait.
     *
     * @param directory where its log and its configuration go
     * @param from the brokers of the one site
     * @param to the brokers of the other, where everything is kept once
     */
    public static Mirror start(Path directory, String from, String to, Launch launch) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("mirror-maker.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            configuration(from, to).store(writer, null);
        }
        List<String> options = Stream.concat(
                        launch.jvmOptions().stream(), Stream.of("-Xmx" + launch.brokerHeap() + "m"))
                .toList();
        var command = new JavaCommand(MAIN, List.of(file.toString()), options, classPath());
        return new Mirror(command.in(directory)
                .redirectOutput(directory.resolve("mirror.log").toFile())
                .start());
    }

    /** What is documented, with the addresses of the suite, and one copy for its one broker. */
    static Properties configuration(String from, String to) throws IOException {
        Properties documented = new Properties();
        try (InputStream file = Objects.requireNonNull(Mirror.class.getResourceAsStream(CONFIGURATION))) {
            documented.load(file);
        }
        for (String key : documented.stringPropertyNames()) {
            if (key.endsWith("replication.factor")) {
                documented.setProperty(key, "1");
            }
        }
        documented.putAll(Map.of(
                SOURCE + ".bootstrap.servers",
                from,
                "B.bootstrap.servers",
                to,
                "listeners",
                "http://" + Settings.LOOPBACK + ":0"));
        return documented;
    }

    private static String classPath() throws IOException {
        String directory = System.getProperty(JARS);
        if (directory == null) {
            throw new IllegalStateException("run with deploy/chaos/run, which says where MirrorMaker is");
        }
        try (Stream<Path> jars = Files.list(Path.of(directory))) {
            return Stream.concat(
                            Stream.of(JavaCommand.ownClassPath()),
                            jars.map(Path::toString).sorted())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** Whether its process lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops it in good order: what it has fetched is at its target then. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
