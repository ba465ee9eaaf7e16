package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.ACCEPTED;
import static se.budkavle.e2e.EventTypes.ACKNOWLEDGED;
import static se.budkavle.e2e.EventTypes.ALL;
import static se.budkavle.e2e.EventTypes.AVAILABLE;
import static se.budkavle.e2e.EventTypes.HELD;
import static se.budkavle.e2e.EventTypes.RETRIEVED;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told what: those who are entitled to it, and nobody else. */
@ExtendWith(BudkavleExtension.class)
class NotificationTest {

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;
    private Webhook webhook;

    NotificationTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeEach
    void agencies() throws Exception {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
        webhook = Webhook.open();
    }

    @AfterEach
    void close() {
        webhook.close();
    }

    @Test
    void theSenderIsToldOfEveryStep() {
        sender.subscribes(webhook, ALL);

        var messageId = livesItsLife();

        webhook.waitUntilReceived(ACCEPTED, messageId);
        webhook.waitUntilReceived(AVAILABLE, messageId);
        webhook.waitUntilReceived(RETRIEVED, messageId);
        webhook.waitUntilReceived(ACKNOWLEDGED, messageId);
    }

    @Test
    void theRecipientIsToldOfItsOwnDeliveryOnly() {
        var unknown = budkavle.newAgencyWithoutAddress("unknown");
        recipient.subscribes(webhook, ALL);

        var messageId = sender.sends(
                        message().to(recipient.address(), unknown.address()).with("allOrNothing", false))
                .messageId();
        budkavle.operator().waitForDeadLetter("messageId=" + messageId);
        webhook.waitUntilReceived(AVAILABLE, messageId);
        recipient.inbox().acknowledges(messageId);
        webhook.waitUntilReceived(ACKNOWLEDGED, messageId);

        assertThat(webhook.events()).extracting(Webhook.Received::type).doesNotContain(ACCEPTED, HELD);
        assertThat(webhook.events()).allSatisfy(event -> assertThat(
                        event.event().path("data").path("recipient").asText())
                .isEqualTo(recipient.address()));
    }

    @Test
    void aThirdOrganisationIsToldNothing() throws Exception {
        var third = budkavle.newAgency("third");
        try (var senders = Webhook.open()) {
            sender.subscribes(senders, ACKNOWLEDGED);
            third.subscribes(webhook, ALL);

            var messageId = livesItsLife();
            senders.waitUntilReceived(ACKNOWLEDGED, messageId);

            var marker = third.sends(message().to(third.address())).messageId();
            webhook.receivedNothingBefore(AVAILABLE, marker);
        }
    }

    @Test
    void onlyTheTypesAskedForCome() {
        sender.subscribes(webhook, ACKNOWLEDGED);

        var messageId = livesItsLife();

        webhook.waitUntilReceived(ACKNOWLEDGED, messageId);
        assertThat(webhook.events()).extracting(Webhook.Received::type).containsOnly(ACKNOWLEDGED);
    }

    @Test
    void anEventIsACloudEventOfIdsWithoutContent() {
        sender.subscribes(webhook, AVAILABLE);

        var receipt = sender.sends(message()
                .to(recipient.address())
                .with("senderMessageId", "D-7")
                .with("label", "Hemlig rubrik")
                .text("Hemlig text"));

        var post = webhook.waitUntilReceived(AVAILABLE, receipt.messageId());
        var event = post.event();
        assertThat(post.headers().firstValue("content-type").orElse("")).startsWith("application/cloudevents+json");
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("id").asText()).isNotBlank();
        assertThat(event.path("source").asText()).isNotBlank();
        assertThat(event.path("subject").asText()).isEqualTo(receipt.conversationId());
        assertThat(event.path("data").path("messageId").asText()).isEqualTo(receipt.messageId());
        assertThat(event.path("data").path("senderMessageId").asText()).isEqualTo("D-7");
        assertThat(event.path("data").path("recipient").asText()).isEqualTo(recipient.address());
        assertThat(event.path("data").path("status").asText()).isEqualTo("AVAILABLE");
        assertThat(post.body()).doesNotContain("Hemlig");
    }

    @Test
    void aTraceGoesFromTheRequestToTheWebhook() {
        sender.subscribes(webhook, AVAILABLE, ACKNOWLEDGED);
        var traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

        var receipt = Receipt.of(sender.call("POST", "/v1/messages")
                .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                .json(message().to(recipient.address()).body())
                .send());

        var post = webhook.waitUntilReceived(AVAILABLE, receipt.messageId());
        assertThat(post.headers().firstValue("traceparent").orElse("")).startsWith("00-" + traceId + "-");
    }

    private String livesItsLife() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        recipient.inbox().contentOf(messageId);
        recipient.inbox().acknowledges(messageId);
        return messageId;
    }
}
