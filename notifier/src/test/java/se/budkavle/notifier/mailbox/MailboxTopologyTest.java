package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.mailbox.Fixtures.DIGG_INBOX;
import static se.budkavle.notifier.mailbox.Fixtures.GATEWAY;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.acknowledge;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.dispose;
import static se.budkavle.notifier.mailbox.Fixtures.recall;
import static se.budkavle.notifier.mailbox.Fixtures.retrieve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Producer;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

class MailboxTopologyTest {

    private static final MailboxSettings SETTINGS = new MailboxSettings(
            true, "budkavle-mailbox", 1, 0, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofSeconds(1), 2);

    private final AvroSerdes serdes = AvroSerdes.inMemory();
    private final List<String> arrivals = new ArrayList<>();

    private TopologyTestDriver driver;
    private TestInputTopic<String, Delivery> deliveries;
    private TestInputTopic<String, MailboxCommand> commands;
    private TestOutputTopic<String, MessageEvent> events;
    private TestOutputTopic<String, CommandResult> results;

    @BeforeEach
    void start(@TempDir Path state) {
        // The driver forgets a dead letter of an undecodable record when it plays transactions; one thread needs none.
        Properties properties = new StreamsSettings(
                        "budkavle-mailbox", "test", state, null, 1, 0, 1, 20, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(MailboxTopology.build(serdes, SETTINGS, listener()), properties, NOW);
        deliveries = driver.createInputTopic(
                "deliveries",
                new StringSerializer(),
                serdes.value(Topics.DELIVERIES).serializer());
        commands = driver.createInputTopic(
                "mailbox-commands",
                new StringSerializer(),
                serdes.value(Topics.MAILBOX_COMMANDS).serializer());
        events = driver.createOutputTopic(
                "message-events",
                new StringDeserializer(),
                serdes.value(Topics.MESSAGE_EVENTS).deserializer());
        results = driver.createOutputTopic(
                "command-results",
                new StringDeserializer(),
                serdes.value(Topics.COMMAND_RESULTS).deserializer());
    }

    private MailboxListener listener() {
        return new MailboxListener() {
            @Override
            public void onArrival(String recipient) {
                arrivals.add(recipient);
            }
        };
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void theTopologyIsWhatItWas() {
        assertThat(MailboxTopology.build(serdes, SETTINGS, MailboxListener.NONE)
                        .describe()
                        .toString())
                .isEqualTo("""
                        Topologies:
                           Sub-topology: 0
                            Source: commands-source (topics: [mailbox-commands])
                              --> mailbox-processor
                            Source: deliveries-source (topics: [deliveries])
                              --> mailbox-processor
                            Processor: mailbox-processor (stores: [mailbox])
                              --> events-sink, results-sink
                              <-- deliveries-source, commands-source
                            Sink: events-sink (topic: message-events)
                              <-- mailbox-processor
                            Sink: results-sink (topic: command-results)
                              <-- mailbox-processor

                        """);
    }

    @Test
    void aDeliveryIsListedOnceAndWhoWaitsIsWoken() {
        deliver("a");
        deliver("b");
        deliver("a");

        assertThat(listed(Listing.UNACKNOWLEDGED)).containsExactly("a", "b");
        assertThat(arrivals).containsExactly(DIGG_INBOX, DIGG_INBOX);
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void anotherMessageInTheNameOfTheFirstIsToldAndNotKept() {
        deliver("a");

        deliveries.pipeInput(DIGG_INBOX, delivery("a", DIGG_INBOX, "another"));

        MessageEvent conflict = events.readValue();
        assertThat(conflict.getType()).isEqualTo(MessageEventType.CONFLICT);
        assertThat(conflict.getReasonCode()).isEqualTo("idempotency-conflict");
        assertThat(entry("a").getDelivery()).isEqualTo(delivery("a"));
    }

    @Test
    void aRetrievalIsToldOnceAndAnsweredEachTime() {
        deliver("a");
        Traceparent trace = Traceparent.begin();

        commands.pipeInput(new TestRecord<>(DIGG_INBOX, retrieve("a"), headersOf(trace)));
        commands.pipeInput(DIGG_INBOX, retrieve("a"));

        TestRecord<String, MessageEvent> told = events.readRecord();
        assertThat(told.key()).isEqualTo("conversation of a");
        assertThat(told.value().getType()).isEqualTo(MessageEventType.RETRIEVED);
        assertThat(told.value().getProducer()).isEqualTo(Producer.MAILBOX);
        assertThat(told.value().getActorOrganisation()).isEqualTo(Fixtures.DIGG);
        assertThat(told.value().getAudience()).containsExactlyInAnyOrder("0203:inera.se", Fixtures.DIGG);
        assertThat(Traceparent.parse(se.budkavle.schemas.RecordHeaders.get(told.headers(), "traceparent"))
                        .traceId())
                .isEqualTo(trace.traceId());
        assertThat(events.isEmpty()).isTrue();
        assertThat(results.readKeyValuesToList()).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.key).isEqualTo(GATEWAY);
            assertThat(answer.value.getOutcome()).isEqualTo(CommandOutcome.DONE);
            assertThat(answer.value.getStatus()).isEqualTo(MessageStatus.RETRIEVED);
            assertThat(answer.value.getContentRef()).isEqualTo(delivery("a").getContentRef());
        });
        assertThat(listed(Listing.UNACKNOWLEDGED)).containsExactly("a");
    }

