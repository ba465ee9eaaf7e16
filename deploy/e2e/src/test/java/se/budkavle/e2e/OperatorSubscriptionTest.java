package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How subscriptions fare, as an operator sees it, and what an operator does about one that does harm. */
@ExtendWith(BudkavleExtension.class)
class OperatorSubscriptionTest {

    private static final String REASON = "endpoint-overloaded";

    private final Budkavle budkavle;
    private final Operator operator;
    private Agency agency;
    private Webhook webhook;
    private Webhook other;

    OperatorSubscriptionTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeEach
    void agencies() throws Exception {
        agency = budkavle.newAgency("agency");
        webhook = Webhook.open("?key=Hemlighet");
        other = Webhook.open();
    }

    @AfterEach
    void close() {
        webhook.close();
        other.close();
    }

    private String sendsToItself() {
        return agency.sends(message().to(agency.address())).messageId();
    }

    @Test
    void anEndpointThatFailsIsSeenAndAHealthyOneHasNothingPending() {
        var failing = agency.subscribes(webhook, AVAILABLE);
        var healthy = agency.subscribes(other, AVAILABLE);
        webhook.answers(503);
        var before = Instant.now().minusSeconds(1);

        var messageId = sendsToItself();

        await("the failing one's figures").untilAsserted(() -> {
            var seen = operator.seesHowItFares(failing);
            assertThat(seen.path("pending").asLong()).isEqualTo(1);
            assertThat(Instant.parse(seen.path("oldestPendingAt").asText())).isBetween(before, Instant.now());
            assertThat(seen.path("failures").asInt()).isPositive();
            assertThat(seen.path("failureRate").asDouble()).isBetween(0.1, 1.0);
        });
        var message = operator.sees(messageId);
        assertThat(message.path("retries").findValuesAsText("subscriptionId")).containsExactly(failing.id());
        assertThat(message.at("/retries/0/retry").asInt()).isPositive();
        assertThat(message.at("/retries/0/of").asInt()).isEqualTo(11);
        assertThat(Instant.parse(message.at("/retries/0/nextAt").asText())).isAfter(before);
        other.waitUntilReceived(AVAILABLE, messageId);
        await("the healthy one's figures").untilAsserted(() -> {
            var seen = operator.seesHowItFares(healthy);
            // Its challenge, and the notification.
            assertThat(seen.path("attempts").asInt()).isEqualTo(2);
            assertThat(seen.path("pending").asLong(-1)).isZero();
            assertThat(seen.path("oldestPendingAt").isNull()).isTrue();
            assertThat(seen.path("failureRate").asDouble(-1)).isZero();
            assertThat(Instant.parse(seen.path("lastSuccessAt").asText())).isAfter(before);
        });
    }

    @Test
    void whoIsToldWhereIsSeenWithoutWhatIsSecret() {
        var subscription = agency.subscribes(webhook, AVAILABLE);

        var seen = operator.seesHowItFares(subscription);

        assertThat(seen.path("organisation").asText()).isEqualTo(agency.organisation());
        assertThat(seen.path("types").path(0).asText()).isEqualTo(AVAILABLE);
        assertThat(seen.path("channel").path("kind").asText()).isEqualTo("WEBHOOK");
        assertThat(webhook.url())
                .startsWith(seen.path("channel").path("endpoint").asText() + "/");
        assertThat(seen.toString()).doesNotContain("Hemlighet", "/hook");
    }

    @Test
    void theyAreChosenByStatusAndReadPageByPage() {
        var active = agency.subscribes(webhook, AVAILABLE);
        var paused = agency.subscribes(other, AVAILABLE);
        paused.asks("pause").expect(200);

        assertThat(ids("&status=PAUSED")).containsExactly(paused.id());
        assertThat(ids("&status=ACTIVE")).containsExactly(active.id());
        var first = operator.subscriptionsOf(agency.organisation(), "&limit=1");
        var second = operator.subscriptionsOf(
                agency.organisation(),
                "&limit=1&after=" + Http.encoded(first.path("next").asText()));
        assertThat(List.of(
                        first.path("items").path(0).path("id").asText(),
                        second.path("items").path(0).path("id").asText()))
                .containsExactlyInAnyOrder(active.id(), paused.id());
        assertThat(second.path("next").isNull()).isTrue();
    }

    private List<String> ids(String filter) {
        return operator.subscriptionsOf(agency.organisation(), filter).findValuesAsText("id");
    }

    @Test
    void whatHappensWhileItIsSuspendedIsHeldBackAndArrivesWhenItIsResumed() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        agency.subscribes(other, AVAILABLE);

        operator.suspends(subscription, REASON).expect(204);

        assertThat(subscription.state().path("status").asText()).isEqualTo("SUSPENDED");
        assertThat(subscription.state().path("statusReason").asText()).isEqualTo(REASON);
        var missed = IntStream.range(0, 3).mapToObj(i -> sendsToItself()).toList();
        missed.forEach(each -> other.waitUntilReceived(AVAILABLE, each));
        await("three are pending").untilAsserted(() -> assertThat(
                        operator.seesHowItFares(subscription).path("pending").asLong())
                .isEqualTo(3));
        assertThat(webhook.events()).isEmpty();

        operator.resumes(subscription).expect(204);

        missed.forEach(each -> webhook.waitUntilReceived(AVAILABLE, each));
        await("nothing is pending").untilAsserted(() -> assertThat(
                        operator.seesHowItFares(subscription).path("pending").asLong(-1))
                .isZero());
        assertThat(webhook.took(AVAILABLE)).containsExactlyInAnyOrderElementsOf(missed);
    }

    @Test
    void whatAnOperatorSuspendedItsSubscriberDoesNotResume() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        operator.suspends(subscription, REASON).expect(204);

        subscription.asks("resume").expectProblem(403, "suspended-by-operator");
        subscription.asks("pause").expectProblem(403, "suspended-by-operator");

        operator.resumes(subscription).expect(204);
        assertThat(subscription.state().path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void whatAnOperatorDoesIsInTheAudit() {
        var subscription = agency.subscribes(webhook, AVAILABLE);

        operator.suspends(subscription, REASON).expect(204);
        operator.resumes(subscription).expect(204);

        var kafka = new Kafka(budkavle.system().bootstrapServers());
        for (var act : List.of("suspend-subscription", "resume-subscription")) {
            await(act + " in the audit").untilAsserted(() -> assertThat(kafka.read("audit"::equals))
                    .filteredOn(each -> each.value() != null)
                    .extracting(each -> new String(each.value(), StandardCharsets.ISO_8859_1))
                    .anyMatch(each -> each.contains(act)
                            && each.contains(subscription.id())
                            && each.contains("0203:operator.example.se")));
        }
    }

    @Test
    void whatIsNotThereCannotBeSuspended() {
        var nowhere = new Subscribed(agency, "0198a1c0-0000-7000-8000-000000000000", "");

        operator.suspends(nowhere, REASON).expectProblem(404, "not-found");
        operator.resumes(nowhere).expectProblem(404, "not-found");
    }
}
