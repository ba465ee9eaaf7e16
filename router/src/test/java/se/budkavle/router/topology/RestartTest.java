package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.subscription;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
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
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Visibility;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/** What only a broker can show: transactions, restored state, poison that lies there at the start. */
class RestartTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] POISON = "no Avro at all".getBytes(StandardCharsets.UTF_8);

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
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, 1));
        producer = new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void poisonThatLiesThereAtTheStartIsSurvivedAndStateSurvivesARestart() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        write(
                Topics.ADDRESSES,
                RECIPIENT,
                address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        writeBytes(Topics.ADDRESSES, RECIPIENT, POISON);
        writeBytes(Topics.SUBSCRIPTIONS, "s0", POISON);
        write(
                Topics.SUBSCRIPTIONS,
                "s1",
                subscription("s1", RECIPIENT_ORGANISATION, "se.budkavle.message.available", "se.trafikverket.changed")
                        .build());
        writeBytes(Topics.MESSAGES_NORMAL, "conversation-1", POISON);
        Message first = current(message(RECIPIENT)).build();
        write(Topics.MESSAGES_NORMAL, "conversation-1", first);
        List<Message> scheduled = new ArrayList<>();
        running(meters, streams -> {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(read(Topics.DELIVERIES))
                        .extracting(Delivery::getMessageId)
                        .containsExactly(first.getMessageId());
                assertThat(read(Topics.NOTIFICATIONS)).hasSize(1);
                assertThat(committed(Topics.MESSAGES_NORMAL.deadLetters()))
                        .extracting(ConsumerRecord::value)
                        .containsExactly(POISON);
            });
            scheduled.add(current(message(RECIPIENT))
                    .setNotBefore(now().plusSeconds(8))
                    .build());
            write(Topics.MESSAGES_NORMAL, "conversation-1", scheduled.getFirst());
            write(Topics.EVENTS, "E4", event("event-1", now().plusSeconds(8)));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            meters.find("budkavle.router.events.scheduled").counters())
                    .hasSize(1));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(read(Topics.MESSAGE_EVENTS))
                    .extracting(MessageEvent::getType)
                    .contains(MessageEventType.SCHEDULED));
        });
        assertThat(meters.get("budkavle.router.poison")
                        .tag("topic", "addresses")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("budkavle.router.poison")
                        .tag("topic", "subscriptions")
                        .counter()
                        .count())
                .isEqualTo(1);

        write(Topics.MESSAGES_NORMAL, "conversation-1", first);
        Message last = current(message(RECIPIENT)).build();
        write(Topics.MESSAGES_NORMAL, "conversation-1", last);

        running(new SimpleMeterRegistry(), streams -> await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(read(Topics.DELIVERIES))
                    .extracting(Delivery::getMessageId)
                    .containsExactlyInAnyOrder(
                            first.getMessageId(),
                            last.getMessageId(),
                            scheduled.getFirst().getMessageId());
            assertThat(read(Topics.NOTIFICATIONS))
                    .hasSize(4)
                    .extracting(Notification::getEventId)
                    .containsOnlyOnce("event-1");
            assertThat(read(Topics.MESSAGE_EVENTS))
                    .extracting(MessageEvent::getType)
                    .containsOnlyOnce(MessageEventType.DUPLICATE);
            assertThat(committed(Topics.MESSAGES_NORMAL.deadLetters())).hasSize(1);
        }));
    }

    /** Starts the router, does something, and stops it. */
    private void running(SimpleMeterRegistry meters, Consumer<StreamsApplication> during) {
        RouterMetrics metrics = new RouterMetrics(meters);
        StreamsSettings settings = new StreamsSettings(
                "budkavle-router", "router-1", directory.resolve("state"), null, 1, 0, 1, 20, 10, 16 << 20);
        try (StreamsApplication streams = StreamsApplication.start(
                "router",
                RouterTopology.build(
                        RouterPart.ALL,
                        RouterConfig.defaults(),
                        DeadLetterRetention.DEFAULT,
                        serdes,
                        metrics,
                        new Pace(1, System::nanoTime)),
                settings.exactlyOnce(kafka, metrics))) {
            during.accept(streams);
        }
    }

    private <V extends SpecificRecord> void write(Topic<V> topic, String key, V value) {
        writeBytes(topic, key, serdes.value(topic).serializer().serialize(topic.name(), value));
    }

    private void writeBytes(Topic<?> topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private <V extends SpecificRecord> List<V> read(Topic<V> topic) {
        return committed(topic.name()).stream()
                .map(record -> serdes.value(topic).deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    /** All that is committed on a topic of one partition. */
    private List<ConsumerRecord<String, byte[]>> committed(String topic) {
        Map<String, Object> properties = kafka.clientProperties();
        properties.put("isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
            return found;
        }
    }

    private static Event event(String id, Instant notBefore) {
        return Event.newBuilder()
                .setId(id)
                .setSource("urn:trafikverket")
                .setType("se.trafikverket.changed")
                .setSubject("E4")
                .setOwner("0203:trafikverket.se")
                .setVisibility(Visibility.PUBLIC)
                .setNotBefore(notBefore)
                .setAcceptedAt(now())
                .build();
    }

    private static Message.Builder current(Message.Builder message) {
        return message.setAcceptedAt(now()).setExpiresAt(now().plus(Duration.ofDays(1)));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
