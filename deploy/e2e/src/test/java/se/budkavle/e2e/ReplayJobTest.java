package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.UNDELIVERABLE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many dead letters at once, and the operator who replays them, or gives them up, by filter. */
@ExtendWith(BudkavleExtension.class)
class ReplayJobTest {

    private static final int MANY = 25;

    private final Budkavle budkavle;
    private final Operator operator;
    private Agency sender;
    private Agency recipient;

    ReplayJobTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void allThatDiedOnABrokenEndpointIsDeliveredOnceAndInOrderWhenItIsMended() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            var messageIds = diesAt(webhook, subscribed);
            webhook.isMended();

            var job = operator.replaysAllOf(subscribed.id());

            assertThat(job.path("matched").asInt()).isEqualTo(MANY);
            assertThat(job.path("replayed").asInt()).isEqualTo(MANY);
            assertThat(job.path("skipped").asInt()).isZero();
            messageIds.forEach(each -> webhook.waitUntilReceived(AVAILABLE, each));
            assertThat(webhook.events().stream()
                            .filter(each -> each.answered() == 204)
                            .map(Webhook.Received::messageId))
                    .containsExactlyElementsOf(messageIds);
            await("the end of each").untilAsserted(() -> assertThat(
                            operator.job("replays", idOf(job)).path("succeeded").asInt())
                    .isEqualTo(MANY));
            assertThat(operator.deadLetters("subscriptionId=" + subscribed.id()))
                    .allSatisfy(
                            each -> assertThat(each.path("outcome").asText()).isEqualTo("SUCCEEDED"));
        }
    }

    @Test
    void whatFailsAgainIsLinkedToItsNewDeadLetterAndIsNotTheJobsAnyMore() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            diesAt(webhook, subscribed);

            var job = operator.replaysAllOf(subscribed.id());

            assertThat(job.path("replayed").asInt()).isEqualTo(MANY);
            await("all failed again").untilAsserted(() -> assertThat(operator.job("replays", idOf(job))
                            .path("failedAgain")
                            .asInt())
                    .isEqualTo(MANY));
            var old = operator.deadLetters("status=REPLAYED&subscriptionId=" + subscribed.id())
                    .getFirst();
            var next = operator.call(
                            "GET",
                            "/v1/operator/dead-letters/" + old.path("successor").asText())
                    .send()
                    .expect(200)
                    .json();
            assertThat(old.path("outcome").asText()).isEqualTo("FAILED_AGAIN");
            assertThat(old.path("replayId").asText()).isEqualTo(idOf(job));
            assertThat(next.path("previous").asText()).isEqualTo(old.path("id").asText());
            assertThat(next.path("status").asText()).isEqualTo("OPEN");
        }
    }

    @Test
    void aDryRunTellsHowManyThereAreAndDoesNothing() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            diesAt(webhook, subscribed);

            var dryRun = operator.begins(
                            "replays", Operator.ofSubscription(subscribed.id()).put("dryRun", true))
                    .expect(200)
                    .json();

            assertThat(dryRun.path("matched").asInt()).isEqualTo(MANY);
            assertThat(dryRun.path("samples")).hasSize(10);
            assertThat(operator.deadLetters("status=OPEN&subscriptionId=" + subscribed.id()))
                    .hasSize(MANY);
        }
    }

    /** Whether or not the count still met the one that is gone. */
    @Test
    void eachThatMatchedIsReplayedOrSkippedThoughOneWasReplayedByHandTheMomentBefore() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            diesAt(webhook, subscribed);
            // Or it dies again, and may be there again before the job has gone through all.
            webhook.answers(204);
            var byHand =
                    operator.deadLetters("subscriptionId=" + subscribed.id()).getFirst();
            operator.replays(byHand.path("id").asText()).expect(202);

            var job = operator.replaysAllOf(subscribed.id());

            assertThat(job.path("replayed").asInt()).isEqualTo(MANY - 1);
            assertThat(job.path("skipped").asInt())
                    .isEqualTo(job.path("matched").asInt() - MANY + 1);
        }
    }

    @Test
    void deadLettersAreCountedByWhatTheyHaveInCommon() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            diesAt(webhook, subscribed);

            var groups = operator.call(
                            "GET",
                            "/v1/operator/dead-letters/groups?by=subscription&organisation="
                                    + Http.encoded(sender.organisation()))
                    .send()
                    .expect(200)
                    .json();

            assertThat(groups.path("complete").asBoolean()).isTrue();
            assertThat(groups.path("items")).hasSize(1);
            assertThat(groups.at("/items/0/key").asText()).isEqualTo(subscribed.id());
            assertThat(groups.at("/items/0/count").asInt()).isEqualTo(MANY);
        }
    }

    @Test
    void whatIsGivenUpByFilterEndsAndItsSenderIsTold() {
        var unknown = budkavle.newAgencyWithoutAddress("unknown");
        var held = sender.sends(
                message().to(recipient.address(), unknown.address()).with("allOrNothing", false));
        operator.waitForDeadLetter("messageId=" + held.messageId());
        var body = Http.JSON.createObjectNode().put("reason", "closed");
        body.putObject("filter").put("messageId", held.messageId());

        var id = operator.begins("discards", body).expect(202).json().path("id").asText();
        var job = operator.waitUntilEnded("discards", id);

        assertThat(job.path("replayed").asInt()).isEqualTo(1);
        sender.trace(held.messageId()).waitUntil(unknown.address(), UNDELIVERABLE);
        operator.call("GET", "/v1/operator/replays/" + id).send().expectProblem(404, "not-found");
    }

    @Test
    void aJobThatStopsSendsNoMore() throws Exception {
        try (var webhook = Webhook.open()) {
            var subscribed = sender.subscribes(webhook, AVAILABLE);
            diesAt(webhook, subscribed);
            webhook.isMended();
            var id = operator.begins(
                            "replays", Operator.ofSubscription(subscribed.id()).put("ratePerSecond", 1))
                    .expect(202)
                    .json()
                    .path("id")
                    .asText();

            operator.call("DELETE", "/v1/operator/discards/" + id).send().expectProblem(404, "not-found");
            operator.call("DELETE", "/v1/operator/replays/" + id).send().expect(202);
            var job = operator.waitUntilEnded("replays", id);

            assertThat(job.path("status").asText()).isEqualTo("STOPPED");
            await("the rest is open").untilAsserted(() -> assertThat(
                            operator.deadLetters("status=OPEN&subscriptionId=" + subscribed.id()))
                    .hasSize(MANY - job.path("replayed").asInt()));
            operator.call("DELETE", "/v1/operator/replays/" + UUID.randomUUID())
                    .send()
                    .expectProblem(404, "not-found");
        }
    }

    /** Messages of one conversation whose notifications are refused at once. */
    private List<String> diesAt(Webhook webhook, Subscribed subscribed) {
        webhook.answers(400);
        var conversation = UUID.randomUUID().toString();
        var messageIds = new ArrayList<String>();
        for (int i = 0; i < MANY; i++) {
            messageIds.add(sender.sends(message().to(recipient.address()).with("conversationId", conversation))
                    .messageId());
        }
        await("dead letters of all")
                .untilAsserted(() -> assertThat(operator.deadLetters("subscriptionId=" + subscribed.id()))
                        .hasSize(MANY));
        return messageIds;
    }

    private static String idOf(JsonNode job) {
        return job.path("id").asText();
    }
}
