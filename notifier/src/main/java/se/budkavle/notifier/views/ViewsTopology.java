package se.budkavle.notifier.views;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterOutcome;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * The views: what is told on other topics, arranged for those who ask.
 *
 * <pre>
 *  message-events ──▶ locate ──▶ (by message id) ──▶ trace-processor ──▶ store "trace"
 *
 *  messages.* ──▶ intake-processor (headers only) ──▶ store "intake"
 *
 *  balances ──▶ global store "balances"
 *
 *  *.dlq ──▶ read-story ──▶ (by dead letter id) ──▶ dead-letter-processor ──┐
 *                                                                           ├──▶ store "dead-letters"
 *  dead-letter-resolutions ──▶ (by dead letter id) ──▶ resolution-processor ┘
 *
 *  *.dlq, delivery-attempts, message-events ──▶ endings ──▶ (by dead letter id) ──▶ ending-processor ──▶ store "dead-letters"
 *
 *  replay-jobs ──▶ replay-job-processor ──▶ store "replay-jobs"
 *
 *  audit-log ──▶ audit-processor ──▶ store "audit"
 *
 *  delivery-attempts ──▶ attempt-processor ──▶ store "attempts"
 * </pre>
 *
 * What is over goes: dead letters after their retention, what became of them a while later ({@link DeadLetterSweep}).
 *
 * <p>Every put goes where the record's source position or id says, so that doing it again changes nothing.
 */
final class ViewsTopology {

    static final String TRACE = "trace";
    static final String DEAD_LETTERS = "dead-letters";
    static final String RESOLUTIONS = "dead-letter-resolutions";
    static final String ENDINGS = "replay-endings";
    static final String BALANCES = "balances";

    private ViewsTopology() {}

    /** The internal topic that feeds a store. */
    static String repartitionTopic(ViewsSettings settings, String name) {
        return settings.applicationId() + "-" + name + "-repartition";
    }

