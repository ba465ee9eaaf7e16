package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.SENDER_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.digest;
import static se.budkavle.router.decision.Fixtures.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.router.decision.Fixtures;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Priority;

/** What comes out of a lane for what goes in: success and failure together. */
class RoutingTest {

    private static final String OTHER = "sdk:inkorg:0203:skatteverket.se";
    private static final String UNKNOWN = "sdk:inkorg:0203:nobody.se";
    private static final Duration GRACE = RouterConfig.defaults().unknownGrace();
    private static final Duration LOOKUP = RouterConfig.defaults().lookupInterval();

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    @ParameterizedTest
    @EnumSource(value = Priority.class, names = "UNKNOWN", mode = EnumSource.Mode.EXCLUDE)
    void eachLaneDeliversAReferenceAndTheTrace(Priority priority) {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        Message message = message(RECIPIENT)
                .setPriority(priority)
                .setRefToMessageId("what it answers")
                .setIdempotencyKeyHash(digest("key"))
                .build();

        router.send(message);

        var deliveries = router.records(Topics.DELIVERIES);
        assertThat(deliveries).hasSize(1);
        assertThat(deliveries.getFirst().key()).isEqualTo(RECIPIENT);
        Delivery delivery = deliveries.getFirst().value();
        assertThat(delivery.getMessageId()).isEqualTo(message.getMessageId());
        assertThat(delivery.getRecipientOrganisation()).isEqualTo(RECIPIENT_ORGANISATION);
        assertThat(delivery.getContentRef().getKind()).isEqualTo(ContentRefKind.KAFKA);
        assertThat(delivery.getContentRef().getTopic())
                .isEqualTo(Topics.messages(priority).name());
        assertThat(delivery.getContentRef().getPartition()).isZero();
        assertThat(delivery.getContentRef().getOffset()).isZero();
        assertThat(delivery.getContentRef().getTimestamp()).isEqualTo(NOW);
        assertThat(delivery.getContentRef().getDigest()).isEqualTo(digest(Fixtures.CONTENT));
        var headers = deliveries.getFirst().headers();
        assertThat(RecordHeaders.get(headers, RecordHeaders.TRACEPARENT)).isEqualTo(RouterRig.TRACEPARENT);
        assertThat(RecordHeaders.get(headers, RecordHeaders.MESSAGE_ID)).isEqualTo(message.getMessageId());
        assertThat(RecordHeaders.get(headers, RecordHeaders.ORGANISATION)).isEqualTo(SENDER_ORGANISATION);

        var events = router.records(Topics.MESSAGE_EVENTS);
        assertThat(events)
                .extracting(
                        event -> event.value().getType(), event -> event.value().getStatusAfter())
                .containsExactly(
                        tuple(MessageEventType.ACCEPTED, MessageStatus.ACCEPTED),
                        tuple(MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));
        MessageEvent accepted = events.getFirst().value();
        assertThat(accepted.getRecipients()).containsExactly(RECIPIENT);
        assertThat(accepted.getContentRef()).isEqualTo(delivery.getContentRef());
        assertThat(accepted.getRefToMessageId()).isEqualTo("what it answers");
        assertThat(accepted.getIdempotencyKeyHash()).isEqualTo(digest("key"));
        assertThat(events.get(1).value().getAudience())
                .containsExactlyInAnyOrder(SENDER_ORGANISATION, RECIPIENT_ORGANISATION);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.key()).isEqualTo(message.getConversationId());
            assertThat(RecordHeaders.get(event.headers(), RecordHeaders.TRACEPARENT))
                    .isEqualTo(RouterRig.TRACEPARENT);
        });
        assertThat(router.deadLetters(Topics.messages(priority))).isEmpty();
        assertThat(router.count("decisions", "outcome", "delivered")).isEqualTo(1);
    }

    @Test
    void everyRecipientHasItsOwnFate() {
        router.know(
                address(RECIPIENT, RECIPIENT_ORGANISATION).build(),
                address(OTHER, "0203:skatteverket.se")
                        .setStatus(AddressStatus.SUSPENDED)
                        .setVersion(7)
                        .build(),
                address("picky", "0203:c.se")
                        .setAcceptedTypes(List.of("urn:other"))
                        .build());
        Message message = message(RECIPIENT, OTHER, "picky").build();

        router.send(message);

        assertThat(router.deliveries()).extracting(Delivery::getRecipient).containsExactly(RECIPIENT);
        var deadLetters = router.deadLetters(Topics.MESSAGES_NORMAL);
        assertThat(deadLetters).hasSize(1);
        DeadLetter story = DeadLetter.from(deadLetters.getFirst().headers());
        assertThat(story.reason()).isEqualTo(Reason.ADDRESS_SUSPENDED);
        assertThat(story.recipient()).isEqualTo(OTHER);
        assertThat(story.messageId()).isEqualTo(message.getMessageId());
        assertThat(story.organisation()).isEqualTo(SENDER_ORGANISATION);
        assertThat(story.id()).isEqualTo(DeadLetter.id("messages.normal", 0, 0, OTHER));
        Message held = router.message(deadLetters.getFirst());
        assertThat(held.getContent()).isNull();
        assertThat(held.getRecipients()).containsExactly(OTHER);
        assertThat(held.getContentInfo().getOffset()).isZero();
        assertThat(held.getContentInfo().getTopic()).isEqualTo("messages.normal");

        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getRecipient, MessageEvent::getReasonCode)
                .containsExactly(
                        tuple(MessageEventType.ACCEPTED, null, null),
                        tuple(MessageEventType.AVAILABLE, RECIPIENT, null),
                        tuple(MessageEventType.HELD, OTHER, "address-suspended"),
                        tuple(MessageEventType.UNDELIVERABLE, "picky", "type-not-accepted"));
    }

    @Test
    void aDeadLetterTellsNoContent() {
        router.send(message(UNKNOWN).build());
        router.pass(GRACE);

        var deadLetter = router.deadLetters(Topics.MESSAGES_NORMAL).getFirst();
        assertThat(deadLetter.headers())
                .allSatisfy(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .doesNotContain("secret"));
        assertThat(new String(deadLetter.value(), StandardCharsets.UTF_8)).doesNotContain(Fixtures.CONTENT);
    }

    @Test
    void theSameRequestAgainIsADuplicateOnly() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        Message message = message(RECIPIENT).build();

        router.send(message, Message.newBuilder(message).build());

        assertThat(router.deliveries()).hasSize(1);
        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getStatusAfter)
                .containsExactly(
                        tuple(MessageEventType.ACCEPTED, MessageStatus.ACCEPTED),
                        tuple(MessageEventType.AVAILABLE, MessageStatus.AVAILABLE),
                        tuple(MessageEventType.DUPLICATE, MessageStatus.UNKNOWN));
    }

    @Test
    void anotherRequestUnderTheSameIdIsAConflictThatLeavesTheFirstAlone() {
        router.know(
                address(RECIPIENT, RECIPIENT_ORGANISATION).build(),
                address(OTHER, "0203:skatteverket.se").build());
        Message first = message(RECIPIENT).build();
        Message second = Message.newBuilder(first)
                .setRecipients(List.of(OTHER))
                .setRequestDigest(digest("another request"))
                .build();

        router.send(first, second);

        assertThat(router.deliveries()).extracting(Delivery::getRecipient).containsExactly(RECIPIENT);
        List<MessageEvent> events = router.events();
        assertThat(events)
                .extracting(MessageEvent::getType)
                .containsExactly(MessageEventType.ACCEPTED, MessageEventType.AVAILABLE, MessageEventType.CONFLICT);
        MessageEvent conflict = events.getLast();
        assertThat(conflict.getStatusAfter()).isEqualTo(MessageStatus.UNKNOWN);
        assertThat(conflict.getReasonCode()).isEqualTo("idempotency-conflict");
        assertThat(conflict.getRequestDigest()).isEqualTo(second.getRequestDigest());
        assertThat(conflict.getAudience()).containsExactly(SENDER_ORGANISATION);
    }

    @Test
    void anIdIsForgottenAfterItsWindow() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        Message message =
                message(RECIPIENT).setExpiresAt(NOW.plus(Duration.ofDays(60))).build();
        router.send(message);
        router.pass(Duration.ofDays(29));
        router.send(message);
        router.pass(Duration.ofDays(2));
        router.send(message);
        assertThat(router.deliveries()).hasSize(2);
    }

    @Test
    void aRecipientThatBecomesKnownInTimeIsDeliveredInOrder() {
        Message first = message(UNKNOWN).build();
        Message second = message(UNKNOWN).build();
        router.send(first, second);
        assertThat(router.deliveries()).isEmpty();
        assertThat(router.gauge("parked", "lane", "normal")).isEqualTo(2);
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        assertThat(router.deliveries()).isEmpty();
        // Known by now, yet behind those that wait; it makes that they are looked at.
        Message third = message(UNKNOWN).build();

        router.send(third);

        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId)
                .containsExactly(first.getMessageId(), second.getMessageId(), third.getMessageId());
        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL)).isEmpty();
        assertThat(router.gauge("parked", "lane", "normal")).isZero();
    }

    @Test
    void aConversationsWaitingDoesNotDelayAnother() {
        router.send(message(UNKNOWN).build());
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        Message elsewhere = message(UNKNOWN).setConversationId("conversation-2").build();

        router.send(elsewhere);

        assertThat(router.deliveries()).extracting(Delivery::getMessageId).containsExactly(elsewhere.getMessageId());
    }

    @Test
    void aRecipientThatStaysUnknownIsHeldAfterTheGrace() {
        Message message = message(UNKNOWN).build();
        router.send(message);
        router.pass(GRACE.minus(LOOKUP));
        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL)).isEmpty();

        router.pass(LOOKUP);

        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL))
                .extracting(deadLetter -> DeadLetter.from(deadLetter.headers()).reason())
                .containsExactly(Reason.UNKNOWN_RECIPIENT);
        assertThat(router.deliveries()).isEmpty();
        MessageEvent held = router.events().getLast();
        assertThat(held.getType()).isEqualTo(MessageEventType.HELD);
        assertThat(held.getStatusAfter()).isEqualTo(MessageStatus.HELD);
        assertThat(held.getReasonCode()).isEqualTo("unknown-recipient");
        assertThat(held.getAudience()).containsExactly(SENDER_ORGANISATION);
    }

    @Test
    void manyWhoWaitInVainDoNotStarveOneWhoIsFound() {
        RouterConfig narrow = new RouterConfig(
                Duration.ofDays(30),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                1000,
                Duration.ofMinutes(1),
                LOOKUP,
                2,
                Duration.ofMillis(500),
                1000,
                Duration.ofSeconds(1),
                5,
                true,
                Duration.ofDays(90),
                100,
                Duration.ofDays(150));
        try (RouterRig rig = new RouterRig(narrow)) {
            for (int i = 0; i < 5; i++) {
                rig.send(message("unknown-" + i, "unknown-" + i + "b").build());
            }
            rig.know(address("unknown-4b", "0203:nobody.se").build());
            for (int round = 0; round < 5; round++) {
                rig.pass(LOOKUP);
            }
            assertThat(rig.deliveries()).extracting(Delivery::getRecipient).containsExactly("unknown-4b");
        }
    }

    @Test
    void aScheduledMessageIsReleasedAtItsTime() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        Message message =
                message(RECIPIENT).setNotBefore(NOW.plus(Duration.ofHours(1))).build();
        router.send(message);
        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getRecipient, MessageEvent::getNextAt)
                .containsExactly(
                        tuple(MessageEventType.ACCEPTED, null, null),
                        tuple(MessageEventType.SCHEDULED, RECIPIENT, message.getNotBefore()));
        router.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(router.deliveries()).isEmpty();

        router.pass(Duration.ofSeconds(2));

        assertThat(router.deliveries())
                .extracting(delivery -> delivery.getContentRef().getOffset())
                .containsExactly(0L);
        assertThat(router.events()).extracting(MessageEvent::getType).containsExactly(MessageEventType.AVAILABLE);
    }

    @Test
    void scheduledMessagesAreReleasedInBoundedBatchesInTheirOrder() {
        RouterConfig narrow = new RouterConfig(
                Duration.ofDays(30),
                Duration.ofHours(1),
                Duration.ofSeconds(1),
                1000,
                Duration.ofSeconds(10),
                LOOKUP,
                1000,
                Duration.ofMillis(500),
                2,
                Duration.ofSeconds(1),
                5,
                true,
                Duration.ofDays(90),
                100,
                Duration.ofDays(150));
        try (RouterRig rig = new RouterRig(narrow)) {
            rig.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
            Message late = message(RECIPIENT).setNotBefore(NOW.plusSeconds(20)).build();
            Message early = message(RECIPIENT).setNotBefore(NOW.plusSeconds(10)).build();
            Message middle =
                    message(RECIPIENT).setNotBefore(NOW.plusSeconds(15)).build();
            rig.send(late, early, middle);
            rig.pass(Duration.ofSeconds(30));
            assertThat(rig.deliveries())
                    .extracting(Delivery::getMessageId)
                    .containsExactly(early.getMessageId(), middle.getMessageId());
            rig.pass(Duration.ofMillis(500));
            assertThat(rig.deliveries()).extracting(Delivery::getMessageId).containsExactly(late.getMessageId());
        }
    }

    @Test
    void whatExpiredBeforeItsReleaseEnds() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.send(message(RECIPIENT).setExpiresAt(NOW.minusSeconds(1)).build());

        assertThat(router.deliveries()).isEmpty();
        assertThat(router.deadLetters(Topics.MESSAGES_NORMAL)).isEmpty();
        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getStatusAfter)
                .containsExactly(
                        tuple(MessageEventType.ACCEPTED, MessageStatus.ACCEPTED),
                        tuple(MessageEventType.EXPIRED, MessageStatus.EXPIRED));
    }

    @Test
    void aMovedAddressIsFollowed() {
        router.know(
                address("old", "0203:a.se").setMovedTo("newer").build(),
                address("newer", "0203:a.se").setMovedTo(RECIPIENT).build(),
                address(RECIPIENT, RECIPIENT_ORGANISATION).setVersion(3).build());

        router.send(message("old").build());

        var delivery = router.records(Topics.DELIVERIES).getFirst();
        assertThat(delivery.key()).isEqualTo(RECIPIENT);
        assertThat(delivery.value().getRequestedRecipient()).isEqualTo("old");
        assertThat(delivery.value().getVia()).containsExactly("old", "newer");
        assertThat(delivery.value().getAddressVersion()).isEqualTo(3);
    }

    @Test
    void aMessageWithoutTraceContextIsDelivered() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.send(message(RECIPIENT).build(), Map.of());
        assertThat(router.records(Topics.DELIVERIES))
                .allSatisfy(delivery -> assertThat(RecordHeaders.get(delivery.headers(), RecordHeaders.TRACEPARENT))
                        .isNull());
    }

    @Test
    void whatARepresentativeSentIsMarkedSo() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.send(message(RECIPIENT).setOnBehalfOf(SENDER_ORGANISATION).build());
        assertThat(router.deliveries()).extracting(Delivery::getOnBehalfOf).containsExactly(SENDER_ORGANISATION);
        assertThat(router.events().getFirst().getActorKind()).isEqualTo(ActorKind.REPRESENTATIVE);
    }
}
