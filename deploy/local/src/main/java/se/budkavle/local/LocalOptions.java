package se.budkavle.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the local system is started.
 *
 * @param dataDirectory what is kept between runs; null: a temporary one, removed at the end
 * @param port first of the five ports in a row ({@link LocalPorts}); 0 takes any free ones
 * @param minimumFreeBytes what must be free on the disk of the data directory
 * @param registry the schema registry's program
 * @param bootstrapServers a Kafka of one's own in place of the embedded one, reachable without security; null: embedded
 */
public record LocalOptions(
        @Nullable Path dataDirectory,
        int port,
        long minimumFreeBytes,
        RegistryDistribution registry,
        @Nullable String bootstrapServers) {

    /** The port of the API unless another one is asked for. */
    public static final int DEFAULT_PORT = 8080;

    /** Keeps its data there. */
    public static LocalOptions keeping(Path dataDirectory, int port) {
        return new LocalOptions(dataDirectory, port, DataDirectory.DEFAULT_MINIMUM_FREE, RegistryLocation.find(), null);
    }

    /** Leaves nothing behind. */
    public static LocalOptions ephemeral(int port) {
        return new LocalOptions(null, port, DataDirectory.DEFAULT_MINIMUM_FREE, RegistryLocation.find(), null);
    }

    /** The same on another Kafka, which is not started or stopped. */
    public LocalOptions on(String otherBootstrapServers) {
        return new LocalOptions(dataDirectory, port, minimumFreeBytes, registry, otherBootstrapServers);
    }

    DataDirectory open() {
        return dataDirectory == null
                ? DataDirectory.ephemeral(minimumFreeBytes)
                : DataDirectory.open(dataDirectory, minimumFreeBytes);
    }
}
