package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.SENDER_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.bytes;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Producer;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;
import se.budkavle.schemas.avro.Visibility;

/** Who is told of what. */
class MatchingTest {

    private static final String AVAILABLE = "se.budkavle.message.available";
    private static final String ACCEPTED = "se.budkavle.message.accepted";
    private static final String ROADWORKS = "se.trafikverket.roadworks.changed";

    private static final String SILENT = "se.budkavle.operator.organisation-silent";

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void senderAndRecipientAreToldAndNobodyElse() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.know(
                subscription("sender", SENDER_ORGANISATION, ACCEPTED, AVAILABLE).build(),
                subscription("recipient", RECIPIENT_ORGANISATION, ACCEPTED, AVAILABLE)
                        .build(),
                subscription("curious", "0203:curious.se", ACCEPTED, AVAILABLE).build());
        Message message = message(RECIPIENT).build();

        router.send(message);

        var notifications = router.records(Topics.NOTIFICATIONS);
        assertThat(notifications)
                .extracting(told -> told.key(), told -> told.value().getEventType())
                .containsExactlyInAnyOrder(
                        tuple("sender", ACCEPTED), tuple("sender", AVAILABLE), tuple("recipient", AVAILABLE));
        var recipient = notifications.stream()
                .filter(told -> told.key().equals("recipient"))
                .findAny()
                .orElseThrow();
        Notification told = recipient.value();
        assertThat(told.getSource()).isEqualTo("urn:budkavle");
        assertThat(told.getSubject()).isEqualTo(message.getConversationId());
        assertThat(told.getDataContentType()).isEqualTo("application/json");
        assertThat(told.getExpiresAt())
                .isEqualTo(NOW.plus(RouterConfig.defaults().notificationExpiry()));
        assertThat(StandardCharsets.UTF_8.decode(told.getData()).toString())
                .isEqualTo("{\"messageId\":\"" + message.getMessageId()
                        + "\",\"senderMessageId\":\"own-1\",\"recipient\":\"" + RECIPIENT
                        + "\",\"status\":\"AVAILABLE\",\"reason\":null}");
        assertThat(RecordHeaders.get(recipient.headers(), RecordHeaders.TRACEPARENT))
                .isEqualTo(RouterRig.TRACEPARENT);
        assertThat(RecordHeaders.get(recipient.headers(), RecordHeaders.MESSAGE_ID))
                .isEqualTo(message.getMessageId());
        MessageEvent available = router.events().getLast();
        assertThat(told.getEventId()).isEqualTo(available.getEventId());
    }

    @ParameterizedTest
    @EnumSource(SubscriptionStatus.class)
    void whatHappensInAnyStatusIsKept(SubscriptionStatus status) {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.know(subscription("s1", RECIPIENT_ORGANISATION, AVAILABLE)
                .setStatus(status)
                .build());
        router.send(message(RECIPIENT).build());
        assertThat(router.notifications()).hasSize(1);
    }

    @Test
    void aChangedOrRemovedSubscriptionIsNoLongerTold() {
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.know(
                subscription("changed", RECIPIENT_ORGANISATION, AVAILABLE).build(),
                subscription("removed", RECIPIENT_ORGANISATION, AVAILABLE).build());
        router.know(subscription("changed", RECIPIENT_ORGANISATION, ACCEPTED).build());
        router.pipe(Topics.SUBSCRIPTIONS, "removed", null);
        router.send(message(RECIPIENT).build());
        assertThat(router.notifications()).isEmpty();
    }

    @Test
    void whatOthersDoIsToldAndWhatTheRouterDidIsNotToldTwice() {
        router.know(subscription("s1", SENDER_ORGANISATION, "se.budkavle.message.acknowledged")
                .build());
        MessageEvent.Builder acknowledged = MessageEvents.of(
                message(RECIPIENT).build(),
                MessageEventType.ACKNOWLEDGED,
                MessageStatus.ACKNOWLEDGED,
                NOW,
                "command-1");

        router.pipe(
                Topics.MESSAGE_EVENTS,
                "c",
                acknowledged.setProducer(Producer.ROUTER).build());
        router.pipe(
                Topics.MESSAGE_EVENTS,
                "c",
                acknowledged.setProducer(Producer.MAILBOX).build());

        assertThat(router.notifications())
                .extracting(Notification::getEventType, Notification::getSubscriptionId)
                .containsExactly(tuple("se.budkavle.message.acknowledged", "s1"));
    }

    @Test
    void aPublicEventIsForEverybodyWhoSubscribes() {
        router.know(
                subscription("a", "0203:a.se", ROADWORKS).build(),
                subscription("b", "0203:b.se", ROADWORKS).build(),
                subscription("other", "0203:b.se", "se.other").build());

        router.pipe(Topics.EVENTS, "E4", event(Visibility.PUBLIC).build());

        assertThat(router.notifications()).hasSize(2).allSatisfy(told -> {
            assertThat(told.getEventId()).isEqualTo("event-1");
            assertThat(told.getSource()).isEqualTo("urn:trafikverket");
            assertThat(told.getSubject()).isEqualTo("E4");
            assertThat(told.getData()).isEqualTo(bytes("{}"));
            assertThat(told.getAttributes()).containsEntry("severity", "3");
        });
    }

    @ParameterizedTest
    @EnumSource(value = Visibility.class, names = "PUBLIC", mode = EnumSource.Mode.EXCLUDE)
    void aLimitedEventIsForItsAudience(Visibility visibility) {
        router.know(
                subscription("a", "0203:a.se", ROADWORKS).build(),
                subscription("b", "0203:b.se", ROADWORKS).build());
        router.pipe(
                Topics.EVENTS,
                "E4",
                event(visibility).setAudience(List.of("0203:b.se")).build());
        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId)
                .containsExactly("b");
    }

    @Test
    void whoSubscribesWithFiltersIsToldOfWhatFits() {
        router.know(
                filtered("beginning", "[{\"prefix\":{\"subject\":\"E\"}}]"),
                filtered("end", "[{\"suffix\":{\"subject\":\"4\"}}]"),
                filtered("exact", "[{\"exact\":{\"subject\":\"E4\",\"severity\":\"3\"}}]"),
                filtered("severe", "[{\"exact\":{\"severity\":\"5\"}}]"),
                filtered("elsewhere", "[{\"exact\":{\"subject\":\"E18\"}}]"));

        router.pipe(Topics.EVENTS, "E4", event(Visibility.PUBLIC).build());

        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId)
                .containsExactlyInAnyOrder("beginning", "end", "exact");
    }

    @Test
    void filtersThatCannotBeReadMatchNothingAndAreCounted() {
        router.know(filtered("later", "[{\"of-a-later-version\":{}}]"), filtered("now", "[]"));

        router.pipe(Topics.EVENTS, "E4", event(Visibility.PUBLIC).build());

        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId)
                .containsExactly("now");
        assertThat(router.gauge("subscriptions.unreadable")).isEqualTo(1);
    }

    @Test
    void aMessagesEventsAreFilteredByWhatTheirNotificationsSay() {
        Message message = message(RECIPIENT).build();
        router.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
        router.know(
                subscription("conversation", SENDER_ORGANISATION, AVAILABLE)
                        .setFilters(
                                "[{\"exact\":{\"source\":\"urn:budkavle\",\"subject\":\"conversation-1\",\"type\":\""
                                        + AVAILABLE + "\"}},{\"prefix\":{\"time\":\"2026-\"}}]")
                        .build(),
                subscription("another", SENDER_ORGANISATION, AVAILABLE)
                        .setFilters("[{\"exact\":{\"subject\":\"conversation-2\"}}]")
                        .build());

        router.send(message);

        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId)
                .containsExactly("conversation");
    }

    /** What the backbone itself tells of subscriptions and to operators is published like any event, and limited. */
    @ParameterizedTest
    @ValueSource(strings = {"se.budkavle.subscription.suspended", "se.budkavle.operator.balance"})
    void whatTheBackboneTellsIsForItsAudience(String type) {
        router.know(
                subscription("owner", "0203:a.se", type).setForOperators(true).build(),
                subscription("curious", "0203:b.se", type).setForOperators(true).build());

        router.pipe(
                Topics.EVENTS,
                "s1",
                event(Visibility.LIMITED)
                        .setType(type)
                        .setOwner("budkavle")
                        .setAudience(List.of("0203:a.se"))
                        .build());

        assertThat(router.notifications())
                .extracting(Notification::getSubscriptionId, Notification::getEventType)
                .containsExactly(tuple("owner", type));
    }

    /** Whoever is limited to nobody by name is told to operators, if it is for them: those who subscribed as such. */
    @Test
    void whatIsForOperatorsIsToldToThemAlone() {
        router.know(
                subscription("operator", "0203:a.se", SILENT)
                        .setForOperators(true)
                        .build(),
                subscription("another", "0203:b.se", SILENT)
                        .setForOperators(true)
                        .build(),
                subscription("curious", "0203:a.se", SILENT).build());

        for (Visibility visibility : List.of(Visibility.LIMITED, Visibility.PUBLIC)) {
            router.pipe(
                    Topics.EVENTS,
                    "0203:c.se",
                    event(visibility).setId(visibility.name()).setType(SILENT).build());

            assertThat(router.notifications())
                    .extracting(Notification::getSubscriptionId)
                    .containsExactly("operator", "another");
        }
    }

    @Test
    void whatIsLimitedToNobodyIsToldToNobody() {
        router.know(subscription("operator", "0203:a.se", ROADWORKS)
                .setForOperators(true)
                .build());

        router.pipe(Topics.EVENTS, "E4", event(Visibility.LIMITED).build());

        assertThat(router.notifications()).isEmpty();
    }

    private static Subscription filtered(String id, String filters) {
        return subscription(id, "0203:a.se", ROADWORKS).setFilters(filters).build();
    }

    private static Event.Builder event(Visibility visibility) {
        return Event.newBuilder()
                .setId("event-1")
                .setSource("urn:trafikverket")
                .setType(ROADWORKS)
                .setSubject("E4")
                .setDataContentType("application/json")
                .setData(bytes("{}"))
                .setAttributes(Map.of("severity", "3"))
                .setOwner("0203:trafikverket.se")
                .setVisibility(visibility)
                .setAcceptedAt(NOW);
    }
}
