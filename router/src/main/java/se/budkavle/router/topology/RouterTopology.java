package se.budkavle.router.topology;

import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.router.decision.OrganisationIndex;
import se.budkavle.router.decision.Routing;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.SeenMessage;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.WaitingEvent;
import se.budkavle.schemas.avro.WaitingMessage;

/**
 * Who gets what. Every record's effects (deliveries, dead letters, events, notifications, state) are one transaction.
 *
 * <pre>
 *  a lane, three times: express, normal, bulk (an application of its own, with pace-bulk before deduplicate-bulk)
 *
 *  messages.L ─▶ deduplicate-L ─▶ route-L ─┬─▶ deliveries              also recalls
 *                   [seen-L]       [seen-L]    ├─▶ messages.L.dlq
 *                       │        [waiting-L]   └─▶ dead-letter-commands    what was held goes on or ends by itself
 *                       │        (addresses)
 *                       │      (organisations)
 *                       └──────────┬─┴───────┐
 *                                  ▼         ▼
 *                              match-L    books-L ──▶ balances
 *                          (subscriptions) [books-L]
 *                                  ├─▶ message-events
 *                                  └─▶ notifications
 *
 *  the registries' owner
 *
 *  registry-commands ─▶ own-registries ─┬─▶ addresses ─────▶ (addresses), in every instance
 *      [owned-addresses]  (addresses)   ├─▶ subscriptions ─▶ (subscriptions), in every instance
 *      [deleted-versions]               ├─▶ organisations ─▶ (organisations), in every instance
 *      [owned-subscriptions]            ├─▶ event-types
 *      [owned-organisations]            ├─▶ notifications    challenges, tests
 *      [owned-event-types]              ├─▶ command-results
 *                                       └─▶ audit
 *
 *  the dead letters' owner
 *
 *  dead-letter-commands ─▶ own-dead-letters ─┬─▶ the source topic, once more
 *                           [resolutions]    ├─▶ dead-letter-resolutions
 *                                            ├─▶ command-results
 *                                            ├─▶ audit
 *                                            ├─▶ books-dead-letters ─▶ balances       records that no lane could read
 *                                            │     [books-dead-letters]
 *                                            └─▶ match-discarded ─┬─▶ message-events
 *                                                (subscriptions)  └─▶ notifications
 *
 *  the replay jobs' owner: a job is carried out by the notifier, which asks the dead letters' owner for each, and has
 *  them sent back here, in their order
 *
 *  replay-commands ─▶ own-replay-jobs ─┬─▶ the source topics, once more
 *                   [owned-replay-jobs] ├─▶ replay-jobs
 *                                       ├─▶ command-results
 *                                       └─▶ audit
 *
 *  the audit's owner
 *
 *  audit ─▶ chain-audit ─▶ audit-log     each act names the one before it
 *          [audit-heads]
 *
 *  what others tell
 *
 *  message-events ─▶ match-message-events (subscriptions) ─▶ notifications     all but the router's own
 *  events ─────────▶ match-events         (subscriptions) ─▶ notifications     at their time
 *                 [waiting-events] [waiting-events-by-subject]
 *
 *  [store: on disk, one per partition]   (copy: in memory, whole, one per instance)
 * </pre>
 */
public final class RouterTopology {

    static final String SEEN = "seen";
    static final String WAITING = "waiting";
    static final String ADDRESSES = "addresses";
    static final String SUBSCRIPTIONS = "subscriptions";
    static final String OWNED_ADDRESSES = "owned-addresses";
    static final String OWNED_SUBSCRIPTIONS = "owned-subscriptions";
    static final String OWNED_ORGANISATIONS = "owned-organisations";
    static final String DELETED_VERSIONS = "deleted-versions";
    private static final String ORGANISATIONS = "organisations";
    static final String OWNED_EVENT_TYPES = "owned-event-types";
    static final String RESOLUTIONS = "resolutions";
    static final String WAITING_EVENTS = "waiting-events";
    static final String WAITING_EVENTS_BY_SUBJECT = "waiting-events-by-subject";

