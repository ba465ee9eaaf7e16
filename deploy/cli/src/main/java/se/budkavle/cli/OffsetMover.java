package se.budkavle.cli;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;

/** Does what an {@link OffsetMove} says. One at a time for a site: a second one ends the first one's transactions. */
final class OffsetMover implements AutoCloseable {

    private static final int IN_ONE_TRANSACTION = 100_000;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int LINGER_MILLIS = 20;

    /** A transaction that follows another one at once is asked to come again; with Kafka's 100 ms most of the time is that. */
    private static final int RETRY_BACKOFF_MILLIS = 10;

    private final SiteAdmin admin;
    private final CommittedReader reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, ConsumerGroupMetadata> groups;

    OffsetMover(KafkaSettings kafka, Collection<String> applications, SiteAdmin admin, CommittedReader reader) {
        this.admin = admin;
        this.reader = reader;
        groups = applications.stream().distinct().collect(Collectors.toMap(each -> each, each -> group(kafka, each)));
        producer = producer(kafka);
        producer.initTransactions();
    }

    /** Does it, and returns how many records were written again. */
    long move(OffsetMove move) throws ExecutionException, InterruptedException {
        skip(move);
        return move.applications().isEmpty() ? 0 : repeat(move);
    }

    /** What is aborted has offsets, and nobody ever reads it. */
    private void skip(OffsetMove move) {
        for (long left = move.gap(); left > 0; left -= IN_ONE_TRANSACTION) {
            producer.beginTransaction();
            for (long i = 0; i < Math.min(left, IN_ONE_TRANSACTION); i++) {
                var _ = producer.send(new ProducerRecord<>(
                        move.partition().topic(), move.partition().partition(), new byte[0], new byte[0]));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Writes behind the gap what not everybody has read, and sends everybody there, both or neither. */
    private long repeat(OffsetMove move) throws ExecutionException, InterruptedException {
        TopicPartition partition = move.partition();
        long end = admin.ends(List.of(partition)).getOrDefault(partition, move.target());
        long[] again = {0};
        producer.beginTransaction();
        reader.read(partition, move.from(), end, record -> {
            var _ = producer.send(new ProducerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers()));
            again[0]++;
        });
        for (String application : move.applications()) {
            producer.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(end)), Objects.requireNonNull(groups.get(application)));
        }
        producer.commitTransaction();
        return again[0];
    }

    /** What a producer must know of a group, of which only a consumer tells, also one that never reads. */
    private static ConsumerGroupMetadata group(KafkaSettings kafka, String application) {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ConsumerConfig.GROUP_ID_CONFIG, application);
        try (var member = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return member.groupMetadata();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(KafkaSettings kafka) {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "budkavle-takeover");
        client.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        client.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        client.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        client.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
        client.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DERIVED_BYTES);
        return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        producer.close();
    }
}
