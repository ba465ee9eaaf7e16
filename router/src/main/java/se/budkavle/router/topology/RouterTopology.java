package se.budkavle.router.topology;

import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.router.decision.OrganisationIndex;
import se.budkavle.router.decision.Routing;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.SeenMessage;
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
    static final String MESSAGE_EVENTS = "message-events";
    static final String NOTIFICATIONS = "notifications";

    static final String ADDRESSES_SINK = "addresses-sink";
    static final String SUBSCRIPTIONS_SINK = "subscriptions-sink";
    static final String ORGANISATIONS_SINK = "organisations-sink";
    static final String EVENT_TYPES_SINK = "event-types-sink";
    static final String REGISTRY_NOTIFICATIONS = "notifications-registry";
    static final String REGISTRY_COMMAND_RESULTS = "command-results-registry";
    static final String REGISTRY_AUDIT = "audit-registry";

    static final String DEAD_LETTER_MATCH = "match-discarded";
    static final String DEAD_LETTER_BOOKS = booksOf(DEAD_LETTERS);
    static final String RESOLUTIONS_SINK = "resolutions-sink";
    static final String DEAD_LETTER_COMMAND_RESULTS = "command-results-dead-letters";
    static final String DEAD_LETTER_AUDIT = "audit-dead-letters";

    static final String OWNED_REPLAY_JOBS = "owned-replay-jobs";
    static final String REPLAY_JOBS_SINK = "replay-jobs-sink";
    static final String REPLAY_COMMAND_RESULTS = "command-results-replay-jobs";
    static final String REPLAY_AUDIT = "audit-replay-jobs";

    static final String AUDIT_HEADS = "audit-heads";

    static final String MESSAGE_EVENT_NOTIFICATIONS = "notifications-message-events";
    static final String EVENT_NOTIFICATIONS = "notifications-events";

    private final RouterConfig config;
    private final Pace bulkPace;
    private final AvroSerdes serdes;
    private final RouterMetrics metrics;
    private final RegistryReaders readers;
    private final SubscriptionIndex subscriptions = new SubscriptionIndex();
    private final OrganisationIndex organisations = new OrganisationIndex();
    private final Parts parts;
    private final Topology topology;

    private RouterTopology(RouterConfig config, AvroSerdes serdes, RouterMetrics metrics, Pace bulkPace) {
        this.config = config;
        this.bulkPace = bulkPace;
        this.serdes = serdes;
        this.metrics = metrics;
        this.readers = new RegistryReaders(serdes, metrics);
        this.parts = new Parts(config, serdes, metrics, subscriptions);
        this.topology = parts.topology();
    }

    /**
     * Builds the topology, for one application: the copies of the registries belong to it.
     *
     * @param parts what of it
     * @param config what the installation decides
     * @param retention how long dead letters last
     * @param serdes serdes of topics and stores
     * @param metrics where it counts
     * @param bulkPace what bulk takes is counted there; whoever runs it waits for that
     */
    public static Topology build(
            Set<RouterPart> parts,
            RouterConfig config,
            DeadLetterRetention retention,
            AvroSerdes serdes,
            RouterMetrics metrics,
            Pace bulkPace) {
        RouterTopology router = new RouterTopology(config, serdes, metrics, bulkPace);
        router.registryCopies();
        Lane.ALL.stream().filter(lane -> parts.contains(RouterPart.of(lane))).forEach(router::lane);
        if (parts.contains(RouterPart.PROMPT)) {
            OwnerParts owners = new OwnerParts(router.parts, config, retention, serdes, router.readers, metrics);
            owners.registries();
            owners.deadLetters();
            router.othersEvents();
            // They came later: behind the others, so that the numbers of those tasks stay as they were.
            owners.replayJobs();
            owners.audit();
        }
        return router.topology;
    }

    private void registryCopies() {
        metrics.subscriptions(subscriptions);
        parts.copy(Topics.ADDRESSES, ADDRESSES, () -> readers.addressesInto(ADDRESSES));
        // Streams wants a store; what is read is the index.
        parts.copy(Topics.SUBSCRIPTIONS, SUBSCRIPTIONS, () -> readers.subscriptionsInto(subscriptions));
        parts.copy(Topics.ORGANISATIONS, ORGANISATIONS, () -> readers.organisationsInto(organisations));
    }

    private void lane(Lane lane) {
        String deduplicate = lane.its(DEDUPLICATE);
        String route = lane.its(ROUTE);
        parts.source(lane.topic());
        String entrance = lane.topic().name();
        if (RouterPart.of(lane) == RouterPart.BULK) {
            entrance = lane.its(PACE);
            topology.addProcessor(
                    entrance, () -> new Paced(bulkPace), lane.topic().name());
        }
        parts.taker(deduplicate, () -> new Deduplicate(lane, config, metrics), entrance);
        Routing routing = new Routing(config.maxMoves(), organisations::isSuspended);
        Serde<WaitingMessage> waiting = serdes.state(WaitingMessage.class);
        topology.addProcessor(route, () -> new Route(lane, config, readers, routing, waiting, metrics), deduplicate);
        topology.addStateStore(parts.store(lane.its(SEEN), SeenMessage.class), deduplicate, route);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(lane.its(WAITING)), Serdes.Bytes(), Serdes.ByteArray()),
                route);

        parts.sink(lane.its(DELIVERIES), Topics.DELIVERIES, route);
        parts.sink(lane.its(DEAD_LETTER_COMMANDS), Topics.DEAD_LETTER_COMMANDS, route);
        topology.addSink(
                lane.its(DEAD_LETTERS),
                lane.topic().deadLetters(),
                new StringSerializer(),
                serdes.value(lane.topic()).serializer(),
                deduplicate,
                route);
        parts.recordAndTell(lane.its(MATCH), lane.its(MESSAGE_EVENTS), lane.its(NOTIFICATIONS), deduplicate, route);
        parts.books(lane.name(), deduplicate, route);
    }

    private void othersEvents() {
        parts.source(
                Topics.MESSAGE_EVENTS,
                new OthersEvents(serdes.value(Topics.MESSAGE_EVENTS).deserializer()));
        // Before what is prompt: for what is left unread nothing is committed in a hurry.
        topology.addProcessor("others-message-events", DropUnread::new, Topics.MESSAGE_EVENTS.name());
        parts.taker(
                "match-message-events",
                () -> new TellOfMessageEvents(subscriptions, config, metrics),
                "others-message-events");
        parts.sink(MESSAGE_EVENT_NOTIFICATIONS, Topics.NOTIFICATIONS, "match-message-events");

        parts.source(Topics.EVENTS);
        parts.taker("match-events", () -> new TellOfEvents(subscriptions, config, metrics), Topics.EVENTS.name());
        topology.addStateStore(parts.store(WAITING_EVENTS, WaitingEvent.class), "match-events");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(WAITING_EVENTS_BY_SUBJECT), Serdes.String(), Serdes.ByteArray()),
                "match-events");
        parts.sink(EVENT_NOTIFICATIONS, Topics.NOTIFICATIONS, "match-events");
    }

    /** The sink that gives a dead letter back to its source. */
    static String replaysTo(String topic) {
        return "replays-" + topic;
    }

    /** The sink that gives a dead letter of a job back to its source. */
    static String jobReplaysTo(String topic) {
        return "job-replays-" + topic;
    }

    /** Processor and store of the books of a lane, or of the dead letters' owner. */
    static String booksOf(String name) {
        return BOOKS + "-" + name;
    }

    /** The sink that shows them. */
    static String balancesOf(String name) {
        return BALANCES + "-" + name;
    }
}
