package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** The topology of the views in virtual time, and what its tests tell it. */
final class ViewsRig implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final Instant EXPIRY = NOW.plus(Duration.ofDays(14));
    static final String INERA = "0203:inera.se";
    static final String ISSUER = "https://test";

    /** Attempts of a subscription that are kept. */
    static final int KEPT = 20;

    /** Stands in what must be kept nowhere but with attempts. */
    static final String SECRET = "canary-of-content";

    /** Rounds of few rows, so that a sweep takes many. */
    static final SweepSettings SWEEP = new SweepSettings(Duration.ofSeconds(1), 3, Duration.ofHours(1));

    private static final ViewsSettings SETTINGS = new ViewsSettings(
            true, "budkavle-views", 2, 1, 0, Duration.ofMillis(100), Duration.ofMillis(20), KEPT, 100, 1000);

    final AvroSerdes serdes = AvroSerdes.inMemory();

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, MessageEvent> events;

    ViewsRig(Path state) {
        Properties properties = new StreamsSettings(
                        "budkavle-views", "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(topology(serdes), properties, NOW);
        events = input(Topics.MESSAGE_EVENTS);
    }

    static Topology topology(AvroSerdes serdes) {
        return ViewsTopology.build(serdes, SETTINGS, ISSUER, SWEEP, DeadLetterRetention.DEFAULT, ViewsListener.NONE);
    }

    <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.value(topic).serializer());
    }

    /** A record whose value nobody has to understand comes in. */
    void put(String topic, Headers headers, Instant at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, SECRET.getBytes(StandardCharsets.UTF_8), headers, at));
    }

    /** Events come in, each with its conversation. */
    void tell(MessageEvent... told) {
        for (MessageEvent event : told) {
            tell(event, new RecordHeaders());
        }
    }

    void tell(MessageEvent event, Headers headers) {
        events.pipeInput(new TestRecord<>(event.getConversationId(), event, headers, NOW));
    }

    /** Time passes, and a sweep with it, in as many rounds as it takes. */
    void pass(Duration time) {
        driver.advanceWallClockTime(time);
        for (int i = 0; i < 120; i++) {
            driver.advanceWallClockTime(Duration.ofMinutes(1));
        }
    }

    <K, V> KeyValueStore<K, V> global(String name) {
        return driver.getKeyValueStore(name);
    }

    KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    List<String> keysOf(String name) {
        // Between its parts, and behind its last, a key has a zero.
        return texts(name, row -> row.key.get()).stream()
                .map(key -> key.replace("\0", ""))
                .toList();
    }

    List<String> valuesOf(String name) {
        return texts(name, row -> row.value);
    }

    private List<String> texts(String name, Function<KeyValue<Bytes, byte[]>, byte[]> part) {
        try (var all = store(name).all()) {
            List<String> texts = new ArrayList<>();
            all.forEachRemaining(row -> texts.add(new String(part.apply(row), StandardCharsets.ISO_8859_1)));
            return texts;
        }
    }

    static MessageEvent accepted(String messageId, String... recipients) {
        return MessageEvent.newBuilder(about(messageId, "", MessageEventType.ACCEPTED, MessageStatus.ACCEPTED))
                .setEventId("accepted " + messageId)
                .setRecipient(null)
                .setRecipients(List.of(recipients))
                .setExpiresAt(EXPIRY)
                .build();
    }

    static MessageEvent about(String messageId, String recipient, MessageEventType type, MessageStatus after) {
        return MessageEvent.newBuilder(event(messageId + recipient + type, type))
                .setMessageId(messageId)
                .setRecipient(recipient)
                .setStatusAfter(after)
                .build();
    }

    static MessageEvent event(String id, MessageEventType type) {
        return MessageEvent.newBuilder()
                .setEventId(id)
                .setMessageId("m")
                .setConversationId("c")
                .setType(type)
                .setStatusAfter(MessageStatus.ACCEPTED)
                .setAt(NOW)
                .setOrganisation(INERA)
                .build();
    }

    static Attempt attempt(int number) {
        return Attempt.newBuilder()
                .setNotificationId("n")
                .setSubscriptionId("s")
                .setOrganisation("0203:digg.se")
                .setEventType("t")
                .setAttempt(number)
                .setAt(NOW)
                .setDurationMillis(5)
                .setOutcome(AttemptOutcome.HTTP_STATUS)
                .setResponseExcerpt(SECRET)
                .build();
    }

    @Override
    public void close() {
        driver.close();
    }
}
