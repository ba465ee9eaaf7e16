package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.notifier.mailbox.Fixtures.DIGG_INBOX;
import static se.budkavle.notifier.mailbox.Fixtures.GATEWAY;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.acknowledge;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.dispose;
import static se.budkavle.notifier.mailbox.Fixtures.movedHere;
import static se.budkavle.notifier.mailbox.Fixtures.recall;
import static se.budkavle.notifier.mailbox.Fixtures.retrieve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Producer;

class MailboxTopologyTest {

    private MailboxRig rig;

    @BeforeEach
    void start(@TempDir Path state) {
        rig = new MailboxRig(state, NOW);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theTopologyIsWhatItWas() {
        assertThat(MailboxTopology.build(
                                AvroSerdes.inMemory(), MailboxRig.SETTINGS, MailboxRig.REMINDERS, MailboxListener.NONE)
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
                              --> balances-sink, events-sink, results-sink
                              <-- deliveries-source, commands-source
                            Sink: balances-sink (topic: balances)
                              <-- mailbox-processor
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
        assertThat(rig.arrivals).containsExactly(DIGG_INBOX, DIGG_INBOX);
        assertThat(rig.events.isEmpty()).isTrue();
    }

    @Test
    void anotherMessageInTheNameOfTheFirstIsToldAndNotKept() {
        deliver("a");

        rig.deliveries.pipeInput(DIGG_INBOX, delivery("a", DIGG_INBOX, "another"));

        MessageEvent conflict = rig.events.readValue();
        assertThat(conflict.getType()).isEqualTo(MessageEventType.CONFLICT);
        assertThat(conflict.getReasonCode()).isEqualTo("idempotency-conflict");
        assertThat(entry("a").getDelivery()).isEqualTo(delivery("a"));
    }

    @Test
    void aRetrievalIsToldOnceAndAnsweredEachTime() {
        deliver("a");
        Traceparent trace = Traceparent.begin();

        rig.commands.pipeInput(new TestRecord<>(DIGG_INBOX, retrieve("a"), headersOf(trace)));
        rig.commands.pipeInput(DIGG_INBOX, retrieve("a"));

        TestRecord<String, MessageEvent> told = rig.events.readRecord();
        assertThat(told.key()).isEqualTo("conversation of a");
        assertThat(told.value().getType()).isEqualTo(MessageEventType.RETRIEVED);
        assertThat(told.value().getProducer()).isEqualTo(Producer.MAILBOX);
        assertThat(told.value().getActorOrganisation()).isEqualTo(Fixtures.DIGG);
        assertThat(told.value().getAudience()).containsExactlyInAnyOrder("0203:inera.se", Fixtures.DIGG);
        assertThat(Traceparent.parse(se.budkavle.schemas.RecordHeaders.get(told.headers(), "traceparent"))
                        .traceId())
                .isEqualTo(trace.traceId());
        assertThat(rig.events.isEmpty()).isTrue();
        assertThat(rig.results.readKeyValuesToList()).hasSize(2).allSatisfy(answer -> {
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

        rig.commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.ACCEPTED));
        rig.commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.ACCEPTED));
        rig.commands.pipeInput(DIGG_INBOX, acknowledge("a", AcknowledgementOutcome.REJECTED));

        assertThat(rig.events.readValuesToList())
                .extracting(MessageEvent::getType)
                .containsExactly(MessageEventType.ACKNOWLEDGED);
        assertThat(rig.results.readValuesToList())
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

        rig.commands.pipeInput(DIGG_INBOX, retrieve("unknown"));
        rig.commands.pipeInput(
                DIGG_INBOX,
                MailboxCommand.newBuilder(retrieve("a"))
                        .setOrganisation("0203:elsewhere.se")
                        .build());

        assertThat(rig.results.readValuesToList()).hasSize(2).allSatisfy(answer -> {
            assertThat(answer.getOutcome()).isEqualTo(CommandOutcome.NOT_FOUND);
            assertThat(answer.getStatus()).isNull();
            assertThat(answer.getContentRef()).isNull();
        });
        assertThat(rig.events.isEmpty()).isTrue();
    }

