package se.budkavle.router.topology;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;

/** A broker of one node with all topics, to write to them and to read what is committed. */
final class TestTopics implements AutoCloseable {

    private final int partitions;
    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final TestBroker broker;
    private final KafkaSettings kafka;
    private final KafkaProducer<String, byte[]> producer;

    TestTopics(Path directory, int partitions) throws Exception {
        this.partitions = partitions;
        broker = new TestBroker(directory);
        kafka = new KafkaSettings(broker.bootstrapServers(), "http://nowhere", Map.of());
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, partitions));
        producer = new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    AvroSerdes serdes() {
        return serdes;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    <V extends SpecificRecord> void write(Topic<V> topic, String key, V value) {
        write(topic, key, serdes.value(topic).serializer().serialize(topic.name(), value));
    }

    void write(Topic<?> topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return committed(topic.name()).stream()
                .map(record -> serdes.value(topic).deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    /** All that is committed on a topic: of each partition in its order. */
    List<ConsumerRecord<String, byte[]>> committed(String topic) {
        Map<String, Object> properties = kafka.clientProperties();
        properties.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(i -> new TopicPartition(topic, i))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
