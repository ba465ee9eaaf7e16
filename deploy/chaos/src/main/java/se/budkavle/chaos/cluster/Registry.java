package se.budkavle.chaos.cluster;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import se.budkavle.local.LocalOptions;
import se.budkavle.local.SchemaRegistryProcess;

/** The schema registry, which can go away and come back with its schemas. */
public final class Registry implements AutoCloseable {

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
