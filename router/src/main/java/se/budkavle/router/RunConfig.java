package se.budkavle.router;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import se.budkavle.router.topology.RouterPart;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * How the Streams applications are run; configuration {@code budkavle.router.streams}.
 *
 * @param instanceId lasting name of this instance, unique in the installation
 * @param stateDirectory where state stores lie; all of it can be rebuilt from Kafka
 * @param threads stream threads
 * @param bulkThreads stream threads of the bulk lane, whose consumers wait to keep its pace
 * @param standbyReplicas warm copies of the state on other instances
 * @param commitInterval how often is committed: most of the latency from post to inbox
 * @param poll how long a thread waits for records before it looks at its timers and commits
 * @param rocksDbBytes memory of all RocksDB stores of the process; the first application of a process decides
 */
@ConfigurationProperties("budkavle.router.streams")
record RunConfig(
        @Bindable(defaultValue = "router-1") String instanceId,
        Path stateDirectory,
        @Bindable(defaultValue = "2") int threads,
        @Bindable(defaultValue = "1") int bulkThreads,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "PT0.02S") Duration commitInterval,
        @Bindable(defaultValue = "PT0.01S") Duration poll,
        @Bindable(defaultValue = "268435456") long rocksDbBytes) {

    /** The consumer groups and the prefixes of internal topics; they never change. */
    private static final String APPLICATION_ID = "budkavle-router";

    private static final String BULK_APPLICATION_ID = "budkavle-router-bulk";

    /** Validates what {@link StreamsSettings} does not. */
    RunConfig {
        if (standbyReplicas < 0) {
            throw new IllegalArgumentException(
                    "budkavle.router.streams.standby-replicas must not be negative: " + standbyReplicas);
        }
        if (rocksDbBytes < 1) {
            throw new IllegalArgumentException(
                    "budkavle.router.streams.rocks-db-bytes must be at least 1, not " + rocksDbBytes);
        }
    }

    StreamsSettings settings(RouterPart part, TopicOptions topics) {
        return new StreamsSettings(
                part == RouterPart.BULK ? BULK_APPLICATION_ID : APPLICATION_ID,
                instanceId,
                stateDirectory,
                null,
                part == RouterPart.BULK ? bulkThreads : threads,
                standbyReplicas,
                topics.replicationFactor(),
                Math.toIntExact(commitInterval.toMillis()),
                Math.toIntExact(poll.toMillis()),
                rocksDbBytes);
    }
}