    /**
     * Builds the topology.
     *
     * @param issuer who says what receipts say
     */
    static Topology build(
            AvroSerdes serdes,
            ViewsSettings settings,
            String issuer,
            SweepSettings sweep,
            DeadLetterRetention retention,
            ViewsListener listener) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, MessageEvent> events = source(builder, serdes, Topics.MESSAGE_EVENTS);
        KStream<String, Attempt> attempts = source(builder, serdes, Topics.DELIVERY_ATTEMPTS);
        List<String> deadLetterTopics =
                Topics.withDeadLetters().stream().map(Topic::deadLetters).toList();
        KStream<byte[], byte[]> dead = builder.stream(
                deadLetterTopics,
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("dead-letters-source"));
        traces(builder, events, serdes, settings, issuer, listener);
        DeadLetterStore store = new DeadLetterStore(serdes);
        deadLetters(
                builder,
                dead,
                serdes,
                settings,
                () -> new DeadLetterArrivals(store, new DeadLetterSweep(store, retention, sweep), listener));
        endings(dead, attempts, events, serdes, settings);
        replayJobs(builder, serdes, listener);
        attempts(builder, attempts, serdes, settings);
        intake(builder, serdes);
        balances(builder, serdes);
        audit(builder, serdes);
        return builder.build();
    }

    private static void traces(
            StreamsBuilder builder,
            KStream<String, MessageEvent> events,
            AvroSerdes serdes,
            ViewsSettings settings,
            String issuer,
            ViewsListener listener) {
        builder.addStateStore(TraceStore.builder());
        events.process(EventLocator::new, Named.as("locate"))
                .repartition(byId(TRACE, serdes.state(MessageEvent.class), settings))
                .process(
                        () -> new TraceProcessor(serdes, issuer, listener),
                        Named.as("trace-processor"),
                        TraceStore.NAME);
    }

    private static void deadLetters(
            StreamsBuilder builder,
            KStream<byte[], byte[]> dead,
            AvroSerdes serdes,
            ViewsSettings settings,
            ProcessorSupplier<String, DeadLetterEntry, Void, Void> arrivals) {
        DeadLetterStore store = new DeadLetterStore(serdes);
        builder.addStateStore(DeadLetterStore.builder());
        dead.process(DeadLetterReader::new, Named.as("read-story"))
                .repartition(byId(DEAD_LETTERS, serdes.state(DeadLetterEntry.class), settings))
                .process(arrivals, Named.as("dead-letter-processor"), DeadLetterStore.NAME);
        source(builder, serdes, Topics.DEAD_LETTER_RESOLUTIONS)
                .filter((id, resolution) -> Objects.nonNull(resolution), Named.as("drop-tombstones"))
                .repartition(byId(RESOLUTIONS, serdes.state(DeadLetterResolution.class), settings))
                .process(
                        () -> DeadLetterProcessors.resolutions(store),
                        Named.as("resolution-processor"),
                        DeadLetterStore.NAME);
    }

    /** By three ways: else every task would read all of their topics, and Kafka Streams looks at each before each record. */
    private static void endings(
            KStream<byte[], byte[]> dead,
            KStream<String, Attempt> attempts,
            KStream<String, MessageEvent> events,
            AvroSerdes serdes,
            ViewsSettings settings) {
        DeadLetterStore store = new DeadLetterStore(serdes);
        Serde<DeadLetterOutcome> outcomes = serdes.state(DeadLetterOutcome.class);
        dead.process(ReplayEndings::ofDeadLetters, Named.as("endings-dead-letters"))
                .repartition(byId(ENDINGS + "-dead-letters", outcomes, settings))
                .merge(
                        attempts.process(ReplayEndings::ofAttempts, Named.as("endings-attempts"))
                                .repartition(byId(ENDINGS + "-attempts", outcomes, settings)),
                        Named.as("endings-a"))
                .merge(
                        events.process(ReplayEndings::ofMessageEvents, Named.as("endings-message-events"))
                                .repartition(byId(ENDINGS + "-message-events", outcomes, settings)),
                        Named.as("endings-b"))
                .process(() -> DeadLetterProcessors.endings(store), Named.as("ending-processor"), DeadLetterStore.NAME);
    }

    private static void replayJobs(StreamsBuilder builder, AvroSerdes serdes, ViewsListener listener) {
        ReplayJobStore store = new ReplayJobStore(serdes);
        builder.addStateStore(ReplayJobStore.builder());
        source(builder, serdes, Topics.REPLAY_JOBS)
                .process(() -> store.updater(listener), Named.as("replay-job-processor"), ReplayJobStore.NAME);
    }

    private static void attempts(
            StreamsBuilder builder, KStream<String, Attempt> source, AvroSerdes serdes, ViewsSettings settings) {
        Serde<Attempt> attempts = serdes.state(Attempt.class);
        builder.addStateStore(AttemptStore.builder());
        source.process(
                () -> new AttemptProcessor(attempts.serializer(), settings.attemptsPerSubscription()),
                Named.as("attempt-processor"),
                AttemptStore.NAME);
    }

    private static void audit(StreamsBuilder builder, AvroSerdes serdes) {
        AuditStore store = new AuditStore(serdes);
        builder.addStateStore(AuditStore.builder());
        source(builder, serdes, Topics.AUDIT_LOG).process(store::updater, Named.as("audit-processor"), AuditStore.NAME);
    }

    private static void intake(StreamsBuilder builder, AvroSerdes serdes) {
        List<String> lanes = Stream.of(Topics.MESSAGES_EXPRESS, Topics.MESSAGES_NORMAL, Topics.MESSAGES_BULK)
                .map(Topic::name)
                .toList();
        IntakeStore store = new IntakeStore(serdes);
        builder.addStateStore(IntakeStore.builder());
        builder.stream(
                        lanes,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("intake-source"))
                .process(() -> new IntakeProcessor(store), Named.as("intake-processor"), IntakeStore.NAME);
    }

    /** In memory: a persistent global store may be left by a kill so that no later start succeeds (KAFKA-21034). */
    private static void balances(StreamsBuilder builder, AvroSerdes serdes) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(BALANCES), Serdes.String(), serdes.state(Balance.class))
                        .withLoggingDisabled(),
                Topics.BALANCES.name(),
                Consumed.with(Topics.BALANCES.keySerde(), serdes.value(Topics.BALANCES))
                        .withName(BALANCES),
                BalanceUpdater::new);
    }

    private static <V extends SpecificRecord> KStream<String, V> source(
            StreamsBuilder builder, AvroSerdes serdes, Topic<V> topic) {
        return builder.stream(
                topic.name(),
                Consumed.with(topic.keySerde(), serdes.value(topic)).withName(topic.name() + "-source"));
    }

    private static <V> Repartitioned<String, V> byId(String name, Serde<V> values, ViewsSettings settings) {
        return Repartitioned.<String, V>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(values)
                .withNumberOfPartitions(settings.partitions());
    }
}
