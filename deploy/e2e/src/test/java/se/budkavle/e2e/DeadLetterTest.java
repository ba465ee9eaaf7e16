package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.UNDELIVERABLE;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Recipients that nobody knows, and the operator who is told, and mends it. */
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

    @Test
    void whoseDeliveriesFailFiveTimesInARowIsToldToOperatorsAlone() {
        var feed = operator.subscribes(EventTypes.ORGANISATION_SILENT);
        sender.call("POST", "/v1/subscriptions")
                .json(Agency.subscriptionOf("PULL", EventTypes.ORGANISATION_SILENT))
                .send()
                .expectProblem(403, "missing-scope");

        for (int i = 0; i < 6; i++) {
            sender.sends(message().to(unknown.address()).with("allOrNothing", false));
        }

        await("six failures").untilAsserted(() -> {
            var health = operator.health(sender.organisation()).expect(200).json();
            assertThat(health.path("state").asText()).isEqualTo("FAILING");
            assertThat(health.path("failuresInRow").asInt()).isEqualTo(6);
            assertThat(health.path("undelivered").asLong()).isEqualTo(6);
            assertThat(Instant.parse(health.path("oldestUndeliveredAt").asText()))
                    .isBefore(Instant.parse(health.path("lastAcceptedAt").asText()));
            assertThat(health.path("failureRate").asDouble()).isEqualTo(1);
        });
        await("the event").untilAsserted(() -> assertThat(operator.toldOf(sender.organisation(), feed))
                .hasSize(1));
        var told = operator.toldOf(sender.organisation(), feed).getFirst();
        assertThat(told.at("/data/cause").asText()).isEqualTo("FAILURES");
        assertThat(told.at("/data/reason").asText()).isEqualTo("unknown-recipient");
        assertThat(operator.call("GET", "/v1/operator/organisations?limit=1000")
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsText("organisation"))
                .contains(sender.organisation());
        assertThat(operator.health(known.organisation())
                        .expect(200)
                        .json()
                        .path("state")
                        .isNull())
                .isTrue();

        sender.sends(message().to(known.address()));

        await("it is over").untilAsserted(() -> {
            var health = operator.health(sender.organisation()).expect(200).json();
            assertThat(health.path("state").asText()).isEqualTo("OK");
            assertThat(health.path("lag").asText()).startsWith("PT");
            assertThat(health.path("undelivered").asLong()).isEqualTo(6);
        });
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
