package se.budkavle.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The schema registry, Apicurio, as a child process on the loopback address. Its schemas and their ids stay in the data
 * directory. It ends when this process ends, however that happens.
 */
public final class SchemaRegistryProcess implements AutoCloseable {

    /** Where the registry speaks Confluent's protocol. */
    private static final String API = "/apis/ccompat/v7";

    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PATIENCE_WITH_ORPHAN = Duration.ofSeconds(2);

    private final Process process;
    private final Settings settings;

    private SchemaRegistryProcess(Process process, Settings settings) {
        this.process = process;
        this.settings = settings;
    }

    /**
     * What a registry is started with.
     *
     * @param distribution the program
     * @param directory where its database is; created where it does not exist
     * @param log where its log goes; that of the last run is kept beside it as {@code registry.log.1}
     * @param port on the loopback address
     * @param startTimeout for the first good answer
     * @param stopTimeout for an end in good order; then it is killed, which its database survives
     */
    public record Settings(
            RegistryDistribution distribution,
            Path directory,
            Path log,
            int port,
            Duration startTimeout,
            Duration stopTimeout) {

        /** With a minute to start and two seconds to stop. */
        public Settings(RegistryDistribution distribution, Path directory, Path log, int port) {
            this(distribution, directory, log, port, Duration.ofMinutes(1), Duration.ofSeconds(2));
        }

        public Settings {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port must lie between 1 and 65535, not " + port);
            }
        }
    }

    /**
     * Ends what an earlier run left behind, starts the registry and returns when it answers.
     *
     * @throws StartFailure where it does not
     */
    public static SchemaRegistryProcess start(Settings settings) {
        List<String> cache = List.of("-XX:AOTCache=" + settings.distribution().aotCache());
        return start(settings, cache);
    }

    static SchemaRegistryProcess start(Settings settings, List<String> jvmOptions) {
        Process process;
        Path directory;
        try {
            directory = Files.createDirectories(settings.directory()).toRealPath();
            RegistryOrphan.end(directory, PATIENCE_WITH_ORPHAN);
            // Or the answer of whatever listens there would be taken for the registry's.
            LocalPorts.requireFree(settings.port(), "the schema registry");
            process = RegistryCommand.of(settings.distribution(), directory, settings.port(), jvmOptions)
                    .redirectOutput(rotate(settings.log()).toFile())
                    .start();
        } catch (IOException e) {
            throw new StartFailure("The schema registry could not be started: %s.".formatted(e.getMessage()), e);
        }
        var registry = new SchemaRegistryProcess(process, settings);
        try {
            RegistryOrphan.record(directory, process.toHandle());
            registry.awaitReady();
            return registry;
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    /** The base of its Confluent-compatible API, for {@code schema.registry.url}. */
    public String url() {
        return "http://127.0.0.1:" + settings.port() + API;
    }

    /** The process, for those who want to know its id or watch it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Completes with the exit code when the process has ended, asked or not. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Stops it: in good order if that is possible within the stop time-out, otherwise by force. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // Then it has ended.
        }
        if (!endsWithin(settings.stopTimeout())) {
            process.destroyForcibly();
            endsWithin(settings.stopTimeout());
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (!answers(client)) {
                if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new StartFailure(
                            "The schema registry ended while it was starting (exit code %d); its log %s says why."
                                    .formatted(process.exitValue(), settings.log()));
                }
                if (System.nanoTime() > deadline) {
                    throw new StartFailure("The schema registry did not answer on port %d within %d s; its log is %s."
                            .formatted(settings.port(), settings.startTimeout().toSeconds(), settings.log()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted.", e);
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(ANSWER_TIMEOUT)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path rotate(Path log) throws IOException {
        if (log.getParent() != null) {
            Files.createDirectories(log.getParent());
        }
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }
}
