package se.budkavle.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import se.budkavle.schemas.KafkaSettings;

/** Reads what is committed of one partition after the other, as it lies there. */
final class CommittedReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** So long nothing may come before the end of a partition is reached. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;

    CommittedReader(KafkaSettings kafka) {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads a part of a partition.
     *
     * @param from the first offset
     * @param end the one after the last
     */
    void read(TopicPartition partition, long from, long end, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        partition
                                + " cannot be read to its end: a transaction is open, or brokers are away. Run it again.");
            }
            // What comes meanwhile, if anything does, is not of the other site.
            records.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .forEach(each);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
