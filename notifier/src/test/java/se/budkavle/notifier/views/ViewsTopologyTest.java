package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.AcknowledgementIssue;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.ReplayEnding;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

class ViewsTopologyTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plus(Duration.ofDays(14));
    private static final String INERA = "0203:inera.se";
    private static final int KEPT = 20;
    private static final String SECRET = "canary-of-content";
    private static final ViewsSettings SETTINGS = new ViewsSettings(
            true, "budkavle-views", 2, 1, 0, Duration.ofMillis(100), Duration.ofMillis(20), KEPT, 100, 1000);

    /** Rounds of few rows, so that a sweep takes many. */
    static final SweepSettings SWEEP = new SweepSettings(Duration.ofSeconds(1), 3, Duration.ofHours(1));

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final DeadLetterStore deadLetters = new DeadLetterStore(serdes);
    private final DeliveryStates states = new DeliveryStates(serdes);
    private final MessageIndex index = new MessageIndex(serdes);

    private TopologyTestDriver driver;
    private TestInputTopic<String, MessageEvent> events;
    private TestInputTopic<byte[], byte[]> dead;
    private TestInputTopic<String, DeadLetterResolution> resolutions;
    private TestInputTopic<String, Attempt> attempts;

    @BeforeEach
    void start(@TempDir Path state) {
        Properties properties = new StreamsSettings(
                        "budkavle-views", "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(
                ViewsTopology.build(serdes, SETTINGS, "test", SWEEP, DeadLetterRetention.DEFAULT, ViewsListener.NONE),
                properties,
                NOW);
        events = driver.createInputTopic(
                "message-events",
                new StringSerializer(),
                serdes.value(Topics.MESSAGE_EVENTS).serializer());
        dead = driver.createInputTopic("notifications.dlq", new ByteArraySerializer(), new ByteArraySerializer());
        resolutions = driver.createInputTopic(
                "dead-letter-resolutions",
                new StringSerializer(),
                serdes.value(Topics.DEAD_LETTER_RESOLUTIONS).serializer());
        attempts = driver.createInputTopic(
                "delivery-attempts",
                new StringSerializer(),
                serdes.value(Topics.DELIVERY_ATTEMPTS).serializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void theTopologyIsWhatItWas() {
        // Names of stores and repartition topics are data on Kafka: another name is another, empty one.
        assertThat(ViewsTopology.build(serdes, SETTINGS, "test", SWEEP, DeadLetterRetention.DEFAULT, ViewsListener.NONE)
                        .describe()
                        .toString()
                        .strip())
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: dead-letters-source (topics: [messages.express.dlq, replay-jobs.dlq, audit-log.dlq, dead-letter-resolutions.dlq, messages.bulk.dlq, deliveries.dlq, notifications.dlq, message-events.dlq, events.dlq, delivery-attempts.dlq, registry-commands.dlq, replay-commands.dlq, audit.dlq, dead-letter-commands.dlq, messages.normal.dlq, mailbox-commands.dlq])
                              --> endings-dead-letters, read-story
                            Source: message-events-source (topics: [message-events])
                              --> endings-message-events, locate
                            Source: delivery-attempts-source (topics: [delivery-attempts])
                              --> endings-attempts, attempt-processor
                            Processor: endings-attempts (stores: [])
                              --> endings-a
                              <-- delivery-attempts-source
                            Processor: endings-dead-letters (stores: [])
                              --> endings-a
                              <-- dead-letters-source
                            Processor: endings-a (stores: [])
                              --> endings-b
                              <-- endings-dead-letters, endings-attempts
                            Processor: endings-message-events (stores: [])
                              --> endings-b
                              <-- message-events-source
                            Processor: endings-b (stores: [])
                              --> replay-endings-repartition-filter
                              <-- endings-a, endings-message-events
                            Processor: locate (stores: [])
                              --> trace-repartition-filter
                              <-- message-events-source
                            Processor: read-story (stores: [])
                              --> dead-letters-repartition-filter
                              <-- dead-letters-source
                            Processor: dead-letters-repartition-filter (stores: [])
                              --> dead-letters-repartition-sink
                              <-- read-story
                            Processor: replay-endings-repartition-filter (stores: [])
                              --> replay-endings-repartition-sink
                              <-- endings-b
                            Processor: trace-repartition-filter (stores: [])
                              --> trace-repartition-sink
                              <-- locate
                            Processor: attempt-processor (stores: [attempts])
                              --> none
                              <-- delivery-attempts-source
                            Sink: dead-letters-repartition-sink (topic: dead-letters-repartition)
                              <-- dead-letters-repartition-filter
                            Sink: replay-endings-repartition-sink (topic: replay-endings-repartition)
                              <-- replay-endings-repartition-filter
                            Sink: trace-repartition-sink (topic: trace-repartition)
                              <-- trace-repartition-filter

                          Sub-topology: 1
                            Source: trace-repartition-source (topics: [trace-repartition])
                              --> trace-processor
                            Processor: trace-processor (stores: [trace])
                              --> none
                              <-- trace-repartition-source

                          Sub-topology: 2
                            Source: dead-letter-resolutions-repartition-source (topics: [dead-letter-resolutions-repartition])
                              --> resolution-processor
                            Source: dead-letters-repartition-source (topics: [dead-letters-repartition])
                              --> dead-letter-processor
                            Source: replay-endings-repartition-source (topics: [replay-endings-repartition])
                              --> ending-processor
                            Processor: dead-letter-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letters-repartition-source
                            Processor: ending-processor (stores: [dead-letters])
                              --> none
                              <-- replay-endings-repartition-source
                            Processor: resolution-processor (stores: [dead-letters])
                              --> none
                              <-- dead-letter-resolutions-repartition-source

                          Sub-topology: 3
                            Source: dead-letter-resolutions-source (topics: [dead-letter-resolutions])
                              --> drop-tombstones
                            Processor: drop-tombstones (stores: [])
                              --> dead-letter-resolutions-repartition-filter
                              <-- dead-letter-resolutions-source
                            Processor: dead-letter-resolutions-repartition-filter (stores: [])
                              --> dead-letter-resolutions-repartition-sink
                              <-- drop-tombstones
                            Sink: dead-letter-resolutions-repartition-sink (topic: dead-letter-resolutions-repartition)
                              <-- dead-letter-resolutions-repartition-filter

                          Sub-topology: 4
                            Source: replay-jobs-source (topics: [replay-jobs])
                              --> replay-job-processor
                            Processor: replay-job-processor (stores: [replay-jobs])
                              --> none
                              <-- replay-jobs-source

                          Sub-topology: 5
                            Source: intake-source (topics: [messages.express, messages.bulk, messages.normal])
                              --> intake-processor
                            Processor: intake-processor (stores: [intake])
                              --> none
                              <-- intake-source

                          Sub-topology: 6 for global store (will not generate tasks)
                            Source: balances-source (topics: [balances])
                              --> balances
                            Processor: balances (stores: [balances])
                              --> none
                              <-- balances-source
                          Sub-topology: 7
                            Source: audit-log-source (topics: [audit-log])
                              --> audit-processor
                            Processor: audit-processor (stores: [audit])
                              --> none
                              <-- audit-log-source""");
    }

    @Test
    void aTraceIsInTheOrderOfItsConversationAndTellsNothingTwice() {
        events.pipeInput("c", event("1", MessageEventType.ACCEPTED));
        events.pipeInput("c", event("2", MessageEventType.AVAILABLE));
        events.pipeInput("c", event("2", MessageEventType.AVAILABLE));
        events.pipeInput("c", event("3", MessageEventType.RETRIEVED));

        List<TraceStore.Step> steps = steps();

        assertThat(steps)
                .extracting(step -> step.event().getType())
                .containsExactly(MessageEventType.ACCEPTED, MessageEventType.AVAILABLE, MessageEventType.RETRIEVED);
        assertThat(steps).extracting(TraceStore.Step::sequence).containsExactly(0L, 1L, 3L);
    }

    @Test
    void theRecipientsOwnWordsAreNotKept() {
        events.pipeInput(
                "c",
                MessageEvent.newBuilder(event("1", MessageEventType.REJECTED))
                        .setReasonDetail(SECRET)
                        .setIssues(List.of(AcknowledgementIssue.newBuilder()
                                .setCode("wrong-unit")
                                .setDetail(SECRET)
                                .build()))
                        .build());

        assertThat(steps().getFirst().event().getReasonDetail()).isNull();
        assertThat(valuesOf(TraceStore.NAME)).noneMatch(value -> value.contains(SECRET));
    }

    @Test
    void aDeadLetterTellsItsStoryAndNotItsContent() {
        die("d1", NOW);

        DeadLetterItem item = list(100).items().getFirst();

        assertThat(item.explanation()).isEqualTo(Reason.PUSH_FAILED.explanation());
        assertThat(item.status()).isEqualTo("OPEN");
        assertThat(valuesOf(DeadLetterStore.NAME)).noneMatch(value -> value.contains(SECRET));
    }

    @Test
    void aDeadLetterWithoutStoryIsListedByItsPlace() {
        dead.pipeInput(new TestRecord<>(null, SECRET.getBytes(StandardCharsets.UTF_8), NOW));

        assertThat(list(100).items())
                .singleElement()
                .returns("notifications", DeadLetterItem::topic)
                .returns("undecodable", DeadLetterItem::reason);
    }

    @Test
    void whatBecameOfADeadLetterIsShownWhicheverIsToldFirst() {
        die("d1", NOW);
        resolutions.pipeInput("d1", resolution("d1", DeadLetterStatus.REPLAYED));
        resolutions.pipeInput("d2", resolution("d2", DeadLetterStatus.DISCARDED));
        resolutions.pipeInput("d3", null);
        die("d2", NOW);
        die("d3", NOW);

        assertThat(status("d1")).isEqualTo(DeadLetterStatus.REPLAYED);
        assertThat(status("d2")).isEqualTo(DeadLetterStatus.DISCARDED);
        assertThat(status("d3")).isEqualTo(DeadLetterStatus.OPEN);
    }

    @Test
    void theNewestDeadLettersComeFirstAndPagesMeet() {
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
            die("d" + i, NOW.plusSeconds(i));
        }

        Slice<DeadLetterItem> first = list(3);
        Slice<DeadLetterItem> second =
                deadLetters.list(store(DeadLetterStore.NAME), first.next(), Instant.EPOCH, any -> true, 3, 100);

        assertThat(first.items()).extracting(DeadLetterItem::id).containsExactly("d5", "d4", "d3");
        assertThat(second.items()).extracting(DeadLetterItem::id).containsExactly("d2", "d1");
        assertThat(second.next()).isNull();
    }

    @Test
    void whatARunOfAJobBecameIsCountedWhicheverIsToldFirst() {
        resolutions.pipeInput("d1", ofJob("d1"));
        attempts.pipeInput("s", settled("d1"));
        attempts.pipeInput("s", settled("d2"));
        resolutions.pipeInput("d2", ofJob("d2"));
        die("d1", NOW);

        var store = store(DeadLetterStore.NAME);

        assertThat(deadLetters.ended(store, "job", ReplayEnding.SUCCEEDED)).isEqualTo(2);
        assertThat(deadLetters.ended(store, "job", ReplayEnding.FAILED_AGAIN)).isZero();
        assertThat(list(1).items().getFirst().outcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    void deadLettersGoWhenTheirTimeIsOverAndWhatBecameOfThemWhenTheirOwnerHasForgottenIt() {
        die("open", NOW);
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
            resolutions.pipeInput("d" + i, ofJob("d" + i));
            attempts.pipeInput("s", settled("d" + i));
        }
        Instant later = NOW.plus(Duration.ofDays(10));
        die("later", later);
        resolutions.pipeInput(
                "later",
                DeadLetterResolution.newBuilder(ofJob("later")).setAt(later).build());

        pass(DeadLetterRetention.DEFAULT.time());
        assertThat(list(100).items())
                .extracting(DeadLetterItem::id, DeadLetterItem::status)
                .containsExactly(tuple("later", "REPLAYED"));
        // The job is shown for as long after its end.
        assertThat(deadLetters.ended(store(DeadLetterStore.NAME), "job", ReplayEnding.SUCCEEDED))
                .isEqualTo(5);

        pass(DeadLetterRetention.DEFAULT.remembered().minus(DeadLetterRetention.DEFAULT.time()));
        assertThat(list(100).items()).isEmpty();
        assertThat(keysOf(DeadLetterStore.NAME)).containsExactly("rlater");
        assertThat(deadLetters.ended(store(DeadLetterStore.NAME), "job", ReplayEnding.SUCCEEDED))
                .isZero();

        pass(Duration.ofDays(10));
        assertThat(keysOf(DeadLetterStore.NAME)).isEmpty();
    }

    /** Time passes, and a sweep with it, in as many rounds as it takes. */
    private void pass(Duration time) {
        driver.advanceWallClockTime(time);
        for (int i = 0; i < 120; i++) {
            driver.advanceWallClockTime(Duration.ofMinutes(1));
        }
    }

    private List<String> keysOf(String name) {
        try (var all = store(name).all()) {
            List<String> keys = new ArrayList<>();
            all.forEachRemaining(
                    each -> keys.add(new String(each.key.get(), StandardCharsets.ISO_8859_1).replace("\0", "")));
            return keys;
        }
    }

    private static DeadLetterResolution ofJob(String id) {
        return DeadLetterResolution.newBuilder(resolution(id, DeadLetterStatus.REPLAYED))
                .setReplayJobId("job")
                .build();
    }

    private static Attempt settled(String replayId) {
        return Attempt.newBuilder(attempt(1))
                .setConsequence(AttemptConsequence.SETTLED)
                .setReplayId(replayId)
                .build();
    }

    @Test
    void aPageEndsWhenEnoughWasLookedAt() {
        for (int i = 1; i <= 5; i++) {
            die("d" + i, NOW.plusSeconds(i));
        }

        Slice<DeadLetterItem> page = deadLetters.list(
                store(DeadLetterStore.NAME),
                null,
                Instant.EPOCH,
                item -> item.id().equals("d1"),
                10,
                3);

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEqualTo(Position.of(NOW.plusSeconds(3), "notifications", 0, 7, "d3"));
    }

    @Test
    void theNewestAttemptsAreKeptAndOldOnesLetGo() {
        for (int i = 1; i <= 100; i++) {
            attempts.pipeInput("s", attempt(i));
        }

        List<AttemptStore.Numbered> newest = AttemptStore.list(
                store(AttemptStore.NAME), serdes.state(Attempt.class).deserializer(), "s", Long.MAX_VALUE, 1000);

        assertThat(newest).hasSizeBetween(KEPT, KEPT + 16);
        assertThat(newest.getFirst().attempt().getAttempt()).isEqualTo(100);
        assertThat(newest.getFirst().attempt().getResponseExcerpt()).isEqualTo(SECRET);
    }

    @Test
    void attemptsAreCountedByWhatTheyMet() {
        Attempt first = succeeded(NOW);
        Attempt second = succeeded(NOW.plusSeconds(1));

        assertThat(AttemptFigures.of("s", List.of())).isEqualTo(new AttemptFigures("s", 0, 0, null));
        assertThat(AttemptFigures.of("s", List.of(attempt(4), second, attempt(2), first)))
                .isEqualTo(new AttemptFigures("s", 4, 2, NOW.plusSeconds(1)));
    }

    private static Attempt succeeded(Instant at) {
        return Attempt.newBuilder(attempt(1))
                .setOutcome(AttemptOutcome.SUCCEEDED)
                .setAt(at)
                .build();
    }

    @Test
    void aDeadLetterThatTheBackboneReleasedOrLetExpireSaysSo() {
        die("released", NOW);
        die("expired", NOW);
        resolutions.pipeInput(
                "released",
                DeadLetterResolution.newBuilder(resolution("released", DeadLetterStatus.REPLAYED))
                        .setActorKind(ActorKind.BACKBONE)
                        .build());
        resolutions.pipeInput("expired", resolution("expired", DeadLetterStatus.EXPIRED));

        assertThat(list(100).items())
                .extracting(DeadLetterItem::id, DeadLetterItem::status)
                .containsExactlyInAnyOrder(tuple("released", "REPLAYED"), tuple("expired", "EXPIRED"));
    }

    @Test
    void everyRecipientsStateIsKeptAsItHappens() {
        events.pipeInput("c", accepted("m", "one", "two"));
        events.pipeInput("c", about("m", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));
        events.pipeInput("c", about("m", "two", MessageEventType.HELD, MessageStatus.HELD));
        events.pipeInput("c", about("m", "one", MessageEventType.RETRIEVED, MessageStatus.RETRIEVED));
        events.pipeInput("c", about("m", "one", MessageEventType.RECALL_REFUSED, MessageStatus.RETRIEVED));
        events.pipeInput("c", about("m", "two", MessageEventType.CANCELLED, MessageStatus.CANCELLED));

        assertThat(statuses("m")).containsExactly(entry("one", "RETRIEVED"), entry("two", "CANCELLED"));
    }

    @Test
    void anEventAboutTheMessageIsAboutEveryRecipient() {
        events.pipeInput("c", accepted("m", "one", "two"));
        events.pipeInput(
                "c",
                MessageEvent.newBuilder(about("m", "", MessageEventType.EXPIRED, MessageStatus.EXPIRED))
                        .setRecipient(null)
                        .build());

        assertThat(statuses("m").values()).containsExactly("EXPIRED", "EXPIRED");
    }

    @Test
    void whatIsOverdueIsListedUntilItsNextStepComes() {
        events.pipeInput("c", accepted("m", "one", "two"));
        events.pipeInput("c", accepted("n", "one"));
        events.pipeInput("c", about("m", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));

        assertThat(overdue(NOW)).isEmpty();
        assertThat(overdue(NOW.plusSeconds(1)))
                .extracting(OverdueItem::messageId, OverdueItem::recipient, OverdueItem::status, OverdueItem::due)
                .containsExactly(tuple("m", "two", "ACCEPTED", NOW), tuple("n", "one", "ACCEPTED", NOW));
        assertThat(overdue(EXPIRY.plusSeconds(1)))
                .extracting(OverdueItem::messageId, OverdueItem::recipient, OverdueItem::status)
                .containsExactly(
                        tuple("m", "two", "ACCEPTED"), tuple("n", "one", "ACCEPTED"), tuple("m", "one", "AVAILABLE"));

        events.pipeInput("c", about("m", "one", MessageEventType.ACKNOWLEDGED, MessageStatus.ACKNOWLEDGED));
        events.pipeInput("c", about("m", "two", MessageEventType.UNDELIVERABLE, MessageStatus.UNDELIVERABLE));
        assertThat(overdue(EXPIRY.plusSeconds(1)))
                .extracting(OverdueItem::messageId)
                .containsExactly("n");
    }

    @Test
    void aScheduledMessageIsOverdueAfterItsReleaseOnly() {
        Instant release = NOW.plus(Duration.ofDays(1));
        events.pipeInput("c", accepted("m", "one"));
        events.pipeInput(
                "c",
                MessageEvent.newBuilder(about("m", "one", MessageEventType.SCHEDULED, MessageStatus.SCHEDULED))
                        .setNextAt(release)
                        .build());

        assertThat(overdue(release)).isEmpty();
        assertThat(overdue(release.plusMillis(1))).hasSize(1);
    }

    @Test
    void anOrganisationListsItsMessagesNewestFirstByWhatItKnows() {
        for (int i = 1; i <= 5; i++) {
            events.pipeInput(
                    "c" + i % 2,
                    MessageEvent.newBuilder(accepted("m" + i, "one"))
                            .setConversationId("c" + i % 2)
                            .setSenderMessageId("sender-" + i)
                            .setCaseIdHash(ByteBuffer.wrap(new byte[] {(byte) i, 1}))
                            .setAt(NOW.plusSeconds(i))
                            .build());
        }
        events.pipeInput("c", about("m3", "one", MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));

        assertThat(listed(query(null, null, null, null))).containsExactly("m5", "m4", "m3", "m2", "m1");
        assertThat(listed(query("c1", null, null, null))).containsExactly("m5", "m3", "m1");
        assertThat(listed(query(null, "0401", null, null))).containsExactly("m4");
        assertThat(listed(query(null, null, "sender-2", null))).containsExactly("m2");
        assertThat(listed(query("c1", null, "sender-2", null))).isEmpty();
        assertThat(listed(query(null, null, null, "AVAILABLE"))).containsExactly("m3");
        assertThat(listed(new MessageQuery("0203:digg.se", null, null, null, null)))
                .isEmpty();
    }

    @Test
    void pagesOfMessagesMeet() {
        for (int i = 1; i <= 5; i++) {
            events.pipeInput("c", accepted("m" + i, "one"));
        }

        Slice<MessageItem> first = messages(query(null, null, null, null), null, 2, 100);
        Slice<MessageItem> second = messages(query(null, null, null, null), first.next(), 2, 100);
        Slice<MessageItem> third = messages(query(null, null, null, null), second.next(), 2, 100);

        assertThat(first.items()).extracting(MessageItem::messageId).containsExactly("m5", "m4");
        assertThat(second.items()).extracting(MessageItem::messageId).containsExactly("m3", "m2");
        assertThat(third.items()).extracting(MessageItem::messageId).containsExactly("m1");
        assertThat(third.next()).isNull();
    }

    @Test
    void anotherMessageInTheNameOfTheFirstIsListedOnce() {
        events.pipeInput("c", accepted("m", "one"));
        events.pipeInput(
                "d",
                MessageEvent.newBuilder(accepted("m", "one"))
                        .setEventId("another")
                        .setConversationId("d")
                        .setAt(NOW.plusSeconds(1))
                        .build());
        events.pipeInput("c", accepted("m", "one"));

        assertThat(listed(query(null, null, null, null))).containsExactly("m");
        assertThat(listed(query("d", null, null, null))).isEmpty();
    }

    @Test
    void whatComesInIsCountedByItsHeadersAlone() {
        accept("messages.normal", MessageKind.MESSAGE, 3, null);
        accept("messages.bulk", MessageKind.MESSAGE, 1, null);
        accept("messages.normal", MessageKind.CANCELLATION, 3, null);
        accept("messages.normal", MessageKind.MESSAGE, 1, se.budkavle.schemas.RecordHeaders.DEAD_LETTER_ID);
        accept("messages.normal", MessageKind.MESSAGE, 1, se.budkavle.schemas.RecordHeaders.REPLAY);

        assertThat(intake()).containsExactly(entry(INERA, new Intake(2, 4)));
    }

    @Test
    void whatIsReadAgainIsNotCountedAgain() {
        IntakeStore counts = new IntakeStore(serdes);
        counts.count(store(IntakeStore.NAME), "messages.normal", 0, INERA, 0, 2);
        counts.count(store(IntakeStore.NAME), "messages.normal", 0, INERA, 7, 2);
        counts.count(store(IntakeStore.NAME), "messages.normal", 0, INERA, 0, 2);
        counts.count(store(IntakeStore.NAME), "messages.normal", 0, INERA, 7, 2);
        counts.count(store(IntakeStore.NAME), "messages.normal", 1, INERA, 0, 2);

        assertThat(intake()).containsExactly(entry(INERA, new Intake(3, 6)));
    }

    @Test
    void whatTheOwnersCountIsKeptWhole() {
        TestInputTopic<String, Balance> balances = driver.createInputTopic(
                "balances",
                new StringSerializer(),
                serdes.value(Topics.BALANCES).serializer());
        Balance balance = Balance.newBuilder()
                .setKeeper(BookKeeper.MAILBOX)
                .setPart("0")
                .setOrganisation(INERA)
                .setCounts(Map.of("received", 2L))
                .setAt(NOW)
                .build();

        balances.pipeInput("MAILBOX/0/" + INERA, balance);
        balances.pipeInput("MAILBOX/1/" + INERA, balance);
        balances.pipeInput("MAILBOX/1/" + INERA, null);

        KeyValueStore<String, Balance> kept = driver.getKeyValueStore(ViewsTopology.BALANCES);
        assertThat(kept.get("MAILBOX/0/" + INERA)).isEqualTo(balance);
        assertThat(kept.get("MAILBOX/1/" + INERA)).isNull();
    }

    private void accept(String topic, MessageKind kind, int recipients, @Nullable String marked) {
        RecordHeaders headers = new RecordHeaders();
        se.budkavle.schemas.RecordHeaders.put(headers, se.budkavle.schemas.RecordHeaders.KIND, kind.name());
        se.budkavle.schemas.RecordHeaders.put(headers, se.budkavle.schemas.RecordHeaders.ORGANISATION, INERA);
        se.budkavle.schemas.RecordHeaders.put(
                headers, se.budkavle.schemas.RecordHeaders.RECIPIENTS, Integer.toString(recipients));
        if (marked != null) {
            se.budkavle.schemas.RecordHeaders.put(headers, marked, "1");
        }
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(null, SECRET.getBytes(StandardCharsets.UTF_8), headers, NOW));
    }

    private Map<String, Intake> intake() {
        Map<String, Intake> sum = new HashMap<>();
        new IntakeStore(serdes).addTo(sum, store(IntakeStore.NAME));
        return sum;
    }

    private Map<String, String> statuses(String messageId) {
        Map<String, String> statuses = new LinkedHashMap<>();
        states.of(store(TraceStore.NAME), messageId)
                .forEach((recipient, state) ->
                        statuses.put(recipient, state.getStatus().name()));
        return statuses;
    }

    private List<OverdueItem> overdue(Instant dueBefore) {
        return states.overdue(store(TraceStore.NAME), dueBefore, 100);
    }

    private Slice<MessageItem> messages(MessageQuery query, @Nullable Position before, int limit, int maxScanned) {
        return index.list(store(TraceStore.NAME), query, before, limit, maxScanned);
    }

    private List<String> listed(MessageQuery query) {
        return messages(query, null, 100, 100).items().stream()
                .map(MessageItem::messageId)
                .toList();
    }

    private static MessageQuery query(
            @Nullable String conversation, @Nullable String hash, @Nullable String sender, @Nullable String status) {
        return new MessageQuery(INERA, conversation, hash, sender, status);
    }

    private static MessageEvent accepted(String messageId, String... recipients) {
        return MessageEvent.newBuilder(about(messageId, "", MessageEventType.ACCEPTED, MessageStatus.ACCEPTED))
                .setEventId("accepted " + messageId)
                .setRecipient(null)
                .setRecipients(List.of(recipients))
                .setExpiresAt(EXPIRY)
                .build();
    }

    private static MessageEvent about(String messageId, String recipient, MessageEventType type, MessageStatus after) {
        return MessageEvent.newBuilder(event(messageId + recipient + type, type))
                .setMessageId(messageId)
                .setRecipient(recipient)
                .setStatusAfter(after)
                .build();
    }

    private List<TraceStore.Step> steps() {
        return new TraceStore(serdes).steps(store(TraceStore.NAME), "m");
    }

    private Slice<DeadLetterItem> list(int limit) {
        return deadLetters.list(store(DeadLetterStore.NAME), null, Instant.EPOCH, any -> true, limit, 100);
    }

    private DeadLetterStatus status(String id) {
        DeadLetterEntry entry = deadLetters.find(store(DeadLetterStore.NAME), id);
        return entry.getStatus();
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private List<String> valuesOf(String name) {
        try (var all = store(name).all()) {
            List<String> values = new ArrayList<>();
            all.forEachRemaining(each -> values.add(new String(each.value, StandardCharsets.ISO_8859_1)));
            return values;
        }
    }

    private void die(String id, Instant failedAt) {
        RecordHeaders headers = new RecordHeaders();
        new DeadLetter(
                        id,
                        "notifications",
                        0,
                        7,
                        Reason.PUSH_FAILED,
                        "m",
                        null,
                        "s",
                        "0203:digg.se",
                        failedAt,
                        failedAt,
                        11,
                        0)
                .writeTo(headers);
        byte[] value = SECRET.getBytes(StandardCharsets.UTF_8);
        dead.pipeInput(new TestRecord<>(null, value, headers, failedAt));
    }

    private static DeadLetterResolution resolution(String id, DeadLetterStatus status) {
        return DeadLetterResolution.newBuilder()
                .setDeadLetterId(id)
                .setStatus(status)
                .setReplays(1)
                .setOrganisation("0203:digg.se")
                .setAt(NOW)
                .build();
    }

    private static Attempt attempt(int number) {
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

    private static MessageEvent event(String id, MessageEventType type) {
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
}
