package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that work, fail, are mended, or are gone. */
@ExtendWith(BudkavleExtension.class)
class WebhookTest {

    private final Budkavle budkavle;
    private Agency agency;
    private Webhook webhook;

    WebhookTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() throws Exception {
        agency = budkavle.newAgency("agency");
        webhook = Webhook.open();
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    @Test
    void aNewWebhookProvesItself() {
        var subscription = agency.requestsSubscription(webhook, AVAILABLE);

        subscription.waitUntil("ACTIVE");

        assertThat(webhook.all(Webhook.VERIFICATION, "")).isNotEmpty().allSatisfy(webhook::isSigned);
    }

    @Test
    void aWebhookThatDoesNotProveItselfGetsNothing() throws Exception {
        webhook.ignoresChallenge();
        var subscription = agency.requestsSubscription(webhook, AVAILABLE);
        try (var proven = Webhook.open()) {
            agency.subscribes(proven, AVAILABLE);

            var messageId = sendsToItself();
            proven.waitUntilReceived(AVAILABLE, messageId);

            assertThat(webhook.events()).isEmpty();
            assertThat(subscription.state().path("status").asText()).isIn("PENDING", "SUSPENDED");
        }
    }

    @Test
    void theSecretIsShownOnce() {
        var subscription = agency.subscribes(webhook, AVAILABLE);

        assertThat(subscription.secret()).startsWith("whsec_");
        assertThat(subscription.state().has("secret")).isFalse();
        assertThat(agency.call("GET", "/v1/subscriptions").send().expect(200).text())
                .contains(subscription.id())
                .doesNotContain(subscription.secret());
    }

    @Test
    void aFailedPushIsRepeatedWithTheSameId() {
        agency.subscribesImpatiently(webhook, AVAILABLE);
        webhook.answers(503);
        var messageId = sendsToItself();
        await("two failures").untilAsserted(() -> assertThat(webhook.all(AVAILABLE, messageId))
                .hasSizeGreaterThan(1));

        webhook.isMended();

        var received = webhook.waitUntilReceived(AVAILABLE, messageId);
        assertThat(webhook.all(AVAILABLE, messageId))
                .extracting(Webhook.Received::id)
                .containsOnly(received.id());
        assertThat(webhook.all(AVAILABLE, messageId)).allSatisfy(webhook::isSigned);
    }

    @Test
    void aRefusedPushIsADeadLetterThatTheSubscriberReplays() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        webhook.answers(404);
        var messageId = sendsToItself();
        var deadLetter = subscription.waitForDeadLetters().getFirst();
        webhook.isMended();

        var answer = subscription.replays(deadLetter.path("id").asText());

        assertThat(answer.status()).isIn(200, 202);
        webhook.waitUntilReceived(AVAILABLE, messageId);
        assertThat(deadLetter.path("reason").asText()).isEqualTo("endpoint-refused");
        assertThat(deadLetter.path("messageId").asText()).isEqualTo(messageId);
        assertThat(webhook.successful(AVAILABLE, messageId)).hasSize(1);
    }

    @Test
    void theLaddersEndIsADeadLetterThatTheOperatorReplays() {
        var subscription = agency.subscribesImpatiently(webhook, AVAILABLE);
        webhook.answers(500);
        var messageId = sendsToItself();
        var operator = budkavle.operator();
        var deadLetter = operator.waitForDeadLetter("subscriptionId=" + subscription.id());
        webhook.isMended();

        operator.replays(deadLetter.path("id").asText()).expect(202);

        webhook.waitUntilReceived(AVAILABLE, messageId);
        assertThat(deadLetter.path("reason").asText()).isEqualTo("push-failed");
        assertThat(deadLetter.path("topic").asText()).isEqualTo("notifications");
        assertThat(deadLetter.path("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void everyAttemptIsRecorded() {
        var body = Agency.impatient(webhook.url(), AVAILABLE).put("captureResponse", true);
        var subscription = agency.requestsSubscription(webhook, body).waitUntil("ACTIVE");
        webhook.answers(503, "no room");
        var messageId = sendsToItself();
        await("a failure").untilAsserted(() -> assertThat(webhook.all(AVAILABLE, messageId))
                .isNotEmpty());
        webhook.isMended();
        webhook.waitUntilReceived(AVAILABLE, messageId);

        await("attempts").untilAsserted(() -> assertThat(subscription.attempts())
                .filteredOn(attempt -> attempt.path("messageId").asText().equals(messageId))
                .extracting(attempt -> attempt.path("httpStatus").asInt(), attempt -> attempt.path("responseExcerpt")
                        .asText())
                .contains(tuple(503, "no room"), tuple(204, "")));
    }

    @Test
    void anEndpointThatIsGoneSuspendsTheSubscription() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        webhook.answers(410);

        sendsToItself();

        subscription.waitUntil("SUSPENDED");
    }

    @Test
    void aBrokenEndpointDelaysNobodyElse() throws Exception {
        agency.subscribes(webhook, AVAILABLE);
        webhook.answers(503);
        try (var healthy = Webhook.open()) {
            agency.subscribes(healthy, AVAILABLE);

            var messageId = sendsToItself();

            healthy.waitUntilReceived(AVAILABLE, messageId);
        }
    }

    @Test
    void aDeletedSubscriptionGetsNothing() throws Exception {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        try (var remaining = Webhook.open()) {
            agency.subscribes(remaining, AVAILABLE);

            assertThat(agency.call("DELETE", "/v1/subscriptions/" + subscription.id())
                            .send()
                            .status())
                    .isIn(200, 204);

            var messageId = sendsToItself();
            remaining.waitUntilReceived(AVAILABLE, messageId);
            assertThat(webhook.events()).isEmpty();
            agency.call("GET", "/v1/subscriptions/" + subscription.id()).send().expectProblem(404, "not-found");
        }
    }

    private String sendsToItself() {
        return agency.sends(message().to(agency.address())).messageId();
    }
}
