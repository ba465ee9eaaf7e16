package se.budkavle.router.topology;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.streams.PromptProcessor;

/** What the router's topology is put together of: sources, sinks and stores, and what several parts end in. */
final class Parts {

    private final Topology topology = new Topology();
    private final RouterConfig config;
    private final AvroSerdes serdes;
    private final RouterMetrics metrics;
    private final SubscriptionIndex subscriptions;

    Parts(RouterConfig config, AvroSerdes serdes, RouterMetrics metrics, SubscriptionIndex subscriptions) {
        this.config = config;
        this.serdes = serdes;
        this.metrics = metrics;
        this.subscriptions = subscriptions;
    }

    /** What has been put together. */
    Topology topology() {
        return topology;
    }

    /** In memory: a persistent global store does not survive kill -9 under exactly-once (KAFKA-21034). */
    void copy(Topic<?> topic, String store, ProcessorSupplier<String, byte[], Void, Void> reader) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name() + "-source",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                topic.name(),
                "copy-" + store,
                reader);
    }

    /** Records what happened to messages, and tells whoever subscribes. */
    void recordAndTell(String name, String eventsSink, String notificationsSink, String... parents) {
        topology.addProcessor(
                name, () -> new RecordAndTell(eventsSink, notificationsSink, subscriptions, config, metrics), parents);
        sink(eventsSink, Topics.MESSAGE_EVENTS, name);
        sink(notificationsSink, Topics.NOTIFICATIONS, name);
    }

    /** Counts what comes and what becomes of it. */
    void books(String name, String... parents) {
        topology.addProcessor(RouterTopology.booksOf(name), () -> new Books(name, config), parents);
        topology.addStateStore(store(RouterTopology.booksOf(name), Balance.class), RouterTopology.booksOf(name));
        sink(RouterTopology.balancesOf(name), Topics.BALANCES, RouterTopology.booksOf(name));
    }

    /** What takes in what comes from topics, and is committed in time. */
    <KIn, VIn, KOut, VOut> void taker(
            String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, String... parents) {
        topology.addProcessor(name, PromptProcessor.of(supplier), parents);
    }

    void source(Topic<?> topic) {
        source(topic, serdes.value(topic).deserializer());
    }

    /** Of which not everything is read. */
    void source(Topic<?> topic, Deserializer<?> values) {
        topology.addSource(topic.name(), new StringDeserializer(), values, topic.name());
    }

    void sink(String name, Topic<?> topic, String... parents) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), serdes.value(topic).serializer(), parents);
    }

    <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serdes.state(type));
    }

    /** A sink for what goes back to its source, as it is. */
    void returns(String name, Topic<?> source, String owner) {
        topology.addSink(name, source.name(), new ByteArraySerializer(), new ByteArraySerializer(), owner);
    }
}
