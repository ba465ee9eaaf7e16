package se.budkavle.notifier.dispatcher;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.FailingEndpoint;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;
import se.budkavle.schemas.avro.Subscription;

/**
 * The dispatcher's flow.
 *
 * <pre>
 *  notifications ──▶ dispatch ───────────────┬──▶ delivery-attempts   what each attempt met
 *                     │  ▲                   ├──▶ notifications.dlq   what is given up
 *                     │  │ results           ├──▶ registry-commands   verified, gone, without success for too long
 *                     │  │                   └──▶ events              suspended: the subscriber is told
 *                     ▼  │
 *                    Pusher ───▶ webhooks, subscribers' topics
 *
 *  stores:  pending   what is not settled: the queue       subscriptions (global)   whom, where, in which state
 *           schedule  what of it may be tried, and when           failing-endpoints (in memory)  since when, next probe
 *           retries   what of it has failed, by message
 * </pre>
 *
 * A notification is put as pending, sent at once if nothing stands before it, and removed when it is settled. The thread
 * never waits for an endpoint: results come back through a queue and are taken with the next notification or tick.
 */
final class DispatcherTopology {

    static final String SUBSCRIPTIONS = "subscriptions";
    static final String PENDING = "pending";
    static final String SCHEDULE = "schedule";
    static final String RETRIES = "retries";

    static final String FAILING = "failing-endpoints";

    static final String ATTEMPTS_SINK = "attempts";
    static final String DEAD_LETTERS_SINK = "dead-letters";
    static final String COMMANDS_SINK = "commands";

    static final String EVENTS_SINK = "events";

    private static final String SOURCE = "notifications";
    private static final String DISPATCH = "dispatch";

    private DispatcherTopology() {}

    /** Builds it. */
    static Topology build(
            DispatcherSettings settings,
            AvroSerdes serdes,
            Pusher pusher,
            PushBudget budget,
            DispatcherMetrics metrics,
            PendingBoard board) {
        Serde<Subscription> subscription = serdes.value(Topics.SUBSCRIPTIONS);
        Serde<Notification> notification = serdes.value(Topics.NOTIFICATIONS);
        SubscriptionChanges changes = new SubscriptionChanges();

        Topology topology = new Topology();
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(SUBSCRIPTIONS), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "subscriptions-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.SUBSCRIPTIONS.name(),
                "subscriptions-update",
                () -> new SubscriptionUpdater(subscription.deserializer(), changes, metrics));
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                new StringDeserializer(),
                notification.deserializer(),
                Topics.NOTIFICATIONS.name());
        topology.addProcessor(
                DISPATCH,
                () -> new DispatchProcessor(
                        settings, pusher, budget, changes, subscription.deserializer(), metrics, board),
                SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PENDING),
                                Serdes.Bytes(),
                                serdes.state(PendingNotification.class))
                        .withLoggingEnabled(Map.of()),
                DISPATCH);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(SCHEDULE), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                DISPATCH);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(RETRIES), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                DISPATCH);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(FAILING),
                                Serdes.String(),
                                serdes.state(FailingEndpoint.class))
                        .withLoggingEnabled(Map.of()),
                DISPATCH);
        addSink(topology, ATTEMPTS_SINK, Topics.DELIVERY_ATTEMPTS, Topics.DELIVERY_ATTEMPTS.name(), serdes);
        addSink(topology, DEAD_LETTERS_SINK, Topics.NOTIFICATIONS, Topics.NOTIFICATIONS.deadLetters(), serdes);
        addSink(topology, COMMANDS_SINK, Topics.REGISTRY_COMMANDS, Topics.REGISTRY_COMMANDS.name(), serdes);
        addSink(topology, EVENTS_SINK, Topics.EVENTS, Topics.EVENTS.name(), serdes);
        return topology;
    }

    private static <V extends SpecificRecord> void addSink(
            Topology topology, String sink, Topic<V> type, String topic, AvroSerdes serdes) {
        topology.addSink(sink, topic, new StringSerializer(), serdes.value(type).serializer(), DISPATCH);
    }
}
