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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

/** Who waits in a lane, and how each way of waiting ends; what the books say of it stands in every test. */
class WaitingTest {

    private static final String UNKNOWN = "sdk:inkorg:0203:nobody.se";
    private static final Duration LOOK = RouterConfig.defaults().releaseInterval();
    private static final Duration GRACE = RouterConfig.defaults().unknownGrace();
    private static final Address ACTIVE =
            address(RECIPIENT, RECIPIENT_ORGANISATION).build();
    private static final Address SUSPENDED = address(RECIPIENT, RECIPIENT_ORGANISATION)
            .setStatus(AddressStatus.SUSPENDED)
            .setVersion(2)
            .build();

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    private static Organisation organisation(OrganisationStatus status) {
        return Organisation.newBuilder()
                .setOrganisation(RECIPIENT_ORGANISATION)
                .setStatus(status)
                .setVersion(1)
                .setUpdatedAt(NOW)
                .setUpdatedBy("0203:operator.se")
                .build();
    }

    private static Message cancellation(Message message) {
        return Message.newBuilder(message)
                .setKind(MessageKind.CANCELLATION)
                .setContent(null)
                .build();
    }

    private Map<String, Long> books() {
        return router.balance("normal-0", SENDER_ORGANISATION);
    }

    private List<TestRecord<byte[], byte[]>> deadLetters() {
        return router.deadLetters(Topics.MESSAGES_NORMAL);
    }

    private List<DeadLetterStatus> resolutions() {
        return router.values(Topics.DEAD_LETTER_RESOLUTIONS).stream()
                .map(DeadLetterResolution::getStatus)
                .toList();
    }

    @Test
    void whatIsSuspendedIsHeldTowardsTheWorldAndGoesOnByItselfInOrder() {
        router.know(SUSPENDED);
        List<Message> messages =
                IntStream.range(0, 3).mapToObj(i -> message(RECIPIENT).build()).toList();
        messages.forEach(router::send);

        assertThat(router.deliveries()).isEmpty();
        assertThat(deadLetters())
                .extracting(deadLetter -> DeadLetter.from(deadLetter.headers()).reason())
                .containsOnly(Reason.ADDRESS_SUSPENDED)
                .hasSize(3);
        assertThat(router.events().stream().filter(event -> event.getType() == MessageEventType.HELD))
                .hasSize(3)
                .allSatisfy(held -> assertThat(held.getExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(14))));
        assertThat(books()).isEqualTo(Map.of("records", 3L, "received", 3L, "suspended", 3L));

