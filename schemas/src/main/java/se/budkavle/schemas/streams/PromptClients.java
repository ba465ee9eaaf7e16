package se.budkavle.schemas.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Kafka clients of a Kafka Streams application whose threads rest while nothing happens and are prompt while something does.
 *
 * <p>A stream thread commits, and looks at its timers, only between two polls of its consumer. With one time-out for all polls
 * ({@code poll.ms}) a short one costs a fifth of a core at rest, for looking at every task a hundred times a second, and a long
 * one delays commits. These consumers are in {@link Haste} only while there is a reason, and ask for commits ({@link ThreadCommits})
 * where {@value #COMMIT} says so.
 */
public class PromptClients implements KafkaClientSupplier {

    /** A Streams property: for how many milliseconds is waited for records while something may be to be committed. */
    static final String POLL = "budkavle.prompt.poll.ms";

    /**
     * A Streams property of an application that is exactly-once: after how many milliseconds is committed what
     * {@link PromptProcessor}s have done, where the thread keeps up. Without it {@code commit.interval.ms} is the only interval.
     */
    static final String COMMIT = "budkavle.prompt.commit.ms";

    /** A Streams property, beside {@link #COMMIT}: after how many milliseconds where it is far behind. */
    static final String LONGEST_COMMIT = "budkavle.prompt.longest.commit.ms";

    private final Duration poll;
    private final Duration commitInterval;
    private final Duration longestCommitInterval;
    private final boolean asksForCommits;

    /** @param properties of the application */
    public PromptClients(Properties properties) {
        poll = millis(properties, POLL);
        asksForCommits = properties.containsKey(COMMIT);
        commitInterval = millis(properties, asksForCommits ? COMMIT : StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        longestCommitInterval = asksForCommits ? millis(properties, LONGEST_COMMIT) : commitInterval;
    }

    private static Duration millis(Properties properties, String key) {
        return Duration.ofMillis(((Number) Objects.requireNonNull(properties.get(key), key)).longValue());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new PromptConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getRestoreConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new PromptProducer(config);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /** Of one stream thread. */
    protected class PromptConsumer extends KafkaConsumer<byte[], byte[]> {

        private final Haste haste = new Haste(poll, commitInterval);
        private final @Nullable ThreadCommits commits =
                asksForCommits ? new ThreadCommits(new CommitPace(commitInterval, longestCommitInterval)) : null;

        /** @param config as Kafka Streams gives it */
        protected PromptConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            Duration longest = commits == null ? timeout : commits.untilNext(timeout);
            Duration wait = haste.next(Instant.now(), longest);
            long began = System.nanoTime();
            ConsumerRecords<byte[], byte[]> records = fetch(wait);
            haste.polled(!records.isEmpty(), Duration.ofNanos(System.nanoTime() - began));
            if (commits != null) {
                commits.polled(!records.isEmpty(), wait);
            }
            return records;
        }

        /** Waits so long for records at most. */
        protected ConsumerRecords<byte[], byte[]> fetch(Duration timeout) {
            return super.poll(timeout);
        }
    }

    /** Of one stream thread. */
    private static final class PromptProducer extends KafkaProducer<byte[], byte[]> {

        PromptProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            ThreadCommits.committed();
        }
    }
}