    @Test
    void oneAnswerCountsAndTheOtherIsRefused() {
        deliver("a");

        commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.ACCEPTED));
        commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.ACCEPTED));
        commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.REJECTED));

        assertThat(events.readValuesToList())
                .extracting(MessageEvent::getType)
                .containsExactly(MessageEventType.ACKNOWLEDGED);
        assertThat(results.readValuesToList())
                .extracting(CommandResult::getOutcome, CommandResult::getCode, CommandResult::getStatus)
                .containsExactly(
                        tuple(CommandOutcome.DONE, null, MessageStatus.ACKNOWLEDGED),
                        tuple(CommandOutcome.UNCHANGED, null, MessageStatus.ACKNOWLEDGED),
                        tuple(CommandOutcome.CONFLICT, "already-acknowledged", MessageStatus.ACKNOWLEDGED));
        assertThat(listed(Listing.UNACKNOWLEDGED)).isEmpty();
        assertThat(listed(Listing.ALL)).containsExactly("a");
    }

    @Test
    void aCommandForWhatIsNotThereOrNotYoursGivesNothingAway() {
        deliver("a");

        commands.pipeInput(DIGG_INBOX, retrieve("unknown"));
        commands.pipeInput(
                DIGG_INBOX,
                MailboxCommand.newBuilder(retrieve("a"))
                        .setOrganisation("0203:elsewhere.se")
                        .build());

        assertThat(results.readValuesToList()).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.getOutcome()).isEqualTo(CommandOutcome.NOT_FOUND);
            assertThat(answer.getStatus()).isNull();
            assertThat(answer.getContentRef()).isNull();
        });
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void whatIsDisposedOfStaysListedAndIsGone() {
        deliver("a");

        commands.pipeInput(DIGG_INBOX, dispose("a"));
        commands.pipeInput(DIGG_INBOX, retrieve("a"));

        assertThat(results.readValuesToList())
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.DONE, null), tuple(CommandOutcome.GONE, "content-disposed"));
        assertThat(listed(Listing.ALL)).containsExactly("a");
        assertThat(events.readValuesToList())
                .extracting(MessageEvent::getType)
                .containsExactly(MessageEventType.DISPOSED);
    }

    @Test
    void aRecallTakesBackOnlyWhatNobodyHasRead() {
        deliver("unread");
        deliver("read");
        commands.pipeInput(DIGG_INBOX, retrieve("read"));
        events.readValuesToList();

        deliveries.pipeInput(DIGG_INBOX, recall("unread"));
        deliveries.pipeInput(DIGG_INBOX, recall("read"));
        deliveries.pipeInput(DIGG_INBOX, recall("unknown"));

        assertThat(events.readValuesToList())
                .extracting(MessageEvent::getMessageId, MessageEvent::getType, MessageEvent::getStatusAfter)
                .containsExactly(
                        tuple("unread", MessageEventType.CANCELLED, MessageStatus.CANCELLED),
                        tuple("read", MessageEventType.RECALL_REFUSED, MessageStatus.RETRIEVED));
        assertThat(listed(Listing.UNACKNOWLEDGED)).containsExactly("read");
    }

    @Test
    void unansweredDeliveriesEndInBatchesAndAnsweredOnesDoNot() {
        deliver("a");
        deliver("b");
        deliver("c");
        deliver("answered");
        commands.pipeInput(DIGG_INBOX, acknowledge("answered", AcknowledgementOutcome.ACCEPTED));
        events.readValuesToList();

        driver.advanceWallClockTime(Duration.ofDays(14));
        List<MessageEvent> firstBatch = events.readValuesToList();
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        List<MessageEvent> secondBatch = events.readValuesToList();

        assertThat(firstBatch).hasSize(2);
        assertThat(secondBatch).hasSize(1);
        assertThat(firstBatch).allSatisfy(event -> {
            assertThat(event.getType()).isEqualTo(MessageEventType.EXPIRED);
            assertThat(event.getReasonCode()).isEqualTo("expired");
        });
        assertThat(listed(Listing.UNACKNOWLEDGED)).isEmpty();
        assertThat(entry("a").getStatus()).isEqualTo(MessageStatus.EXPIRED);
        assertThat(entry("answered").getStatus()).isEqualTo(MessageStatus.ACKNOWLEDGED);
    }

    @Test
    void poisonGoesToItsDeadLettersAndTheRestGoesOn() {
        TestInputTopic<String, byte[]> raw =
                driver.createInputTopic("deliveries", new StringSerializer(), new ByteArraySerializer());
        TestOutputTopic<byte[], byte[]> deadLetters =
                driver.createOutputTopic("deliveries.dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer());

        raw.pipeInput(DIGG_INBOX, "garbage".getBytes(StandardCharsets.UTF_8));
        deliver("a");

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.value()).asString().isEqualTo("garbage");
        assertThat(DeadLetter.from(dead.headers()).sourceTopic()).isEqualTo("deliveries");
        assertThat(listed(Listing.UNACKNOWLEDGED)).containsExactly("a");
    }

    @Test
    void aFeedOverSeveralAddressesIsInTheOrderOfArrival() {
        String other = "sdk:other:0203:digg.se";
        deliver("a");
        deliveries.pipeInput(other, delivery("b", other, "first"));
        deliver("c");

        List<MailboxEntry> page = reads().list(List.of(DIGG_INBOX, other), Listing.ALL, -1, 2);
        List<MailboxEntry> rest = reads().list(
                        List.of(DIGG_INBOX, other), Listing.ALL, page.getLast().getSequence(), 2);

        assertThat(page).extracting(entry -> entry.getDelivery().getMessageId()).containsExactly("a", "b");
        assertThat(rest).extracting(entry -> entry.getDelivery().getMessageId()).containsExactly("c");
    }

    private void deliver(String messageId) {
        deliveries.pipeInput(DIGG_INBOX, delivery(messageId));
    }

    private List<String> listed(Listing listing) {
        return reads().list(List.of(DIGG_INBOX), listing, -1, 100).stream()
                .map(entry -> entry.getDelivery().getMessageId())
                .toList();
    }

    private MailboxEntry entry(String messageId) {
        return reads().find(DIGG_INBOX, messageId);
    }

    private MailboxReads reads() {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(MailboxStore.NAME);
        return new MailboxReads(store, serdes.state(MailboxEntry.class).deserializer());
    }

    private static RecordHeaders headersOf(Traceparent trace) {
        RecordHeaders headers = new RecordHeaders();
        se.budkavle.schemas.RecordHeaders.put(headers, "traceparent", trace.toString());
        return headers;
    }
}
