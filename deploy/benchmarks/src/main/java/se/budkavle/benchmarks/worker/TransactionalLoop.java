package se.budkavle.benchmarks.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One thread that reads records and writes others in transactions, exactly once: what is left of a router that decides
 * nothing and remembers nothing.
 *
 * @param bootstrapServers the broker
 * @param input where it reads; filled before
 * @param output where it writes
 * @param records how many it reads; filled by this task, not measured
 * @param inputBytes of each that is read
 * @param outputBytes of each that is written for one that is read
 * @param commitMillis how often a transaction ends
 */
public record TransactionalLoop(
        String bootstrapServers,
        String input,
        String output,
        int records,
        int inputBytes,
        List<Integer> outputBytes,
        int commitMillis)
        implements Task {

    private static final Duration POLL = Duration.ofMillis(100);
    /** Without a record. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public Outcome run(Site site) {
        fill();
        try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(bootstrapServers);
                KafkaProducer<byte[], byte[]> producer = Clients.producer(
                        bootstrapServers,
                        Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                "benchmark-" + UUID.randomUUID(),
                                // As Kafka Streams has it.
                                ProducerConfig.LINGER_MS_CONFIG,
                                100))) {
            producer.initTransactions();
            consumer.subscribe(List.of(input));
            var first = consumer.poll(Duration.ofSeconds(10));
            return loop(consumer, producer, first);
        }
    }

    private Outcome loop(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            Iterable<ConsumerRecord<byte[], byte[]>> first) {
        byte[][] outputs = new byte[outputBytes.size()][];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = new byte[outputBytes.get(i)];
            ThreadLocalRandom.current().nextBytes(outputs[i]);
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long interval = TimeUnit.MILLISECONDS.toNanos(commitMillis);
        long began = System.nanoTime();
        long committed = began;
        long heard = began;
        int done = 0;
        producer.beginTransaction();
        var batch = first;
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                for (byte[] value : outputs) {
                    var _ = producer.send(new ProducerRecord<>(output, record.key(), value));
                }
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
                done++;
                heard = System.nanoTime();
            }
            if (System.nanoTime() - committed >= interval || done >= records) {
                producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
                producer.commitTransaction();
                committed = System.nanoTime();
                if (done >= records) {
                    return new Outcome(done, (committed - began) / 1e9, null, Map.of());
                }
                producer.beginTransaction();
            }
            batch = consumer.poll(POLL);
            if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new IllegalStateException("%d of %d records came, and no more".formatted(done, records));
            }
        }
    }

    private void fill() {
        byte[] value = new byte[inputBytes];
        ThreadLocalRandom.current().nextBytes(value);
        var failure = new AtomicReference<@Nullable Exception>();
        try (KafkaProducer<byte[], byte[]> producer = Clients.batchProducer(bootstrapServers)) {
            for (int i = 0; i < records; i++) {
                byte[] key = Integer.toString(i % 1000).getBytes(StandardCharsets.UTF_8);
                var _ = producer.send(new ProducerRecord<>(input, key, value), (_, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the input could not be written", failure.get());
        }
    }
}
