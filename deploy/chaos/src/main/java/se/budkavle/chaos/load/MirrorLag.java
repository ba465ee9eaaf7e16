package se.budkavle.chaos.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import se.budkavle.chaos.account.Latencies;
import se.budkavle.schemas.Topics;

/** How much later than at the one site a message is at the other: read there as it comes, by the time at which it was accepted. */
public final class MirrorLag implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;

    /** In milliseconds; guarded by itself. */
    private final List<Long> late = new ArrayList<>();

    private MirrorLag(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.thread = Thread.ofPlatform().daemon().name("mirror-lag").unstarted(this::read);
    }

    /**
     * Begins to read.
     *
     * @param to brokers of the site to which is copied, which have the topics already
     */
    public static MirrorLag begin(String to, int partitions) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        to,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(List.of(Topics.MESSAGES_EXPRESS, Topics.MESSAGES_NORMAL, Topics.MESSAGES_BULK).stream()
                .flatMap(topic -> LongStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(topic.name(), (int) partition)))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
        var lag = new MirrorLag(consumer);
        lag.thread.start();
        return lag;
    }

    private void read() {
        try (consumer) {
            while (true) {
                var records = consumer.poll(POLL);
                long now = System.currentTimeMillis();
                synchronized (late) {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        late.add(now - record.timestamp());
                    }
                }
            }
        } catch (WakeupException enough) {
            // That is how it ends.
        }
    }

    /** How many messages have come over. */
    public int count() {
        synchronized (late) {
            return late.size();
        }
    }

    /** How late they were, but for the first ones. */
    public Latencies after(int first) {
        synchronized (late) {
            return Latencies.of(late.stream()
                    .skip(first)
                    .mapToLong(millis -> millis * NANOS_PER_MILLI)
                    .toArray());
        }
    }

    /** Ends the reading. */
    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
