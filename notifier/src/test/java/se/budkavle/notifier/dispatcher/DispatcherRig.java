package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;
import se.budkavle.schemas.streams.StreamsSettings;

/** The dispatcher's topology in virtual time, with endpoints in the hand of the test. */
final class DispatcherRig implements AutoCloseable {

    static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    final ControlledPusher pusher = new ControlledPusher();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final PendingBoard board = new PendingBoard();
    final TestOutputTopic<String, Attempt> attempts;
    final TestOutputTopic<String, Notification> deadLetters;
    final TestOutputTopic<String, RegistryCommand> commands;
    final TestOutputTopic<String, Event> events;

    /** What the poison handler set aside. */
    final List<String> poison = new ArrayList<>();

    private final DispatcherSettings settings;
    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Notification> notifications;
    private final TestInputTopic<String, Subscription> subscriptions;
    private Instant now;

    DispatcherRig(Path state) {
        this(state, Samples.settings());
    }

    DispatcherRig(Path state, DispatcherSettings settings) {
        this(state, settings, Samples.START);
    }

    private DispatcherRig(Path state, DispatcherSettings settings, Instant now) {
        this.settings = settings;
        this.now = now;
        PushBudget budget = new PushBudget(settings.maxOutstanding(), settings.slowShare());
        DispatcherMetrics metrics = new DispatcherMetrics(meters, budget);
        Properties properties = new StreamsSettings(
                        "budkavle-dispatcher", "test", state, null, 1, 0, 1, 100, 10, 16 << 20)
                .atLeastOnce(
                        new KafkaSettings("none:1", "http://none", java.util.Map.of()),
                        (topic, reason) -> poison.add(topic + ": " + reason));
        driver = new TopologyTestDriver(
                DispatcherTopology.build(settings, serdes, pusher, budget, metrics, board), properties, now);
        notifications = input(Topics.NOTIFICATIONS);
        subscriptions = input(Topics.SUBSCRIPTIONS);
        attempts = output(Topics.DELIVERY_ATTEMPTS, Topics.DELIVERY_ATTEMPTS.name());
        deadLetters = output(Topics.NOTIFICATIONS, Topics.NOTIFICATIONS.deadLetters());
        events = output(Topics.EVENTS, Topics.EVENTS.name());
        commands = output(Topics.REGISTRY_COMMANDS, Topics.REGISTRY_COMMANDS.name());
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), serdes.value(topic).serializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> type, String topic) {
        return driver.createOutputTopic(
                topic, new StringDeserializer(), serdes.value(type).deserializer());
    }

    /** The registry says. */
    void registered(Subscription.Builder subscription) {
        registeredUnseen(subscription);
        tick();
    }

    /** The same, before the next tick. */
    void registeredUnseen(Subscription.Builder subscription) {
        Subscription built = subscription.build();
        subscriptions.pipeInput(built.getSubscriptionId(), built);
    }

    void registered(Subscription.Builder subscription, SubscriptionStatus status, long version) {
        registered(subscription.setStatus(status).setVersion(version));
    }

    void deleted(String subscriptionId) {
        subscriptions.pipeInput(subscriptionId, (Subscription) null);
        tick();
    }

    void notified(Notification.Builder notification) {
        Notification built = notification.build();
        RecordHeaders headers = new RecordHeaders();
        se.budkavle.schemas.RecordHeaders.put(headers, "traceparent", TRACEPARENT);
        notifications.pipeInput(new TestRecord<>(built.getSubscriptionId(), built, headers, now));
    }

    /** Notifies of events of one subject, whose ids are given. */
    void notified(String subscriptionId, @Nullable String subject, String... ids) {
        for (String id : ids) {
            notified(Samples.notification(subscriptionId, subject, id));
        }
    }

    void poison(String topic, String key) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, new byte[] {7, 7, 7});
    }

    /** Answers the only push under way. */
    void answered(int status) {
        pusher.only().answer(status);
        tick();
    }

    void tick() {
        passes(settings.tick());
    }

    void passes(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    Instant now() {
        return now;
    }

    List<KeyValue<Bytes, PendingNotification>> pending() {
        return contents(DispatcherTopology.PENDING);
    }

    List<KeyValue<Bytes, byte[]>> schedule() {
        return contents(DispatcherTopology.SCHEDULE);
    }

    void leftInIndex(List<KeyValue<Bytes, byte[]>> rows) {
        KeyValueStore<Bytes, byte[]> index = driver.getKeyValueStore(DispatcherTopology.RETRIES);
        rows.forEach(row -> index.put(row.key, row.value));
    }

    List<KeyValue<Bytes, byte[]>> retryIndex() {
        return contents(DispatcherTopology.RETRIES);
    }

    /** What of a message waits to be pushed again, as an operator sees it. */
    List<Retry> retries(String messageId) {
        return new Retries(serdes.value(Topics.SUBSCRIPTIONS).deserializer(), AttemptPolicy.of(settings))
                .ofMessage(
                        new Retries.Part(
                                driver.getKeyValueStore(DispatcherTopology.RETRIES),
                                driver.getKeyValueStore(DispatcherTopology.PENDING),
                                driver.getKeyValueStore(DispatcherTopology.FAILING),
                                driver.getKeyValueStore(DispatcherTopology.SUBSCRIPTIONS)),
                        messageId)
                .toList();
    }

    private <K, V> List<KeyValue<K, V>> contents(String store) {
        List<KeyValue<K, V>> rows = new ArrayList<>();
        try (KeyValueIterator<K, V> all = driver.<K, V>getKeyValueStore(store).all()) {
            all.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** A dispatcher that begins with what this one has in its stores; what was under way is forgotten. */
    DispatcherRig restarted(Path state) {
        return restarted(state, schedule());
    }

    /** The same after a crash that left this of the schedule. */
    DispatcherRig restarted(Path state, List<KeyValue<Bytes, byte[]>> schedule) {
        List<KeyValue<Bytes, PendingNotification>> rows = pending();
        List<KeyValue<String, FailingEndpoint>> failing = contents(DispatcherTopology.FAILING);
        close();
        DispatcherRig next = new DispatcherRig(state, settings, now);
        KeyValueStore<Bytes, PendingNotification> pending = next.driver.getKeyValueStore(DispatcherTopology.PENDING);
        rows.forEach(row -> pending.put(row.key, row.value));
        KeyValueStore<String, FailingEndpoint> endpoints = next.driver.getKeyValueStore(DispatcherTopology.FAILING);
        failing.forEach(row -> endpoints.put(row.key, row.value));
        KeyValueStore<Bytes, byte[]> scheduled = next.driver.getKeyValueStore(DispatcherTopology.SCHEDULE);
        schedule.forEach(row -> scheduled.put(row.key, row.value));
        return next;
    }

    /** Lets the next notification have this offset. */
    void skipOffsets(int next) {
        for (int i = 0; i < next; i++) {
            notifications.pipeInput("none", (Notification) null);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
