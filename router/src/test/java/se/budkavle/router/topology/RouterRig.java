package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import se.budkavle.router.decision.Fixtures;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.streams.StreamsSettings;

/** The router's topology with its hands on time, and a vocabulary for what goes in and comes out. */
final class RouterRig implements AutoCloseable {

    static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    final AvroSerdes serdes = AvroSerdes.inMemory();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Balance> balances = new HashMap<>();
    private Instant now = Fixtures.NOW;
    private final TopologyTestDriver driver;

    RouterRig() {
        this(RouterConfig.defaults());
    }

    RouterRig(RouterConfig config) {
        RouterMetrics metrics = new RouterMetrics(meters);
        var properties = new StreamsSettings(
                        "router-test", "router-test-1", temporary(), null, 1, 0, 1, 20, 10, 16 << 20)
                .exactlyOnce(new KafkaSettings("nowhere:1", "http://nowhere", Map.of()), metrics);
        // Transactions are tried with a broker; under them the driver forgets the dead letters of what it cannot read.
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        driver = new TopologyTestDriver(
                RouterTopology.build(
                        RouterPart.ALL,
                        config,
                        DeadLetterRetention.DEFAULT,
                        serdes,
                        metrics,
                        new Pace(1, System::nanoTime)),
                properties,
                now);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("target"), "state");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Instant now() {
        return now;
    }

    /** Time passes, and timers fire. */
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    void know(Address... addresses) {
        for (Address address : addresses) {
            pipe(Topics.ADDRESSES, address.getAddress(), address);
        }
    }

    void know(Subscription... subscriptions) {
        for (Subscription subscription : subscriptions) {
            pipe(Topics.SUBSCRIPTIONS, subscription.getSubscriptionId(), subscription);
        }
    }

    void know(Organisation... organisations) {
        for (Organisation organisation : organisations) {
            pipe(Topics.ORGANISATIONS, organisation.getOrganisation(), organisation);
        }
    }

    void send(Message... messages) {
        for (Message message : messages) {
            send(message, Map.of(RecordHeaders.TRACEPARENT, TRACEPARENT));
        }
    }

    void send(Message message, Map<String, String> headers) {
        pipe(Topics.messages(message.getPriority()), message.getConversationId(), message, headers);
    }

    /** A record of a topic, or the removal of its key. */
    <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V value) {
        pipe(topic, key, value, Map.of(RecordHeaders.TRACEPARENT, TRACEPARENT));
    }

    private <V extends SpecificRecord> void pipe(Topic<V> topic, String key, V value, Map<String, String> headers) {
        Headers all = OutgoingHeaders.none();
        headers.forEach((name, text) -> RecordHeaders.put(all, name, text));
        driver.createInputTopic(
                        topic.name(),
                        new StringSerializer(),
                        serdes.value(topic).serializer())
                .pipeInput(new TestRecord<>(key, value, all, now));
    }

    /** Bytes as they may come from anywhere. */
    void pipeBytes(String topic, byte[] key, byte[] value) {
        pipeBytes(topic, key, value, Map.of());
    }

    void pipeBytes(String topic, byte[] key, byte[] value, Map<String, String> headers) {
        Headers all = OutgoingHeaders.none();
        headers.forEach((name, text) -> RecordHeaders.put(all, name, text));
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, all, now));
    }

    /** Headers with which the dead letters' owner sends one back to its lane to end there. */
    static Map<String, String> discardOf(TestRecord<byte[], byte[]> deadLetter) {
        DeadLetter story = DeadLetter.from(deadLetter.headers());
        return Map.of(
                RecordHeaders.DISCARD,
                "discarded",
                RecordHeaders.DEAD_LETTER_ID,
                story.id(),
                RecordHeaders.RECIPIENT,
                story.recipient());
    }

    List<Delivery> deliveries() {
        return values(Topics.DELIVERIES);
    }

    List<MessageEvent> events() {
        return values(Topics.MESSAGE_EVENTS);
    }

    List<Notification> notifications() {
        return values(Topics.NOTIFICATIONS);
    }

    <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return records(topic).stream().map(TestRecord::value).toList();
    }

    <V extends SpecificRecord> List<TestRecord<String, V>> records(Topic<V> topic) {
        return driver.createOutputTopic(
                        topic.name(),
                        new StringDeserializer(),
                        serdes.value(topic).deserializer())
                .readRecordsToList();
    }

    /** Dead letters of a topic, as they lie there. */
    List<TestRecord<byte[], byte[]>> deadLetters(Topic<?> topic) {
        return driver.createOutputTopic(topic.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** A command about a dead letter, as the gateway makes it of what the views show. */
    DeadLetterCommand.Builder about(TestRecord<byte[], byte[]> deadLetter, DeadLetterCommandKind kind) {
        DeadLetter story = DeadLetter.from(deadLetter.headers());
        Map<String, ByteBuffer> headers = new HashMap<>();
        for (Header header : deadLetter.headers()) {
            headers.put(header.key(), ByteBuffer.wrap(header.value()));
        }
        return DeadLetterCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo("gateway-1")
                .setKind(kind)
                .setDeadLetterId(story.id())
                .setSourceTopic(story.sourceTopic())
                .setRecordKey(ByteBuffer.wrap(deadLetter.key()))
                .setRecordValue(deadLetter.value() == null ? null : ByteBuffer.wrap(deadLetter.value()))
                .setRecordHeaders(headers)
                .setMessageId(story.messageId())
                .setRecipient(story.recipient())
                .setSubscriptionId(story.subscriptionId())
                .setOwnerOrganisation(story.organisation())
                .setOrganisation("0203:operator.se")
                .setAt(now);
    }

    void ask(DeadLetterCommand command) {
        pipe(Topics.DEAD_LETTER_COMMANDS, command.getDeadLetterId(), command);
    }

    /** The counts of an organisation in a part of the books, as they were shown last; none where never. */
    Map<String, Long> balance(String part, String organisation) {
        driver.advanceWallClockTime(RouterConfig.defaults().booksInterval());
        now = now.plus(RouterConfig.defaults().booksInterval());
        values(Topics.BALANCES).forEach(balance -> {
            assertThat(balance.getKeeper()).isEqualTo(BookKeeper.ROUTER);
            balances.put(balance.getPart() + "/" + balance.getOrganisation(), balance);
        });
        Balance balance = balances.get(part + "/" + organisation);
        if (balance == null) {
            return Map.of();
        }
        Map<String, Long> counts = new TreeMap<>(balance.getCounts());
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** What a store of counts holds for a key at this moment. */
    Map<String, Long> counts(String store, String key) {
        Balance balance = driver.<String, Balance>getKeyValueStore(store).get(key);
        return balance == null ? Map.of() : balance.getCounts();
    }

    /** How many rows a store has. */
    long rows(String store) {
        try (KeyValueIterator<Object, Object> all =
                driver.getKeyValueStore(store).all()) {
            long rows = 0;
            for (; all.hasNext(); all.next()) {
                rows++;
            }
            return rows;
        }
    }

    Message message(TestRecord<byte[], byte[]> deadLetter) {
        return serdes.value(Topics.MESSAGES_NORMAL).deserializer().deserialize("dead", deadLetter.value());
    }

    double count(String meter, String... tags) {
        return meters.find("budkavle.router." + meter).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double gauge(String meter, String... tags) {
        return meters.get("budkavle.router." + meter).tags(tags).gauge().value();
    }

    @Override
    public void close() {
        driver.close();
    }
}
