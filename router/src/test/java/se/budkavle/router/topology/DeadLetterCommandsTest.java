package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.router.decision.Fixtures.SENDER_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Notification;

/** What operators and subscribers do with dead letters. */
class DeadLetterCommandsTest {

    private static final String UNKNOWN = "sdk:inkorg:0203:nobody.se";
    private static final String KNOWN = "sdk:inkorg:0203:digg.se";

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    /** A message for two, one of whom nobody knows. */
    private TestRecord<byte[], byte[]> held(Message message) {
        router.know(address(KNOWN, "0203:digg.se").build());
        router.send(message);
        router.pass(RouterConfig.defaults().unknownGrace());
        TestRecord<byte[], byte[]> deadLetter =
                router.deadLetters(Topics.MESSAGES_NORMAL).getLast();
        router.deliveries();
        router.events();
        router.records(Topics.MESSAGES_NORMAL);
        return deadLetter;
    }

    @Test
    void aReplayIsDeliveredToItsOneRecipientWithTheFirstReference() {
        Message message = message(KNOWN, UNKNOWN).build();
        var deadLetter = held(message);
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        DeadLetterCommand command =
                router.about(deadLetter, DeadLetterCommandKind.REPLAY).build();

        router.ask(command);

        assertThat(router.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.getRecipient()).isEqualTo(UNKNOWN);
            assertThat(delivery.getReplay()).isEqualTo(1);
            assertThat(delivery.getContentRef().getOffset()).isZero();
            assertThat(delivery.getContentRef().getTopic()).isEqualTo("messages.normal");
        });
        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getRecipient, MessageEvent::getStatusAfter)
                .containsExactly(
                        tuple(MessageEventType.REPLAYED, UNKNOWN, MessageStatus.ACCEPTED),
                        tuple(MessageEventType.AVAILABLE, UNKNOWN, MessageStatus.AVAILABLE));
        assertThat(router.values(Topics.DEAD_LETTER_RESOLUTIONS))
                .extracting(
                        DeadLetterResolution::getDeadLetterId,
                        DeadLetterResolution::getStatus,
                        DeadLetterResolution::getReplays)
                .containsExactly(tuple(command.getDeadLetterId(), DeadLetterStatus.REPLAYED, 1));
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getCommandId, CommandResult::getOutcome)
                .containsExactly(tuple(command.getCommandId(), CommandOutcome.DONE));
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction, AuditEvent::getOutcome)
                .containsExactly(tuple("replay", AuditOutcome.DONE));
        Headers replayed = router.records(Topics.MESSAGES_NORMAL).getFirst().headers();
        assertThat(RecordHeaders.get(replayed, RecordHeaders.DEAD_LETTER_ID)).isEqualTo(command.getDeadLetterId());
        assertThat(RecordHeaders.get(replayed, RecordHeaders.RECIPIENT)).isEqualTo(UNKNOWN);
        assertThat(RecordHeaders.get(replayed, RecordHeaders.REPLAY)).isEqualTo("1");
        assertThat(DeadLetter.from(replayed)).isNull();
    }

    @Test
    void aReplayThatFailsAgainIsANewDeadLetterThatCanBeReplayed() {
        var first = held(message(UNKNOWN).build());
        router.ask(router.about(first, DeadLetterCommandKind.REPLAY).build());
        router.pass(RouterConfig.defaults().unknownGrace());
        var second = router.deadLetters(Topics.MESSAGES_NORMAL).getFirst();
        DeadLetter story = DeadLetter.from(second.headers());
        assertThat(story.id()).isNotEqualTo(DeadLetter.from(first.headers()).id());
        assertThat(story.replays()).isEqualTo(1);
        assertThat(story.reason()).isEqualTo(Reason.UNKNOWN_RECIPIENT);
        router.know(address(UNKNOWN, "0203:nobody.se").build());

        router.ask(router.about(second, DeadLetterCommandKind.REPLAY).build());

        assertThat(router.deliveries()).extracting(Delivery::getReplay).containsExactly(2);
    }

    @Test
    void aSecondReplayIsRefusedAndAForcedOneOfWhatIsNotHeldChangesNothing() {
        var deadLetter = held(message(UNKNOWN).build());
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY)
                .setForce(true)
                .build());

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.CONFLICT, "already-replayed"),
                        tuple(CommandOutcome.DONE, null));
        assertThat(router.deliveries()).extracting(Delivery::getReplay).containsExactly(1);
        assertThat(router.count("ignored", "lane", "normal")).isEqualTo(1);
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getOutcome)
                .containsExactly(AuditOutcome.DONE, AuditOutcome.REFUSED, AuditOutcome.DONE);
    }

    @Test
    void theSameReplayTwiceIsDeliveredOnce() {
        var deadLetter = held(message(UNKNOWN).build());
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());
        var replay = router.records(Topics.MESSAGES_NORMAL).getFirst();
        router.send(
                replay.value(),
                Map.of(
                        RecordHeaders.REPLAY,
                        "1",
                        RecordHeaders.RECIPIENT,
                        UNKNOWN,
                        RecordHeaders.DEAD_LETTER_ID,
                        DeadLetter.from(deadLetter.headers()).id()));
        assertThat(router.deliveries()).hasSize(1);
        assertThat(router.count("ignored", "lane", "normal")).isEqualTo(1);
    }

    @Test
    void aDiscardedDeliveryEndsUndeliverableAndItsSenderIsTold() {
        router.know(subscription("s1", SENDER_ORGANISATION, "se.budkavle.message.undeliverable")
                .build());
        var deadLetter = held(message(KNOWN, UNKNOWN).build());

        router.ask(router.about(deadLetter, DeadLetterCommandKind.DISCARD)
                .setReason("wrong-address")
                .build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());

        assertThat(router.events()).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo(MessageEventType.UNDELIVERABLE);
            assertThat(event.getStatusAfter()).isEqualTo(MessageStatus.UNDELIVERABLE);
            assertThat(event.getRecipient()).isEqualTo(UNKNOWN);
            assertThat(event.getReasonCode()).isEqualTo("discarded");
            assertThat(event.getActorKind()).isEqualTo(ActorKind.OPERATOR);
        });
        assertThat(router.notifications()).hasSize(1);
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.DONE, null), tuple(CommandOutcome.CONFLICT, "already-discarded"));
        assertThat(router.deliveries()).isEmpty();
    }

    @Test
    void aMessageWhoseDeadLetterNobodyHandledEndsUndeliverableAndItsSenderIsTold() {
        router.know(subscription("s1", SENDER_ORGANISATION, "se.budkavle.message.undeliverable")
                .build());
        router.pipeBytes(
                Topics.MESSAGES_NORMAL.name(),
                "conversation".getBytes(StandardCharsets.UTF_8),
                "poison".getBytes(StandardCharsets.UTF_8),
                Map.of(
                        RecordHeaders.KIND,
                        "MESSAGE",
                        RecordHeaders.MESSAGE_ID,
                        "m1",
                        RecordHeaders.ORGANISATION,
                        SENDER_ORGANISATION,
                        RecordHeaders.RECIPIENTS,
                        "1"));
        var deadLetter = router.deadLetters(Topics.MESSAGES_NORMAL).getFirst();

        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY)
                .setActorKind(ActorKind.BACKBONE)
                .setOrganisation("budkavle")
                .build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.DISCARD)
                .setActorKind(ActorKind.BACKBONE)
                .setOrganisation("budkavle")
                .setReason("retention-over")
                .build());

        assertThat(router.events()).singleElement().satisfies(event -> {
            assertThat(event.getMessageId()).isEqualTo("m1");
            assertThat(event.getStatusAfter()).isEqualTo(MessageStatus.UNDELIVERABLE);
            assertThat(event.getReasonCode()).isEqualTo("retention-over");
            assertThat(event.getActorKind()).isEqualTo(ActorKind.BACKBONE);
        });
        assertThat(router.notifications()).hasSize(1);
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.NOT_FOUND, CommandOutcome.DONE);
    }

    @Test
    void whatBecameOfADeadLetterIsForgottenWhenNobodyCanAskForItAnyMore() {
        var deadLetter = held(message(UNKNOWN).build());
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        DeadLetterCommand replay =
                router.about(deadLetter, DeadLetterCommandKind.REPLAY).build();
        router.ask(replay);
        router.records(Topics.DEAD_LETTER_RESOLUTIONS);

        router.pass(DeadLetterRetention.DEFAULT.remembered());
        router.ask(replay);
        router.pass(Duration.ofMinutes(1));
        router.ask(replay);
        router.pass(Duration.ofHours(2));

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.CONFLICT, "already-replayed"),
                        tuple(CommandOutcome.NOT_FOUND, "unknown-dead-letter"));
        assertThat(router.records(Topics.DEAD_LETTER_RESOLUTIONS)).isEmpty();

        router.pass(Duration.ofDays(1));
        router.ask(replay);
        router.pass(Duration.ofHours(2));

        assertThat(router.records(Topics.DEAD_LETTER_RESOLUTIONS))
                .extracting(TestRecord::key, TestRecord::value)
                .containsExactly(tuple(replay.getDeadLetterId(), null));
        assertThat(router.deliveries()).hasSize(1);
    }

    @Test
    void whatCouldNotBeReadGoesBackAsItWas() {
        byte[] poison = "poison".getBytes(StandardCharsets.UTF_8);
        router.pipeBytes(Topics.EVENTS.name(), "k".getBytes(StandardCharsets.UTF_8), poison);
        var deadLetter = router.deadLetters(Topics.EVENTS).getFirst();

        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());

        assertThat(router.deadLetters(Topics.EVENTS)).singleElement().satisfies(again -> {
            assertThat(again.value()).isEqualTo(poison);
            assertThat(DeadLetter.from(again.headers()).replays()).isEqualTo(1);
        });
    }

    @Test
    void aNotificationIsReplayedUnderAnIdOfItsOwn() {
        router.know(subscription("s1", "0203:digg.se", "se.budkavle.message.available")
                .build());
        router.know(address(KNOWN, "0203:digg.se").build());
        router.send(message(KNOWN).build());
        Notification first = router.notifications().getFirst();

        router.ask(replayOf(first)
                .setOrganisation("0203:digg.se")
                .setActorKind(ActorKind.RECIPIENT)
                .build());

        assertThat(router.notifications()).singleElement().satisfies(replayed -> {
            assertThat(replayed.getNotificationId()).isNotEqualTo(first.getNotificationId());
            assertThat(replayed.getEventId()).isEqualTo(first.getEventId());
            assertThat(replayed.getReplay()).isEqualTo(1);
            assertThat(replayed.getReplayId()).isEqualTo("dead-letter-1");
            assertThat(replayed.getExtensions()).containsEntry(DeadLetter.REPLAYED_FROM, "dead-letter-1");
            assertThat(replayed.getData()).isEqualTo(first.getData());
        });
    }

    @Test
    void anothersDeadLetterIsNotFound() {
        router.know(subscription("s1", "0203:digg.se", "se.budkavle.message.available")
                .build());
        router.know(address(KNOWN, "0203:digg.se").build());
        router.send(message(KNOWN).build());

        router.ask(replayOf(router.notifications().getFirst())
                .setOrganisation("0203:curious.se")
                .setActorKind(ActorKind.RECIPIENT)
                .build());

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.NOT_FOUND, "unknown-dead-letter"));
        assertThat(router.notifications()).isEmpty();
    }

    private DeadLetterCommand.Builder replayOf(Notification notification) {
        byte[] value = router.serdes
                .value(Topics.NOTIFICATIONS)
                .serializer()
                .serialize(Topics.NOTIFICATIONS.deadLetters(), notification);
        return DeadLetterCommand.newBuilder()
                .setCommandId("command-1")
                .setReplyTo("gateway-1")
                .setKind(DeadLetterCommandKind.REPLAY)
                .setDeadLetterId("dead-letter-1")
                .setSourceTopic("notifications")
                .setRecordKey(ByteBuffer.wrap("s1".getBytes(StandardCharsets.UTF_8)))
                .setRecordValue(ByteBuffer.wrap(value))
                .setSubscriptionId("s1")
                .setOwnerOrganisation("0203:digg.se")
                .setAt(router.now());
    }

    @Test
    void aTopicThatHasNoDeadLettersIsRefused() {
        router.ask(DeadLetterCommand.newBuilder()
                .setCommandId("command-1")
                .setReplyTo("gateway-1")
                .setKind(DeadLetterCommandKind.REPLAY)
                .setDeadLetterId("dead-letter-1")
                .setSourceTopic("balances")
                .setOrganisation("0203:operator.se")
                .setAt(router.now())
                .build());
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.INVALID);
    }
}