        router.know(ACTIVE);
        router.pass(LOOK);

        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId)
                .containsExactlyElementsOf(
                        messages.stream().map(Message::getMessageId).toList());
        assertThat(resolutions()).containsOnly(DeadLetterStatus.REPLAYED).hasSize(3);
        assertThat(router.values(Topics.AUDIT)).as("nobody acted").isEmpty();
        assertThat(books()).isEqualTo(Map.of("records", 3L, "received", 3L, "delivered", 3L));
    }

    @Test
    void aSuspendedOrganisationGetsNothingUntilItIsResumed() {
        router.know(ACTIVE);
        router.know(organisation(OrganisationStatus.SUSPENDED));
        router.send(message(RECIPIENT).build());

        assertThat(router.deliveries()).isEmpty();
        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getReasonCode)
                .contains(tuple(MessageEventType.HELD, "organisation-suspended"));

        router.know(organisation(OrganisationStatus.ACTIVE));
        router.pass(LOOK);

        assertThat(router.deliveries()).hasSize(1);
        assertThat(resolutions()).containsExactly(DeadLetterStatus.REPLAYED);
    }

    @Test
    void successorsWaitBehindWhatIsSuspendedAndOthersPass() {
        String other = "sdk:inkorg:0203:skatteverket.se";
        router.know(SUSPENDED, address(other, "0203:skatteverket.se").build());
        Message first = message(RECIPIENT).build();
        router.send(first);
        // Active again, but the first one has not been looked at yet when the second comes.
        router.know(ACTIVE);
        Message second = message(RECIPIENT, other).build();

        router.send(second);

        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId, Delivery::getRecipient)
                .containsExactly(
                        tuple(first.getMessageId(), RECIPIENT),
                        tuple(second.getMessageId(), RECIPIENT),
                        tuple(second.getMessageId(), other));
    }

    @Test
    void orderIsKeptAtTheAddressWhereItLeadsWhateverTheSenderStated() {
        Message first = message("old").build();
        router.know(SUSPENDED, address("old", "0203:a.se").setMovedTo(RECIPIENT).build());
        router.send(first);
        Message second = message(RECIPIENT).build();
        router.send(second);

        router.know(ACTIVE);
        router.pass(LOOK);

        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId)
                .containsExactly(first.getMessageId(), second.getMessageId());
    }

    @Test
    void whatTurnsOutToBeSuspendedWhileItIsParkedKeepsItsPlace() {
        Message first = message(UNKNOWN).build();
        Message second = message(UNKNOWN).build();
        router.send(first, second);
        Address suspended = address(UNKNOWN, "0203:nobody.se")
                .setStatus(AddressStatus.SUSPENDED)
                .build();
        router.know(suspended);
        router.pass(LOOK);
        assertThat(deadLetters()).hasSize(2);
        assertThat(books()).isEqualTo(Map.of("records", 2L, "received", 2L, "suspended", 2L));

        router.know(address(UNKNOWN, "0203:nobody.se").build());
        router.pass(LOOK);

        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId)
                .containsExactly(first.getMessageId(), second.getMessageId());
        assertThat(router.gauge("parked", "lane", "normal")).isZero();
    }

    @Test
    void aReplayOfWhatIsStillSuspendedIsHeldAnewAtItsPlace() {
        router.know(SUSPENDED);
        Message first = message(RECIPIENT).build();
        Message second = message(RECIPIENT).build();
        router.send(first, second);
        var deadLetter = deadLetters().getFirst();
        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());

        assertThat(deadLetters()).singleElement().satisfies(again -> {
            DeadLetter story = DeadLetter.from(again.headers());
            assertThat(story.id())
                    .isNotEqualTo(DeadLetter.from(deadLetter.headers()).id());
            assertThat(story.messageId()).isEqualTo(first.getMessageId());
            assertThat(story.replays()).isEqualTo(1);
        });
        assertThat(books()).isEqualTo(Map.of("records", 2L, "received", 2L, "suspended", 2L));
        router.know(ACTIVE);
        router.pass(LOOK);
        assertThat(router.deliveries())
                .extracting(Delivery::getMessageId)
                .containsExactly(first.getMessageId(), second.getMessageId());
    }

    @Test
    void whatIsHeldOrSuspendedExpiresWithItsMessage() {
        router.know(SUSPENDED);
        Message message = message(RECIPIENT, UNKNOWN)
                .setExpiresAt(NOW.plus(Duration.ofMinutes(1)))
                .build();
        router.send(message);
        router.pass(GRACE);
        assertThat(deadLetters()).hasSize(2);
        assertThat(books()).isEqualTo(Map.of("records", 1L, "received", 2L, "suspended", 1L, "held", 1L));
        router.events();
        var late = Duration.between(router.now(), message.getExpiresAt());
        router.pass(late.minusMillis(1));
        assertThat(router.events()).isEmpty();

        router.pass(Duration.ofSeconds(2));

        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getRecipient, MessageEvent::getReasonCode)
                .containsExactlyInAnyOrder(
                        tuple(MessageEventType.EXPIRED, RECIPIENT, "expired"),
                        tuple(MessageEventType.EXPIRED, UNKNOWN, "expired"));
        assertThat(resolutions()).containsOnly(DeadLetterStatus.EXPIRED).hasSize(2);
        assertThat(books()).isEqualTo(Map.of("records", 1L, "received", 2L, "expired", 2L));
    }

    @Test
    void whatHasExpiredIsNeitherReplayedNorDiscarded() {
        Message message =
                message(UNKNOWN).setExpiresAt(NOW.plus(Duration.ofMinutes(1))).build();
        router.send(message);
        router.pass(GRACE);
        var deadLetter = deadLetters().getFirst();
        router.pass(Duration.ofMinutes(1));
        router.know(address(UNKNOWN, "0203:nobody.se").build());
        router.events();

        router.ask(router.about(deadLetter, DeadLetterCommandKind.REPLAY).build());
        router.ask(router.about(deadLetter, DeadLetterCommandKind.DISCARD).build());

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(result -> result.getCode())
                .containsOnly("already-expired");
        assertThat(router.deliveries()).isEmpty();
        assertThat(router.events()).isEmpty();
    }

    @Test
    void aDiscardThatComesTooLateChangesNothing() {
        router.know(SUSPENDED);
        Message message = message(RECIPIENT).build();
        router.send(message);
        var deadLetter = deadLetters().getFirst();
        router.know(ACTIVE);
        router.pass(LOOK);
        router.events();
        // As if it had been decided before the lane's word came.
        router.send(router.message(deadLetter), RouterRig.discardOf(deadLetter));

        assertThat(router.events()).isEmpty();
        assertThat(router.count("ignored", "lane", "normal")).isEqualTo(1);
        assertThat(books()).isEqualTo(Map.of("records", 1L, "received", 1L, "delivered", 1L));
    }

    @Test
    void whatWaitsIsCancelledWhateverItWaitsFor() {
        router.know(SUSPENDED);
        Message waiting = message(RECIPIENT, UNKNOWN).build();
        Message scheduled = message(RECIPIENT, "anywhere")
                .setNotBefore(NOW.plus(Duration.ofDays(1)))
                .build();
        Message held = message("held").setConversationId("another").build();
        router.send(held);
        router.pass(GRACE);
        router.send(waiting, scheduled);
        assertThat(books())
                .isEqualTo(Map.of(
                        "records", 3L, "received", 5L, "suspended", 1L, "parked", 1L, "scheduled", 2L, "held", 1L));
        router.events();
        router.send(cancellation(waiting), cancellation(scheduled), cancellation(held));

        assertThat(router.events())
                .extracting(MessageEvent::getType, MessageEvent::getMessageId, MessageEvent::getRecipient)
                .containsExactlyInAnyOrder(
                        tuple(MessageEventType.CANCELLED, waiting.getMessageId(), RECIPIENT),
                        tuple(MessageEventType.CANCELLED, waiting.getMessageId(), UNKNOWN),
                        tuple(MessageEventType.CANCELLED, scheduled.getMessageId(), RECIPIENT),
                        tuple(MessageEventType.CANCELLED, scheduled.getMessageId(), "anywhere"),
                        tuple(MessageEventType.CANCELLED, held.getMessageId(), "held"));
        assertThat(resolutions()).containsOnly(DeadLetterStatus.EXPIRED).hasSize(2);
        assertThat(router.deliveries()).isEmpty();
        assertThat(books()).isEqualTo(Map.of("records", 3L, "received", 5L, "cancelled", 5L));
        router.know(ACTIVE);
        router.pass(Duration.ofDays(20));
        assertThat(router.deliveries()).isEmpty();
        assertThat(router.events()).isEmpty();
    }

    @Test
    void whatWasDeliveredIsRecalledFromWhereItLies() {
        router.know(ACTIVE, address("old", "0203:a.se").setMovedTo(RECIPIENT).build());
        Message message = message("old").build();
        router.send(message);
        router.know(address("old", "0203:a.se").setMovedTo("elsewhere").build());
        router.deliveries();
        router.events();

        router.send(cancellation(message));

        assertThat(router.records(Topics.DELIVERIES)).singleElement().satisfies(record -> {
            Delivery recall = record.value();
            assertThat(record.key()).isEqualTo(RECIPIENT);
            assertThat(recall.getKind()).isEqualTo(DeliveryKind.RECALL);
            assertThat(recall.getRecipient()).isEqualTo(RECIPIENT);
            assertThat(recall.getRequestedRecipient()).isEqualTo("old");
            assertThat(recall.getMessageId()).isEqualTo(message.getMessageId());
            assertThat(recall.getOrganisation()).isEqualTo(SENDER_ORGANISATION);
        });
        assertThat(router.events()).as("the mailbox decides").isEmpty();
        assertThat(books()).isEqualTo(Map.of("records", 1L, "received", 1L, "delivered", 1L));
    }

    @Test
    void anothersCancellationTakesNothingOut() {
        Message message =
                message(RECIPIENT).setNotBefore(NOW.plus(Duration.ofHours(1))).build();
        router.know(ACTIVE);
        router.send(message);
        router.events();

        router.send(Message.newBuilder(cancellation(message))
                .setOrganisation("0203:curious.se")
                .build());

        assertThat(router.events()).isEmpty();
        router.pass(Duration.ofHours(1));
        router.pass(LOOK);
        assertThat(router.deliveries().stream().filter(delivery -> delivery.getKind() == DeliveryKind.DELIVERY))
                .hasSize(1);
    }

    @Test
    void whatWasCancelledStaysSo() {
        Message message =
                message(RECIPIENT).setNotBefore(NOW.plus(Duration.ofHours(1))).build();
        router.know(ACTIVE);
        router.send(message, cancellation(message), message, cancellation(message));

        router.pass(Duration.ofHours(2));

        assertThat(router.deliveries()).allMatch(delivery -> delivery.getKind() == DeliveryKind.RECALL);
        assertThat(router.events().stream().map(MessageEvent::getType))
                .containsExactly(
                        MessageEventType.ACCEPTED,
                        MessageEventType.SCHEDULED,
                        MessageEventType.CANCELLED,
                        MessageEventType.DUPLICATE);
        assertThat(books()).isEqualTo(Map.of("records", 2L, "received", 2L, "cancelled", 1L, "duplicate", 1L));
    }

    @Test
    void whoCancelledIsTold() {
        Message message =
                message(RECIPIENT).setNotBefore(NOW.plus(Duration.ofHours(1))).build();
        router.send(message);
        router.send(Message.newBuilder(cancellation(message))
                .setActorOrganisation("0203:agent.se")
                .build());
        MessageEvent cancelled = router.events().getLast();
        assertThat(cancelled.getActorKind()).isEqualTo(ActorKind.REPRESENTATIVE);
        assertThat(cancelled.getActorOrganisation()).isEqualTo("0203:agent.se");
        assertThat(Objects.requireNonNull(cancelled.getRecipient())).isEqualTo(RECIPIENT);
    }

    @Test
    void theBooksCountWhatEndsAtOnce() {
        router.know(
                ACTIVE,
                address("picky", "0203:c.se")
                        .setAcceptedTypes(List.of("urn:other"))
                        .build());
        Message message = message(RECIPIENT, "picky").build();
        router.send(
                message,
                message,
                Message.newBuilder(message).setRequestDigest(digest("another")).build(),
                message(RECIPIENT).setExpiresAt(NOW).build());
        assertThat(books())
                .isEqualTo(Map.of(
                        "records",
                        4L,
                        "received",
                        7L,
                        "delivered",
                        1L,
                        "undeliverable",
                        1L,
                        "duplicate",
                        2L,
                        "conflict",
                        2L,
                        "expired",
                        1L));
    }

    @Test
    void aRecordThatNoLaneCouldReadIsCountedWhereItEnds() {
        router.pipeBytes(
                Topics.MESSAGES_NORMAL.name(),
                "conversation-1".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "poison".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Map.of(
                        "budkavle-kind", "MESSAGE",
                        "budkavle-message-id", "m1",
                        "budkavle-organisation", SENDER_ORGANISATION,
                        "budkavle-recipients", "3"));
        var deadLetter = deadLetters().getFirst();
        router.ask(router.about(deadLetter, DeadLetterCommandKind.DISCARD).build());

        assertThat(router.events()).extracting(MessageEvent::getType).containsExactly(MessageEventType.UNDELIVERABLE);
        assertThat(router.balance("dead-letters-0", SENDER_ORGANISATION))
                .isEqualTo(Map.of("records", 1L, "received", 3L, "undeliverable", 3L));
    }
}
