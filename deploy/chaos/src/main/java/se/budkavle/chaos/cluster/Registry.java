package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.budkavle.local.LocalOptions;
import se.budkavle.local.SchemaRegistryProcess;

/** The schema registry, which can go away and come back with its schemas. */
public final class Registry implements AutoCloseable {

    private static final String ZIP = "application/zip";
    private static final Duration COPYING = Duration.ofSeconds(30);

    private final SchemaRegistryProcess.Settings settings;
    private @Nullable SchemaRegistryProcess process;

    Registry(Path directory, int port) {
        settings = new SchemaRegistryProcess.Settings(
                LocalOptions.ephemeral(0).registry(),
                directory.resolve("data"),
                directory.resolve("registry.log"),
                port);
    }

    /** Starts it, for the first time or again; returns when it answers. */
    public synchronized void start() {
        process = SchemaRegistryProcess.start(settings);
    }

    /** Its API as a process reaches it over a port. */
    synchronized String url(int port) {
        if (process == null) {
            throw new IllegalStateException("the registry was never started");
        }
        return process.url().replace(":" + settings.port(), ":" + port);
    }

    int port() {
        return settings.port();
    }

    /**
     * Copies all schemas with their ids, as an operator does with the registry's own export and import.
     *
     * @param other an empty one
     */
    public void copyTo(Registry other) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var export = client.send(
                    HttpRequest.newBuilder(admin("export"))
                            .header("Accept", ZIP)
                            .timeout(COPYING)
                            .build(),
                    BodyHandlers.ofByteArray());
            require("export", export.statusCode());
            var imported = client.send(
                    HttpRequest.newBuilder(other.admin("import"))
                            .header("Content-Type", ZIP)
                            .timeout(COPYING)
                            .POST(BodyPublishers.ofByteArray(export.body()))
                            .build(),
                    BodyHandlers.discarding());
            require("import", imported.statusCode());
        }
    }

    private URI admin(String what) {
        return URI.create("http://" + Settings.LOOPBACK + ":" + port() + "/apis/registry/v3/admin/" + what);
    }

    private static void require(String what, int status) throws IOException {
        if (status / 100 != 2) {
            throw new IOException("the registry's %s answers %d".formatted(what, status));
        }
    }

    /** {@code kill -9}. */
    @Override
    public synchronized void close() {
        if (process != null) {
            process.handle().destroyForcibly();
            process.close();
            process = null;
        }
    }
}
