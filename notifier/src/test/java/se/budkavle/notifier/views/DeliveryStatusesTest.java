package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.DeliveryState;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

class DeliveryStatusesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final List<String> RECIPIENTS = List.of("b:first", "a:second");
    private static final Set<MessageStatus> FINAL = EnumSet.of(
            MessageStatus.ACKNOWLEDGED,
            MessageStatus.REJECTED,
            MessageStatus.EXPIRED,
            MessageStatus.CANCELLED,
            MessageStatus.UNDELIVERABLE);

    @Test
    void everyRecipientOfAnAcceptedMessageHasAStatusInTheSendersOrder() {
        assertThat(fold(List.of(accepted())))
                .containsExactlyEntriesOf(fold(List.of(accepted())))
                .hasSize(2)
                .allSatisfy(
                        (recipient, status) -> assertThat(status.getStatus()).isEqualTo(MessageStatus.ACCEPTED));
        assertThat(fold(List.of(accepted())).sequencedKeySet()).containsExactlyElementsOf(RECIPIENTS);
    }

    @Test
    void aReplayOfWhatIsHeldBeginsAnew() {
        List<MessageEvent> events = List.of(
                accepted(),
                event(MessageEventType.HELD, MessageStatus.HELD),
                event(MessageEventType.REPLAYED, MessageStatus.ACCEPTED),
                event(MessageEventType.AVAILABLE, MessageStatus.AVAILABLE));

        assertThat(first(events).getStatus()).isEqualTo(MessageStatus.AVAILABLE);
        assertThat(fold(events).get(RECIPIENTS.getLast()).getStatus()).isEqualTo(MessageStatus.ACCEPTED);
    }

    @Test
    void theReasonIsThatOfTheStatusAndSaysWhoseItIs() {
        MessageEvent rejected = MessageEvent.newBuilder(event(MessageEventType.REJECTED, MessageStatus.REJECTED))
                .setReasonCode("no-such-case")
                .setActorKind(ActorKind.RECIPIENT)
                .build();

        assertThat(DeliveryView.inOrder(RECIPIENTS, fold(List.of(accepted(), rejected)))
                        .getFirst()
                        .reason())
                .isEqualTo(new ReasonView("no-such-case", null, "RECIPIENT"));
    }

    @ParameterizedTest
    @EnumSource(names = {"DUPLICATE", "CONFLICT", "DISPOSED", "RECALL_REFUSED", "UNREAD", "UNACKNOWLEDGED"})
    void whatIsBesideTheStateLeavesIt(MessageEventType beside) {
        assertThat(first(List.of(accepted(), event(beside, MessageStatus.UNDELIVERABLE)))
                        .getStatus())
                .isEqualTo(MessageStatus.ACCEPTED);
    }

    @Test
    void anEventAboutTheMessageIsAboutEveryRecipient() {
        MessageEvent expired = MessageEvent.newBuilder(event(MessageEventType.EXPIRED, MessageStatus.EXPIRED))
                .setRecipient(null)
                .build();

        assertThat(fold(List.of(accepted(), expired)).values())
                .extracting(DeliveryState::getStatus)
                .containsExactly(MessageStatus.EXPIRED, MessageStatus.EXPIRED);
    }

    @Property
    void lateEventsUndoNothingFinalAndNobodyIsForgotten(@ForAll("told") List<MessageEvent> told) {
        List<MessageEvent> events = new ArrayList<>(List.of(accepted()));
        for (MessageEvent event : told) {
            var before = fold(events);

            events.add(event);

            var after = fold(events);
            assertThat(after.sequencedKeySet()).containsExactlyElementsOf(RECIPIENTS);
            before.forEach((recipient, status) -> {
                if (FINAL.contains(status.getStatus())) {
                    assertThat(after.get(recipient)).isEqualTo(status);
                }
                if (status.getStatus() == MessageStatus.RETRIEVED) {
                    assertThat(after.get(recipient).getStatus()).isNotEqualTo(MessageStatus.AVAILABLE);
                }
            });
        }
    }

    @Provide
    Arbitrary<List<MessageEvent>> told() {
        return Combinators.combine(
                        Arbitraries.of(MessageEventType.class),
                        Arbitraries.of(MessageStatus.class).filter(status -> status != MessageStatus.UNKNOWN),
                        Arbitraries.of(RECIPIENTS).injectNull(0.1))
                .as((type, status, recipient) -> MessageEvent.newBuilder(event(type, status))
                        .setRecipient(recipient)
                        .build())
                .list()
                .ofMaxSize(15);
    }

    private static SequencedMap<String, DeliveryState> fold(List<MessageEvent> events) {
        SequencedMap<String, DeliveryState> states = new LinkedHashMap<>();
        for (MessageEvent event : events) {
            List<String> about = event.getType() == MessageEventType.ACCEPTED
                    ? event.getRecipients()
                    : event.getRecipient() == null ? List.copyOf(states.keySet()) : List.of(event.getRecipient());
            for (String recipient : about) {
                DeliveryState next = DeliveryStatuses.changesStatus(event.getType())
                        ? DeliveryStatuses.next(states.get(recipient), event)
                        : null;
                if (next != null) {
                    states.put(recipient, next);
                }
            }
        }
        return states;
    }

    private static DeliveryState first(List<MessageEvent> events) {
        return fold(events).get(RECIPIENTS.getFirst());
    }

    private static MessageEvent accepted() {
        return MessageEvent.newBuilder(event(MessageEventType.ACCEPTED, MessageStatus.ACCEPTED))
                .setRecipient(null)
                .setRecipients(RECIPIENTS)
                .build();
    }

    private static MessageEvent event(MessageEventType type, MessageStatus after) {
        return MessageEvent.newBuilder()
                .setEventId("e")
                .setMessageId("m")
                .setConversationId("c")
                .setRecipient(RECIPIENTS.getFirst())
                .setType(type)
                .setStatusAfter(after)
                .setAt(NOW)
                .setOrganisation("0203:inera.se")
                .build();
    }
}