    private static final String PACE = "pace";
    static final String DEDUPLICATE = "deduplicate";
    static final String ROUTE = "route";
    static final String MATCH = "match";
    static final String DELIVERIES = "deliveries";
    static final String DEAD_LETTERS = "dead-letters";
    static final String DEAD_LETTER_COMMANDS = "dead-letter-commands";
    static final String BOOKS = "books";
    private static final String BALANCES = "balances";
    private static final String MESSAGE_EVENTS = "message-events";
    private static final String NOTIFICATIONS = "notifications";

    private static final String REGISTRY_OWNER = "own-registries";
    static final String ADDRESSES_SINK = "addresses-sink";
    static final String SUBSCRIPTIONS_SINK = "subscriptions-sink";
    static final String ORGANISATIONS_SINK = "organisations-sink";
    static final String EVENT_TYPES_SINK = "event-types-sink";
    static final String REGISTRY_NOTIFICATIONS = "notifications-registry";
    static final String REGISTRY_COMMAND_RESULTS = "command-results-registry";
    static final String REGISTRY_AUDIT = "audit-registry";

    private static final String DEAD_LETTER_OWNER = "own-dead-letters";
    static final String DEAD_LETTER_MATCH = "match-discarded";
    static final String DEAD_LETTER_BOOKS = booksOf(DEAD_LETTERS);
    static final String RESOLUTIONS_SINK = "resolutions-sink";
    static final String DEAD_LETTER_COMMAND_RESULTS = "command-results-dead-letters";
    static final String DEAD_LETTER_AUDIT = "audit-dead-letters";

    static final String OWNED_REPLAY_JOBS = "owned-replay-jobs";
    private static final String REPLAY_JOB_OWNER = "own-replay-jobs";
    static final String REPLAY_JOBS_SINK = "replay-jobs-sink";
    static final String REPLAY_COMMAND_RESULTS = "command-results-replay-jobs";
    static final String REPLAY_AUDIT = "audit-replay-jobs";

    static final String AUDIT_HEADS = "audit-heads";
    private static final String AUDIT_OWNER = "chain-audit";

    static final String MESSAGE_EVENT_NOTIFICATIONS = "notifications-message-events";
    static final String EVENT_NOTIFICATIONS = "notifications-events";

    private final Topology topology = new Topology();
    private final RouterConfig config;
    private final Pace bulkPace;
    private final AvroSerdes serdes;
    private final RouterMetrics metrics;
    private final RegistryReaders readers;
    private final SubscriptionIndex subscriptions = new SubscriptionIndex();
    private final OrganisationIndex organisations = new OrganisationIndex();

    private RouterTopology(RouterConfig config, AvroSerdes serdes, RouterMetrics metrics, Pace bulkPace) {
        this.config = config;
        this.bulkPace = bulkPace;
        this.serdes = serdes;
        this.metrics = metrics;
        this.readers = new RegistryReaders(serdes, metrics);
    }

    /**
     * Builds the topology, for one application: the copies of the registries belong to it.
     *
     * @param parts what of it
     * @param config what the installation decides
     * @param serdes serdes of topics and stores
     * @param metrics where it counts
     * @param bulkPace what bulk takes is counted there; whoever runs it waits for that
     */
    public static Topology build(
            Set<RouterPart> parts, RouterConfig config, AvroSerdes serdes, RouterMetrics metrics, Pace bulkPace) {
        RouterTopology router = new RouterTopology(config, serdes, metrics, bulkPace);
        router.registryCopies();
        Lane.ALL.stream().filter(lane -> parts.contains(RouterPart.of(lane))).forEach(router::lane);
        if (parts.contains(RouterPart.PROMPT)) {
            router.registryOwner();
            router.deadLetterOwner();
            router.othersEvents();
            router.replayJobOwner();
            router.auditOwner();
        }
        return router.topology;
    }

    private void registryCopies() {
        metrics.subscriptions(subscriptions);
        copy(Topics.ADDRESSES, ADDRESSES, () -> readers.addressesInto(ADDRESSES));
        // Streams wants a store; what is read is the index.
        copy(Topics.SUBSCRIPTIONS, SUBSCRIPTIONS, () -> readers.subscriptionsInto(subscriptions));
        copy(Topics.ORGANISATIONS, ORGANISATIONS, () -> readers.organisationsInto(organisations));
    }

