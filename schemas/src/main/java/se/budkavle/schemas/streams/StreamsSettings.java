package se.budkavle.schemas.streams;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;

/**
 * How a Kafka Streams application of ours is run. What differs between applications or installations is here; what our
 * promises depend on is fixed in {@link #exactlyOnce} and {@link #atLeastOnce}.
 *
 * @param applicationId the consumer group and the prefix of internal topics; never changes
 * @param instanceId this instance's lasting name: a restarted instance gets its tasks back without a rebalance
 * @param stateDirectory where state stores lie
 * @param applicationServer where other instances reach this one, {@code host:port}; null: there are no others
 * @param threads stream threads
 * @param standbyReplicas warm copies of state on other instances
 * @param replicationFactor copies of internal topics
 * @param commitIntervalMillis how often is committed: with exactly-once it is most of the latency, and a thread that is behind commits
 *     less often, after five times as long at the latest
 * @param pollMillis how long a thread waits for more records before it commits
 * @param rocksDbBytes memory of all RocksDB stores of the process
 */
public record StreamsSettings(
        String applicationId,
        String instanceId,
        Path stateDirectory,
        @Nullable String applicationServer,
        int threads,
        int standbyReplicas,
        int replicationFactor,
        int commitIntervalMillis,
        int pollMillis,
        long rocksDbBytes) {

    /** A killed instance is noticed after this; the broker's lowest. */
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 2_000;

    /** How long a thread waits for records while it rests ({@link PromptClients}): so long a restored task may wait for it. */
    private static final int REST_MILLIS = 100;

    /** A killed instance's open transaction blocks read_committed readers for this long at most. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 5_000;

    /**
     * A transaction that begins while the markers of the one before are still written is asked to come again
     * (CONCURRENT_TRANSACTIONS); with Kafka's 100 ms a thread that commits often would mostly wait for that. It doubles.
     */
    private static final int RETRY_BACKOFF_MILLIS = 5;

    /** Then a commit costs a thread that is behind little of its time; longer brings little more. */
    private static final int TIMES_WHEN_BEHIND = 5;

    /**
     * Kafka Streams' own interval does not begin anew at a commit that was asked for: one that is no longer than the others would commit
     * a second time right after many of them.
     */
    private static final int UNASKED_COMMIT_MILLIS = 1_000;

    /**
     * Of one partition that goes together. With Kafka's 16 KB a thread that is behind sends several for each partition between two commits,
     * and each costs a broker about as much as a large one. So much memory is taken for each partition that is being written to; an
     * installation may choose another size.
     */
    private static final int BATCH_BYTES = 64 << 10;

    /** Copies of state are fetched when so much has come, or after so long: at once, they would cost as much as what they copy. */
    private static final int COPIED_BYTES = 64 << 10;

    private static final int COPIED_AFTER_MILLIS = 250;

    /** Validates. */
    public StreamsSettings {
        if (applicationId.isBlank() || instanceId.isBlank()) {
            throw new IllegalArgumentException("application id and instance id must not be empty");
        }
        requirePositive("threads", threads);
        requirePositive("replication-factor", replicationFactor);
        requirePositive("commit-interval-millis", commitIntervalMillis);
        requirePositive("poll-millis", pollMillis);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be at least 1, not " + value);
        }
    }

    /** Reading, state and writing are one transaction. */
    public Properties exactlyOnce(KafkaSettings kafka, PoisonListener listener) {
        Properties properties = common(kafka, listener);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(PromptClients.COMMIT, commitIntervalMillis);
        properties.put(PromptClients.LONGEST_COMMIT, TIMES_WHEN_BEHIND * commitIntervalMillis);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Math.max(commitIntervalMillis, UNASKED_COMMIT_MILLIS));
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MILLIS);
        kafka.overrideUnsafely(properties::put);
        return properties;
    }

    /** After a crash, what was not committed is done again. */
    public Properties atLeastOnce(KafkaSettings kafka, PoisonListener listener) {
        Properties properties = common(kafka, listener);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // Its input is written in transactions: what is aborted must never be seen.
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
        kafka.overrideUnsafely(properties::put);
        return properties;
    }

    @SuppressWarnings("deprecation") // without the handler of global stores, poison in a registry stops the application
    private Properties common(KafkaSettings kafka, PoisonListener listener) {
        Properties properties = new Properties();
        properties.putAll(kafka.clientProperties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        if (applicationServer != null) {
            properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, applicationServer);
        }
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMillis);
        properties.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        properties.put(StreamsConfig.POLL_MS_CONFIG, REST_MILLIS);
        properties.put(PromptClients.POLL, pollMillis);
        // No store is cached: under load, a range read of a cached store was seen to give deleted rows, with null
        // values.
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);

        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        properties.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), COPIED_BYTES);
        properties.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), COPIED_AFTER_MILLIS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.MAX_DERIVED_BYTES);

        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(PoisonHandler.LISTENER, listener);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(BoundedRocksDb.MEMORY, rocksDbBytes);
        return properties;
    }
}
