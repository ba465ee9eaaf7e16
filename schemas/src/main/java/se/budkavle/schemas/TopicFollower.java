package se.budkavle.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is committed in all partitions of some topics, on a thread of its own and as member of no group, and tells how
 * far it is. If reading fails, it begins again where it was, with a new consumer.
 */
public final class TopicFollower {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Where reading begins. */
    public enum Start {
        BEGINNING,
        END
    }

    /** Takes the records, one after the other, on the follower's thread. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Takes one.
         *
         * @throws KafkaException if it shall be read again after a pause
         */
        void handle(ConsumerRecord<String, byte[]> record);
    }

    private final KafkaSettings kafka;
    private final String name;
    private final List<String> topics;
    private final Start start;
    private final Handler handler;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Object moved = new Object();
    private volatile boolean loaded;
    private volatile boolean closed;
    private @Nullable Map<TopicPartition, Long> wanted;
    private volatile @Nullable Consumer<String, byte[]> current;
    private @Nullable Thread thread;

    /**
     * Prepares; nothing is read yet.
     *
     * @param name names the thread, and the client
     */
    public TopicFollower(KafkaSettings kafka, String name, List<String> topics, Start start, Handler handler) {
        this.kafka = kafka;
        this.name = name;
        this.topics = topics;
        this.start = start;
        this.handler = handler;
    }

    /** Begins to read. */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("follow-" + name).start(this::run);
        }
    }

    /** {@return whether all is read that was there at the start} */
    public boolean isLoaded() {
        return loaded;
    }

    /** {@return the partitions that are read; none before the first contact} */
    public Set<TopicPartition> partitions() {
        return Set.copyOf(positions.keySet());
    }

    /** {@return whether these offsets were reached in time} */
    public boolean awaitOffsets(Map<TopicPartition, Long> offsets, Duration timeout) {
        return await(() -> reached(offsets), timeout);
    }

    /** Waits until something holds that what is read can bring about. Returns whether it does. */
    public boolean await(BooleanSupplier condition, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (moved) {
            while (!condition.getAsBoolean()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0 || closed) {
                    return false;
                }
                try {
                    moved.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
        }
        return true;
    }

    private boolean reached(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .allMatch(each -> positions.getOrDefault(each.getKey(), 0L) >= each.getValue());
    }

    private void run() {
        while (!closed) {
            try (var consumer = consumer()) {
                current = consumer;
                assign(consumer);
                while (!closed) {
                    read(consumer);
                }
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                // A bug too must not end the thread: who waits for it would wait for ever.
                LOG.atWarn()
                        .addKeyValue("topics", topics)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("reading failed, it begins again where it was");
                pause();
            }
        }
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> properties = kafka.clientProperties();
        properties.put("client.id", "budkavle-" + name);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", false);
        // A broker that comes back shall be found at once.
        properties.put("reconnect.backoff.max.ms", 500);
        properties.put("default.api.timeout.ms", 10_000);
        properties.put("request.timeout.ms", 5_000);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void assign(Consumer<String, byte[]> consumer) {
        var partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        if (wanted == null) {
            var ends = consumer.endOffsets(partitions);
            positions.putAll(start == Start.END ? ends : consumer.beginningOffsets(partitions));
            wanted = ends;
        }
        positions.forEach(consumer::seek);
        tell();
    }

    private void read(Consumer<String, byte[]> consumer) {
        var records = consumer.poll(POLL);
        for (var record : records) {
            handler.handle(record);
            positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        // Beyond the last record lie the marks of transactions.
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        tell();
    }

    private void tell() {
        if (!loaded && wanted != null && reached(wanted)) {
            loaded = true;
        }
        synchronized (moved) {
            moved.notifyAll();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends reading. */
    public void close() {
        closed = true;
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }
}
