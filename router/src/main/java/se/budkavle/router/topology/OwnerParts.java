package se.budkavle.router.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.Subscription;

/** The part of the router's topology that decides commands: one owner for each kind of entity. Drawn in {@link RouterTopology}. */
final class OwnerParts {

    private static final String REGISTRY_OWNER = "own-registries";
    private static final String DEAD_LETTER_OWNER = "own-dead-letters";
    private static final String REPLAY_JOB_OWNER = "own-replay-jobs";
    private static final String AUDIT_OWNER = "chain-audit";

    private final Parts parts;
    private final RouterConfig config;
    private final DeadLetterRetention retention;
    private final AvroSerdes serdes;
    private final RegistryReaders readers;
    private final RouterMetrics metrics;

    OwnerParts(
            Parts parts,
            RouterConfig config,
            DeadLetterRetention retention,
            AvroSerdes serdes,
            RegistryReaders readers,
            RouterMetrics metrics) {
        this.parts = parts;
        this.config = config;
        this.retention = retention;
        this.serdes = serdes;
        this.readers = readers;
        this.metrics = metrics;
    }

    /** Addresses, subscriptions, organisations, event types. */
    void registries() {
        parts.source(Topics.REGISTRY_COMMANDS);
        parts.taker(REGISTRY_OWNER, () -> new RegistryOwner(config, readers, metrics), Topics.REGISTRY_COMMANDS.name());
        parts.topology().addStateStore(parts.store(RouterTopology.OWNED_ADDRESSES, Address.class), REGISTRY_OWNER);
        parts.topology()
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(RouterTopology.DELETED_VERSIONS),
                                Serdes.String(),
                                Serdes.Long()),
                        REGISTRY_OWNER);
        parts.topology()
                .addStateStore(parts.store(RouterTopology.OWNED_SUBSCRIPTIONS, Subscription.class), REGISTRY_OWNER);
        parts.topology()
                .addStateStore(parts.store(RouterTopology.OWNED_ORGANISATIONS, Organisation.class), REGISTRY_OWNER);
        parts.topology().addStateStore(parts.store(RouterTopology.OWNED_EVENT_TYPES, EventType.class), REGISTRY_OWNER);
        parts.sink(RouterTopology.ADDRESSES_SINK, Topics.ADDRESSES, REGISTRY_OWNER);
        parts.sink(RouterTopology.SUBSCRIPTIONS_SINK, Topics.SUBSCRIPTIONS, REGISTRY_OWNER);
        parts.sink(RouterTopology.ORGANISATIONS_SINK, Topics.ORGANISATIONS, REGISTRY_OWNER);
        parts.sink(RouterTopology.EVENT_TYPES_SINK, Topics.EVENT_TYPES, REGISTRY_OWNER);
        parts.sink(RouterTopology.REGISTRY_NOTIFICATIONS, Topics.NOTIFICATIONS, REGISTRY_OWNER);
        parts.sink(RouterTopology.REGISTRY_COMMAND_RESULTS, Topics.COMMAND_RESULTS, REGISTRY_OWNER);
        parts.sink(RouterTopology.REGISTRY_AUDIT, Topics.AUDIT, REGISTRY_OWNER);
    }

    /** What becomes of a dead letter. */
    void deadLetters() {
        parts.source(Topics.DEAD_LETTER_COMMANDS);
        parts.taker(
                DEAD_LETTER_OWNER,
                () -> new DeadLetterOwner(config, retention, new DeadRecords(serdes, config), metrics),
                Topics.DEAD_LETTER_COMMANDS.name());
        parts.topology()
                .addStateStore(parts.store(RouterTopology.RESOLUTIONS, DeadLetterResolution.class), DEAD_LETTER_OWNER);
        for (Topic<?> source : Topics.withDeadLetters()) {
            parts.returns(RouterTopology.replaysTo(source.name()), source, DEAD_LETTER_OWNER);
        }
        parts.sink(RouterTopology.RESOLUTIONS_SINK, Topics.DEAD_LETTER_RESOLUTIONS, DEAD_LETTER_OWNER);
        parts.sink(RouterTopology.DEAD_LETTER_COMMAND_RESULTS, Topics.COMMAND_RESULTS, DEAD_LETTER_OWNER);
        parts.sink(RouterTopology.DEAD_LETTER_AUDIT, Topics.AUDIT, DEAD_LETTER_OWNER);
        parts.recordAndTell(
                RouterTopology.DEAD_LETTER_MATCH,
                RouterTopology.MESSAGE_EVENTS + "-discarded",
                RouterTopology.NOTIFICATIONS + "-discarded",
                DEAD_LETTER_OWNER);
        parts.books(RouterTopology.DEAD_LETTERS, DEAD_LETTER_OWNER);
    }

    /** Which dead letters a job sends back, and how far it is. */
    void replayJobs() {
        parts.source(Topics.REPLAY_COMMANDS);
        parts.taker(
                REPLAY_JOB_OWNER,
                () -> new ReplayJobOwner(new DeadRecords(serdes, config), config, metrics),
                Topics.REPLAY_COMMANDS.name());
        parts.topology()
                .addStateStore(parts.store(RouterTopology.OWNED_REPLAY_JOBS, ReplayJob.class), REPLAY_JOB_OWNER);
        for (Topic<?> source : Topics.withDeadLetters()) {
            parts.returns(RouterTopology.jobReplaysTo(source.name()), source, REPLAY_JOB_OWNER);
        }
        parts.sink(RouterTopology.REPLAY_JOBS_SINK, Topics.REPLAY_JOBS, REPLAY_JOB_OWNER);
        parts.sink(RouterTopology.REPLAY_COMMAND_RESULTS, Topics.COMMAND_RESULTS, REPLAY_JOB_OWNER);
        parts.sink(RouterTopology.REPLAY_AUDIT, Topics.AUDIT, REPLAY_JOB_OWNER);
    }

    /** Each act names the one before it. */
    void audit() {
        parts.source(Topics.AUDIT);
        parts.taker(AUDIT_OWNER, ChainAudit::new, Topics.AUDIT.name());
        parts.topology()
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(RouterTopology.AUDIT_HEADS),
                                Serdes.String(),
                                Serdes.ByteArray()),
                        AUDIT_OWNER);
        parts.sink("audit-log-sink", Topics.AUDIT_LOG, AUDIT_OWNER);
    }
}
