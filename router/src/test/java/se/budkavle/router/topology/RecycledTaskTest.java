package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * Work that goes from one instance to another and back. The first keeps such a task as a standby, and Kafka Streams keeps its
 * processors with it: what these remember must not be older than the stores then.
 */
class RecycledTaskTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int CONVERSATIONS = 8;

    @TempDir
    private Path directory;

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private TestBroker broker;
    private KafkaSettings kafka;
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        broker = new TestBroker(directory.resolve("broker"));
        kafka = new KafkaSettings(broker.bootstrapServers(), "http://nowhere", Map.of());
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, PARTITIONS));
        producer = new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void theBooksGoOnWhereTheOtherInstanceLeftThem() {
        write(
                Topics.ADDRESSES,
                RECIPIENT,
                address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        try (StreamsApplication first = router("router-1")) {
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(CONVERSATIONS));

            StreamsApplication second = router("router-2");
            await().atMost(PATIENCE).until(() -> activeTasks(second) > 0 && first.isRunning() && second.isRunning());
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(2 * CONVERSATIONS));

            second.streams()
                    .close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(PATIENCE));
            sendInEachConversation();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received()).isEqualTo(3 * CONVERSATIONS));
        }
    }

    private StreamsApplication router(String instance) {
        RouterMetrics metrics = new RouterMetrics(new SimpleMeterRegistry());
        StreamsSettings settings = new StreamsSettings(
                "budkavle-router", instance, directory.resolve(instance), null, 1, 1, 1, 20, 10, 16 << 20);
        return StreamsApplication.start(
                "router",
                RouterTopology.build(
                        RouterPart.ALL,
                        RouterConfig.defaults(),
                        DeadLetterRetention.DEFAULT,
                        serdes,
                        metrics,
                        new Pace(1, System::nanoTime)),
                settings.exactlyOnce(kafka, metrics));
    }

    /** Of the lane that is sent in. */
    private static int activeTasks(StreamsApplication application) {
        KafkaStreams streams = application.streams();
        return (int) streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.MESSAGES_NORMAL.name()))
                .count();
    }

    private void sendInEachConversation() {
        IntStream.range(0, CONVERSATIONS).forEach(i -> {
            Message message = message(RECIPIENT)
                    .setConversationId("conversation-" + i)
                    .setAcceptedAt(now())
                    .setExpiresAt(now().plus(Duration.ofDays(1)))
                    .build();
            write(Topics.MESSAGES_NORMAL, message.getConversationId(), message);
        });
    }

    private <V extends SpecificRecord> void write(Topic<V> topic, String key, V value) {
        byte[] bytes = serdes.value(topic).serializer().serialize(topic.name(), value);
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, bytes)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Recipients, as the books of all partitions count them. */
    private long received() {
        Map<String, Balance> latest = new HashMap<>();
        Map<String, Object> properties = kafka.clientProperties();
        properties.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new TopicPartition(Topics.BALANCES.name(), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> latest.put(
                                record.key(),
                                serdes.value(Topics.BALANCES)
                                        .deserializer()
                                        .deserialize(record.topic(), record.value())));
            }
        }
        return latest.values().stream()
                .mapToLong(balance -> balance.getCounts().getOrDefault(Account.RECEIVED.code(), 0L))
                .sum();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
