package se.budkavle.notifier;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;

/**
 * What the applications of one notifier share.
 *
 * @param stateDirectory where the applications keep what they can rebuild
 * @param instanceId stable name of this instance: its static group membership; unique in the installation
 * @param advertisedHost host under which the other instances reach this one's HTTP port
 * @param maxWaiting how many requests may wait for news at the same time
 * @param rocksDbBytes memory for caches and write buffers of all state stores of the process; the first store decides
 */
@ConfigurationProperties("budkavle.notifier")
public record NotifierSettings(
        Path stateDirectory,
        String instanceId,
        @Bindable(defaultValue = "localhost") String advertisedHost,
        @Bindable(defaultValue = "1000") int maxWaiting,
        @Bindable(defaultValue = "134217728") long rocksDbBytes) {

    private static final long MIN_ROCKS_DB_BYTES = 8L * 1024 * 1024;

    /** Validates. */
    public NotifierSettings {
        if (instanceId.isBlank()) {
            throw new IllegalArgumentException("budkavle.notifier.instance-id must not be empty");
        }
        if (advertisedHost.isBlank()) {
            throw new IllegalArgumentException("budkavle.notifier.advertised-host must not be empty");
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("budkavle.notifier.max-waiting must be at least 1, not " + maxWaiting);
        }
        if (rocksDbBytes < MIN_ROCKS_DB_BYTES) {
            throw new IllegalArgumentException("budkavle.notifier.rocks-db-bytes must be at least " + MIN_ROCKS_DB_BYTES
                    + ", not " + rocksDbBytes);
        }
    }
}
