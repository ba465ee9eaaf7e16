package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.UNDELIVERABLE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Recipients that nobody knows, and the operator who mends it. */
@ExtendWith(BudkavleExtension.class)
class DeadLetterTest {

    private final Budkavle budkavle;
    private final Operator operator;
    private Agency sender;
    private Agency known;
    private Agency unknown;

    DeadLetterTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        known = budkavle.newAgency("known");
        unknown = budkavle.newAgencyWithoutAddress("unknown");
    }

    @Test
    void anUnknownRecipientStopsAllOrNothing() {
        var answer = sender.posts(message().to(known.address(), unknown.address()));

        answer.expectProblem(422, "unknown-recipient");
        assertThat(answer.json()
                        .path("issues")
                        .valueStream()
                        .map(issue -> issue.path("pointer").asText())
                        .toList())
                .isEqualTo(List.of("/recipients/1"));
        var marker = sender.sends(message().to(known.address()));
        known.inbox().hasExactly(marker.messageId());
    }

    @Test
    void anUnknownRecipientIsHeldWhereTheOthersAreServed() {
        var receipt = held();

        var trace = sender.trace(receipt.messageId()).waitUntil(unknown.address(), HELD);

        assertThat(receipt.unknownRecipients()).containsExactly(unknown.address());
        trace.waitUntil(known.address(), AVAILABLE);
        var reason = trace.delivery(unknown.address()).path("reason");
        assertThat(reason.path("code").asText()).isEqualTo("unknown-recipient");
        assertThat(reason.path("category").asText()).isEqualTo("BV");
        known.inbox().hasExactly(receipt.messageId());
    }

    @Test
    void theOperatorSeesWhyAndNothingMore() {
        var receipt = held();

        var deadLetter = operator.waitForDeadLetter("messageId=" + receipt.messageId());

        assertThat(deadLetter.path("topic").asText()).isEqualTo("messages.normal");
        assertThat(deadLetter.path("reason").asText()).isEqualTo("unknown-recipient");
        assertThat(deadLetter.path("explanation").asText()).isNotBlank();
        assertThat(deadLetter.path("recipient").asText()).isEqualTo(unknown.address());
        assertThat(deadLetter.path("organisation").asText()).isEqualTo(sender.organisation());
        assertThat(deadLetter.path("status").asText()).isEqualTo("OPEN");
        assertThat(deadLetter.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "stage",
                        "topic",
                        "partition",
                        "offset",
                        "reason",
                        "explanation",
                        "messageId",
                        "recipient",
                        "subscriptionId",
                        "organisation",
                        "firstFailedAt",
                        "failedAt",
                        "attempts",
                        "replays",
                        "status",
                        "outcome",
                        "replayId",
                        "previous",
                        "successor");
    }

    @Test
    void aReplayAfterTheMendingDeliversOnce() {
        var receipt = held();
        var id = idOf(operator.waitForDeadLetter("messageId=" + receipt.messageId()));
        unknown.claims(unknown.address());

        operator.replays(id).expect(202);

        sender.trace(receipt.messageId()).waitUntil(AVAILABLE);
        unknown.inbox().hasExactly(receipt.messageId());
        known.inbox().hasExactly(receipt.messageId());
        assertThat(unknown.inbox().contentOf(receipt.messageId()).text()).isEqualTo("A note.");
        waitUntil(id, "REPLAYED");
    }

    @Test
    void aReplayIsMadeOnceUnlessForced() {
        var receipt = held();
        var id = idOf(operator.waitForDeadLetter("messageId=" + receipt.messageId()));
        unknown.claims(unknown.address());
        operator.replays(id).expect(202);

        operator.replays(id).expectProblem(409, "already-replayed");
        operator.replays(id, true).expect(202);

        unknown.inbox().hasExactly(receipt.messageId());
    }

    @Test
    void aDiscardedDeadLetterIsUndeliverable() {
        var receipt = held();
        var id = idOf(operator.waitForDeadLetter("messageId=" + receipt.messageId()));

        operator.discards(id, "closed").expect(204);

        sender.trace(receipt.messageId()).waitUntil(unknown.address(), UNDELIVERABLE);
        waitUntil(id, "DISCARDED");
        operator.replays(id).expect(409);
    }

    @Test
    void aDeadLetterThatIsNotThereIsNotFound() {
        operator.replays(UUID.randomUUID().toString()).expectProblem(404, "not-found");
    }

    private Receipt held() {
        return sender.sends(message().to(known.address(), unknown.address()).with("allOrNothing", false));
    }

    private void waitUntil(String id, String status) {
        await("dead letter " + status)
                .untilAsserted(() -> assertThat(operator.call("GET", "/v1/operator/dead-letters/" + id)
                                .send()
                                .expect(200)
                                .json()
                                .path("status")
                                .asText())
                        .isEqualTo(status));
    }

    private static String idOf(JsonNode deadLetter) {
        return deadLetter.path("id").asText();
    }
}