    /** In memory: a persistent global store does not survive kill -9 under exactly-once (KAFKA-21034). */
    private void copy(Topic<?> topic, String store, ProcessorSupplier<String, byte[], Void, Void> reader) {
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

    private void lane(Lane lane) {
        String deduplicate = lane.its(DEDUPLICATE);
        String route = lane.its(ROUTE);
        source(lane.topic());
        String entrance = lane.topic().name();
        if (RouterPart.of(lane) == RouterPart.BULK) {
            entrance = lane.its(PACE);
            topology.addProcessor(
                    entrance, () -> new Paced(bulkPace), lane.topic().name());
        }
        topology.addProcessor(deduplicate, () -> new Deduplicate(lane, config, metrics), entrance);
        Routing routing = new Routing(config.maxMoves(), organisations::isSuspended);
        Serde<WaitingMessage> waiting = serdes.state(WaitingMessage.class);
        topology.addProcessor(route, () -> new Route(lane, config, readers, routing, waiting, metrics), deduplicate);
        topology.addStateStore(store(lane.its(SEEN), SeenMessage.class), deduplicate, route);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(lane.its(WAITING)), Serdes.Bytes(), Serdes.ByteArray()),
                route);

        sink(lane.its(DELIVERIES), Topics.DELIVERIES, route);
        sink(lane.its(DEAD_LETTER_COMMANDS), Topics.DEAD_LETTER_COMMANDS, route);
        topology.addSink(
                lane.its(DEAD_LETTERS),
                lane.topic().deadLetters(),
                new StringSerializer(),
                serdes.value(lane.topic()).serializer(),
                deduplicate,
                route);
        recordAndTell(lane.its(MATCH), lane.its(MESSAGE_EVENTS), lane.its(NOTIFICATIONS), deduplicate, route);
        books(lane.name(), deduplicate, route);
    }

    private void registryOwner() {
        source(Topics.REGISTRY_COMMANDS);
        topology.addProcessor(
                REGISTRY_OWNER, () -> new RegistryOwner(config, readers, metrics), Topics.REGISTRY_COMMANDS.name());
        topology.addStateStore(store(OWNED_ADDRESSES, Address.class), REGISTRY_OWNER);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(DELETED_VERSIONS), Serdes.String(), Serdes.Long()),
                REGISTRY_OWNER);
        topology.addStateStore(store(OWNED_SUBSCRIPTIONS, Subscription.class), REGISTRY_OWNER);
        topology.addStateStore(store(OWNED_ORGANISATIONS, Organisation.class), REGISTRY_OWNER);
        topology.addStateStore(store(OWNED_EVENT_TYPES, EventType.class), REGISTRY_OWNER);
        sink(ADDRESSES_SINK, Topics.ADDRESSES, REGISTRY_OWNER);
        sink(SUBSCRIPTIONS_SINK, Topics.SUBSCRIPTIONS, REGISTRY_OWNER);
        sink(ORGANISATIONS_SINK, Topics.ORGANISATIONS, REGISTRY_OWNER);
        sink(EVENT_TYPES_SINK, Topics.EVENT_TYPES, REGISTRY_OWNER);
        sink(REGISTRY_NOTIFICATIONS, Topics.NOTIFICATIONS, REGISTRY_OWNER);
        sink(REGISTRY_COMMAND_RESULTS, Topics.COMMAND_RESULTS, REGISTRY_OWNER);
        sink(REGISTRY_AUDIT, Topics.AUDIT, REGISTRY_OWNER);
    }

    private void deadLetterOwner() {
        source(Topics.DEAD_LETTER_COMMANDS);
        topology.addProcessor(
                DEAD_LETTER_OWNER,
                () -> new DeadLetterOwner(new DeadRecords(serdes, config), metrics),
                Topics.DEAD_LETTER_COMMANDS.name());
        topology.addStateStore(store(RESOLUTIONS, DeadLetterResolution.class), DEAD_LETTER_OWNER);
        for (Topic<?> source : Topics.withDeadLetters()) {
            topology.addSink(
                    replaysTo(source.name()),
                    source.name(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    DEAD_LETTER_OWNER);
        }
        sink(RESOLUTIONS_SINK, Topics.DEAD_LETTER_RESOLUTIONS, DEAD_LETTER_OWNER);
        sink(DEAD_LETTER_COMMAND_RESULTS, Topics.COMMAND_RESULTS, DEAD_LETTER_OWNER);
        sink(DEAD_LETTER_AUDIT, Topics.AUDIT, DEAD_LETTER_OWNER);
        recordAndTell(
                DEAD_LETTER_MATCH, MESSAGE_EVENTS + "-discarded", NOTIFICATIONS + "-discarded", DEAD_LETTER_OWNER);
        books(DEAD_LETTERS, DEAD_LETTER_OWNER);
    }

    /** After the others, so that the numbers of their tasks stay as they were. */
    private void replayJobOwner() {
        source(Topics.REPLAY_COMMANDS);
        topology.addProcessor(
                REPLAY_JOB_OWNER,
                () -> new ReplayJobOwner(new DeadRecords(serdes, config), config, metrics),
                Topics.REPLAY_COMMANDS.name());
        topology.addStateStore(store(OWNED_REPLAY_JOBS, ReplayJob.class), REPLAY_JOB_OWNER);
        for (Topic<?> source : Topics.withDeadLetters()) {
            topology.addSink(
                    jobReplaysTo(source.name()),
                    source.name(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    REPLAY_JOB_OWNER);
        }
        sink(REPLAY_JOBS_SINK, Topics.REPLAY_JOBS, REPLAY_JOB_OWNER);
        sink(REPLAY_COMMAND_RESULTS, Topics.COMMAND_RESULTS, REPLAY_JOB_OWNER);
        sink(REPLAY_AUDIT, Topics.AUDIT, REPLAY_JOB_OWNER);
    }

    /** Last, for the same reason. */
    private void auditOwner() {
        source(Topics.AUDIT);
        topology.addProcessor(AUDIT_OWNER, ChainAudit::new, Topics.AUDIT.name());
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(AUDIT_HEADS), Serdes.String(), Serdes.ByteArray()),
                AUDIT_OWNER);
        sink("audit-log-sink", Topics.AUDIT_LOG, AUDIT_OWNER);
    }

    private void othersEvents() {
        source(Topics.MESSAGE_EVENTS);
        topology.addProcessor(
                "match-message-events",
                () -> new TellOfMessageEvents(subscriptions, config, metrics),
                Topics.MESSAGE_EVENTS.name());
        sink(MESSAGE_EVENT_NOTIFICATIONS, Topics.NOTIFICATIONS, "match-message-events");

        source(Topics.EVENTS);
        topology.addProcessor(
                "match-events", () -> new TellOfEvents(subscriptions, config, metrics), Topics.EVENTS.name());
        topology.addStateStore(store(WAITING_EVENTS, WaitingEvent.class), "match-events");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(WAITING_EVENTS_BY_SUBJECT), Serdes.String(), Serdes.ByteArray()),
                "match-events");
        sink(EVENT_NOTIFICATIONS, Topics.NOTIFICATIONS, "match-events");
    }

    /** The sink that gives a dead letter back to its source. */
    static String replaysTo(String topic) {
        return "replays-" + topic;
    }

    /** The sink that gives a dead letter of a job back to its source. */
    static String jobReplaysTo(String topic) {
        return "job-replays-" + topic;
    }

    private void recordAndTell(String name, String eventsSink, String notificationsSink, String... parents) {
        topology.addProcessor(
                name, () -> new RecordAndTell(eventsSink, notificationsSink, subscriptions, config, metrics), parents);
        sink(eventsSink, Topics.MESSAGE_EVENTS, name);
        sink(notificationsSink, Topics.NOTIFICATIONS, name);
    }

    private void books(String name, String... parents) {
        topology.addProcessor(booksOf(name), () -> new Books(name, config), parents);
        topology.addStateStore(store(booksOf(name), Balance.class), booksOf(name));
        sink(balancesOf(name), Topics.BALANCES, booksOf(name));
    }

    /** Processor and store of the books of a lane, or of the dead letters' owner. */
    static String booksOf(String name) {
        return BOOKS + "-" + name;
    }

    /** The sink that shows them. */
    static String balancesOf(String name) {
        return BALANCES + "-" + name;
    }

    private void source(Topic<?> topic) {
        topology.addSource(
                topic.name(), new StringDeserializer(), serdes.value(topic).deserializer(), topic.name());
    }

    private void sink(String name, Topic<?> topic, String... parents) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), serdes.value(topic).serializer(), parents);
    }

    private <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> store(String name, Class<V> type) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), serdes.state(type));
    }
}