    @Test
    void whatIsDisposedOfStaysListedAndIsGone() {
        deliver("a");

        rig.commands.pipeInput(DIGG_INBOX, dispose("a"));
        rig.commands.pipeInput(DIGG_INBOX, retrieve("a"));

        assertThat(rig.results.readValuesToList())
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.DONE, null), tuple(CommandOutcome.GONE, "content-disposed"));
        assertThat(listed(Listing.ALL)).containsExactly("a");
        assertThat(rig.events.readValuesToList())
                .extracting(MessageEvent::getType)
                .containsExactly(MessageEventType.DISPOSED);
    }

    @Test
    void aRecallTakesBackOnlyWhatNobodyHasRead() {
        deliver("unread");
        deliver("read");
        rig.commands.pipeInput(DIGG_INBOX, retrieve("read"));
        rig.events.readValuesToList();

        rig.deliveries.pipeInput(DIGG_INBOX, recall("unread"));
        rig.deliveries.pipeInput(DIGG_INBOX, recall("read"));
        rig.deliveries.pipeInput(DIGG_INBOX, recall("unknown"));

        assertThat(rig.events.readValuesToList())
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
        rig.command(acknowledge("answered", AcknowledgementOutcome.ACCEPTED));
        rig.events.readValuesToList();

        rig.driver.advanceWallClockTime(Duration.ofDays(14));
        List<MessageEvent> firstBatch = rig.events.readValuesToList();
        rig.driver.advanceWallClockTime(MailboxRig.SETTINGS.timerInterval());
        List<MessageEvent> secondBatch = rig.events.readValuesToList();

        assertThat(firstBatch).hasSize(MailboxRig.TIMER_BATCH);
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
    void senderAndRecipientAreRemindedOnceOfEach() {
        deliver("unread");
        deliver("read");
        deliver("answered");
        rig.command(retrieve("read"));
        rig.command(acknowledge("answered", AcknowledgementOutcome.REJECTED));
        rig.events.readValuesToList();

        List<MessageEvent> afterThreeDays = rig.advanceAndDrain(Duration.ofDays(3));
        List<MessageEvent> afterSevenDays = rig.advanceAndDrain(Duration.ofDays(4));

        assertThat(afterThreeDays)
                .extracting(MessageEvent::getMessageId, MessageEvent::getType, MessageEvent::getStatusAfter)
                .containsExactly(tuple("unread", MessageEventType.UNREAD, MessageStatus.AVAILABLE));
        assertThat(afterThreeDays.getFirst().getAudience()).containsExactlyInAnyOrder(Fixtures.INERA, Fixtures.DIGG);
        assertThat(afterSevenDays)
                .extracting(MessageEvent::getMessageId, MessageEvent::getType, MessageEvent::getStatusAfter)
                .containsExactlyInAnyOrder(
                        tuple("unread", MessageEventType.UNACKNOWLEDGED, MessageStatus.AVAILABLE),
                        tuple("read", MessageEventType.UNACKNOWLEDGED, MessageStatus.RETRIEVED));
    }

    @Test
    void timersHoldOverARestart() {
        deliver("a");
        rig.advance(Duration.ofDays(2));

        rig = rig.restarted(1);
        List<MessageEvent> events = rig.advanceAndDrain(Duration.ofDays(1));

        assertThat(events).extracting(MessageEvent::getType).containsExactly(MessageEventType.UNREAD);
    }

    @Test
    void anAnswersFaultsAreToldAndNotLogged() {
        deliver("a");

        rig.command(acknowledge("a", AcknowledgementOutcome.REJECTED));

        MessageEvent rejected = rig.events.readValue();
        assertThat(rejected.getIssues()).singleElement().satisfies(issue -> assertThat(issue.getCode())
                .isEqualTo("wrong-unit"));
        assertThat(rejected.toString()).doesNotContain(Fixtures.SECRET);
    }

    @Test
    void twoRecipientsOfOneAddressAreOneItemAndEachIsTold() {
        deliver("a");
        rig.deliver(movedHere("a", "old:0203:digg.se"));

        rig.command(acknowledge("a", AcknowledgementOutcome.ACCEPTED));

        assertThat(listed(Listing.ALL)).containsExactly("a");
        List<MessageEvent> told = rig.events.readValuesToList();
        assertThat(told)
                .extracting(MessageEvent::getRecipient, MessageEvent::getType, MessageEvent::getDeliveryId)
                .containsExactly(
                        tuple(DIGG_INBOX, MessageEventType.ACKNOWLEDGED, Ids.deliveryId("a", DIGG_INBOX)),
                        tuple(
                                "old:0203:digg.se",
                                MessageEventType.ACKNOWLEDGED,
                                Ids.deliveryId("a", "old:0203:digg.se")));
        assertThat(told).extracting(MessageEvent::getEventId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(names = {"RETRIEVED", "ACKNOWLEDGED", "EXPIRED", "CANCELLED"})
    void aRecipientThatComesLateIsToldHowItStands(MessageEventType before) {
        deliver("a");
        switch (before) {
            case RETRIEVED -> rig.command(retrieve("a"));
            case ACKNOWLEDGED -> rig.command(acknowledge("a", AcknowledgementOutcome.ACCEPTED));
            case EXPIRED -> rig.advanceAndDrain(Duration.ofDays(14));
            default -> rig.deliver(recall("a"));
        }
        rig.events.readValuesToList();

        rig.deliver(movedHere("a", "old:0203:digg.se"));
        rig.deliver(movedHere("a", "old:0203:digg.se"));

        assertThat(rig.events.readValuesToList())
                .extracting(MessageEvent::getRecipient, MessageEvent::getType)
                .containsExactly(tuple("old:0203:digg.se", before));
    }

    @Test
    void booksArePublishedOnceASecondWhereTheyChanged() {
        deliver("a");
        deliver("b");
        rig.deliver(movedHere("b", "old:0203:digg.se"));
        deliver("a");
        rig.deliver(delivery("a", DIGG_INBOX, "another"));
        rig.command(acknowledge("b", AcknowledgementOutcome.ACCEPTED));

        assertThat(rig.balances.isEmpty()).isTrue();
        rig.advance(MailboxRig.SETTINGS.bookInterval());
        var published = rig.balances.readRecordsToList();
        rig.advance(MailboxRig.SETTINGS.bookInterval());

        assertThat(rig.balances.isEmpty()).isTrue();
        assertThat(published).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("MAILBOX/0/0203:inera.se");
            assertThat(record.value().getCounts())
                    .containsEntry("received", 5L)
                    .containsEntry("repeated", 1L)
                    .containsEntry("conflict", 1L)
                    .containsEntry("available", 1L)
                    .containsEntry("acknowledged", 2L);
        });
    }

    @Test
    void poisonGoesToItsDeadLettersAndTheRestGoesOn() {
        TestInputTopic<String, byte[]> raw =
                rig.driver.createInputTopic("deliveries", new StringSerializer(), new ByteArraySerializer());
        TestOutputTopic<byte[], byte[]> deadLetters = rig.driver.createOutputTopic(
                "deliveries.dlq", new ByteArrayDeserializer(), new ByteArrayDeserializer());

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
        rig.deliveries.pipeInput(other, delivery("b", other, "first"));
        deliver("c");

        List<MailboxEntry> page = reads().list(List.of(DIGG_INBOX, other), Listing.ALL, -1, 2);
        List<MailboxEntry> rest = reads().list(
                        List.of(DIGG_INBOX, other), Listing.ALL, page.getLast().getSequence(), 2);

        assertThat(page).extracting(entry -> entry.getDelivery().getMessageId()).containsExactly("a", "b");
        assertThat(rest).extracting(entry -> entry.getDelivery().getMessageId()).containsExactly("c");
    }

    private void deliver(String messageId) {
        rig.deliver(delivery(messageId));
    }

    private List<String> listed(Listing listing) {
        return rig.listed(List.of(DIGG_INBOX), listing);
    }

    private MailboxEntry entry(String messageId) {
        return rig.entry(DIGG_INBOX, messageId);
    }

    private MailboxReads reads() {
        return rig.reads();
    }

    private static RecordHeaders headersOf(Traceparent trace) {
        RecordHeaders headers = new RecordHeaders();
        se.budkavle.schemas.RecordHeaders.put(headers, "traceparent", trace.toString());
        return headers;
    }
}
