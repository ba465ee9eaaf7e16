package se.budkavle.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a subscription, and what its subscriber can do with it. */
@ExtendWith(BudkavleExtension.class)
class SubscriptionTest {

    private static final String TEST = "se.budkavle.subscription.test";

    private final Budkavle budkavle;
    private Agency agency;
    private Webhook webhook;

    SubscriptionTest(Budkavle budkavle) {
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

    private String sendsToItself() {
        return agency.sends(message().to(agency.address())).messageId();
    }

    private ObjectNode impatient() {
        var body = Agency.subscription(webhook.url(), AVAILABLE);
        body.putArray("retryLadder").add("PT0.2S").add("PT0.2S");
        return body;
    }

    @Test
    void whatHappensDuringAPauseArrivesAfterIt() throws Exception {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        subscription.asks("pause").expect(200);
        subscription.waitUntil("PAUSED");
        String messageId;
        try (var other = Webhook.open()) {
            agency.subscribes(other, AVAILABLE);
            messageId = sendsToItself();
            other.waitUntilReceived(AVAILABLE, messageId);
            assertThat(webhook.events()).isEmpty();
        }

        subscription.asks("resume").expect(200);

        webhook.waitUntilReceived(AVAILABLE, messageId);
    }

    @Test
    void anEndpointThatWasGoneProvesItselfAnewAndGetsWhatItMissed() {
        var subscription = agency.requestsSubscription(webhook, impatient()).waitUntil("ACTIVE");
        webhook.answers(410);
        var refused = sendsToItself();
        subscription.waitUntil("SUSPENDED");
        assertThat(subscription.state().path("statusReason").asText()).isEqualTo("endpoint-gone");
        var missed = sendsToItself();
        webhook.isMended();

        subscription.asks("resume").expect(200);

        webhook.waitUntilReceived(AVAILABLE, missed);
        webhook.waitUntilReceived(AVAILABLE, refused);
        assertThat(subscription.deadLetters()).isEmpty();
    }

    @Test
    void aVerificationThatFailsSuspendsUntilItIsResumed() {
        webhook.ignoresChallenge();
        var subscription = agency.requestsSubscription(webhook, impatient()).waitUntil("SUSPENDED");
        assertThat(subscription.state().path("statusReason").asText()).isEqualTo("verification-failed");
        webhook.answersChallenge();

        subscription.asks("resume").expect(200);

        subscription.waitUntil("ACTIVE");
    }

    @Test
    void anotherUrlProvesItselfAnewAndGetsEverythingFromThen() throws Exception {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        try (var moved = Webhook.open()) {
            moved.expectsSignaturesOf(subscription.secret());

            var put = subscription
                    .puts(Agency.subscription(moved.url(), AVAILABLE))
                    .expect(200);

            assertThat(put.json().path("status").asText()).isIn("PENDING", "ACTIVE");
            subscription.waitUntil("ACTIVE");
            var messageId = sendsToItself();
            moved.waitUntilReceived(AVAILABLE, messageId);
            assertThat(moved.all(Webhook.VERIFICATION, "")).isNotEmpty();
            assertThat(webhook.events()).isEmpty();
        }
    }

    @Test
    void aChangeNeedsTheVersionItWasMadeOn() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        var path = "/v1/subscriptions/" + subscription.id();
        var body = Agency.subscription(webhook.url(), AVAILABLE).put("name", "another");

        agency.call("PUT", path)
                .header("If-Match", "\"1\"")
                .json(body)
                .send()
                .expectProblem(412, "precondition-failed");
        var etag = agency.call("GET", path).send().expect(200).header("ETag");
        var changed = agency.call("PUT", path)
                .header("If-Match", etag)
                .json(body)
                .send()
                .expect(200);

        assertThat(changed.json().path("name").asText()).isEqualTo("another");
        assertThat(changed.json().path("status").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void theChannelsKindIsForGood() {
        var subscription = agency.subscribes(webhook, AVAILABLE);

        subscription.puts(Agency.subscriptionOf("PULL", AVAILABLE)).expectProblem(409, "channel-fixed");
    }

    @Test
    void aTestGoesToOneSubscriptionAlone() throws Exception {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        try (var other = Webhook.open()) {
            agency.subscribes(other, AVAILABLE);

            subscription.asks("test").expect(202);

            webhook.waitUntilReceived(TEST, "");
            var marker = sendsToItself();
            other.receivedNothingBefore(AVAILABLE, marker);
        }
    }

    @Test
    void duringARotationBothSecretsHold() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        var former = subscription.secret();

        var rotated = subscription
                .asks("rotate-secret", Http.JSON.createObjectNode().put("overlap", "PT1H"))
                .expect(200)
                .json();

        var post = webhook.waitUntilReceived(AVAILABLE, sendsToItself());
        webhook.expectsSignaturesOf(rotated.path("secret").asText());
        webhook.isSigned(post);
        assertThat(rotated.path("secret").asText()).isNotEqualTo(former);
        assertThat(rotated.path("signingKeys")).hasSize(2);
        assertThat(subscription.state().has("secret")).isFalse();
    }

    @Test
    void withoutOverlapTheFormerSecretIsWithdrawn() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        var rotated = subscription
                .asks("rotate-secret", Http.JSON.createObjectNode().put("overlap", "PT0S"))
                .expect(200)
                .json();
        webhook.expectsSignaturesOf(rotated.path("secret").asText());

        var post = webhook.waitUntilReceived(AVAILABLE, sendsToItself());

        webhook.expectsSignaturesOf(subscription.secret());
        assertThatThrownBy(() -> webhook.isSigned(post)).isInstanceOf(AssertionError.class);
    }

    @Test
    void onlyWhatFitsTheFiltersComes() {
        var wanted = agency.sends(message().to(agency.address()));
        var body = Agency.subscription(webhook.url(), AVAILABLE);
        body.putArray("filters").addObject().putObject("exact").put("subject", wanted.conversationId());
        agency.requestsSubscription(webhook, body).waitUntil("ACTIVE");

        sendsToItself();
        var answer = agency.sends(message().to(agency.address()).with("conversationId", wanted.conversationId()));

        webhook.receivedNothingBefore(AVAILABLE, answer.messageId());
    }

    @Test
    void withStrictOrderAFailingOneHoldsItsSuccessors() {
        assertThat(orderOfSuccess("STRICT")).containsExactly("first", "second");
    }

    @Test
    void withBestEffortASuccessorPassesAFailingOne() {
        assertThat(orderOfSuccess("BEST_EFFORT")).containsExactly("second", "first");
    }

    /** What came of two messages of one conversation, the first of which fails for a while. */
    private List<String> orderOfSuccess(String ordering) {
        var body = Agency.subscription(webhook.url(), AVAILABLE).put("ordering", ordering);
        var ladder = body.putArray("retryLadder");
        for (int i = 0; i < 30; i++) {
            ladder.add("PT0.3S");
        }
        agency.requestsSubscription(webhook, body).waitUntil("ACTIVE");
        var conversation = agency.sends(message().to(agency.address()));
        webhook.waitUntilReceived(AVAILABLE, conversation.messageId());
        webhook.answers(503);
        var first = agency.sends(message().to(agency.address()).with("conversationId", conversation.conversationId()))
                .messageId();
        await("a failure").until(() -> !webhook.all(AVAILABLE, first).isEmpty());
        webhook.failsAt(first);
        webhook.isMended();
        var second = agency.sends(message().to(agency.address()).with("conversationId", conversation.conversationId()))
                .messageId();
        if (ordering.equals("STRICT")) {
            var marker = agency.sends(message().to(agency.address())).messageId();
            webhook.waitUntilReceived(AVAILABLE, marker);
            assertThat(webhook.all(AVAILABLE, second)).isEmpty();
        } else {
            webhook.waitUntilReceived(AVAILABLE, second);
        }
        webhook.failsAt("");
        webhook.waitUntilReceived(AVAILABLE, first);
        webhook.waitUntilReceived(AVAILABLE, second);
        return webhook.took(AVAILABLE).stream()
                .filter(each -> each.equals(first) || each.equals(second))
                .map(each -> each.equals(first) ? "first" : "second")
                .toList();
    }

    @Test
    void aPartOfTheFeedIsReplayedAndMarked() {
        var subscription = agency.subscribes(webhook, AVAILABLE);
        var before = sendsToItself();
        webhook.waitUntilReceived(AVAILABLE, before);
        var cursor = subscription.feed(null).path("next").asText();
        var wanted = sendsToItself();
        webhook.waitUntilReceived(AVAILABLE, wanted);

        var replay = subscription
                .asks("replay", Http.JSON.createObjectNode().put("after", cursor))
                .expect(202)
                .json();

        await("the replay")
                .untilAsserted(() -> assertThat(webhook.all(AVAILABLE, wanted)).hasSize(2));
        var again = webhook.all(AVAILABLE, wanted).getLast();
        webhook.isSigned(again);
        assertThat(again.event().path("replay").asInt()).isEqualTo(1);
        assertThat(again.event().path("replayid").asText())
                .isEqualTo(replay.path("id").asText());
        assertThat(webhook.all(AVAILABLE, before)).hasSize(1);
    }

    @Test
    void whatIsPulledIsReadPageByPage() {
        var subscription = agency.requestsSubscription(Agency.subscriptionOf("PULL", AVAILABLE));
        subscription.waitUntil("ACTIVE");
        var first = sendsToItself();
        var page = subscription.feed(null);
        var second = sendsToItself();

        var next = subscription.feed(page.path("next").asText());

        assertThat(page.path("items").findValuesAsText("messageId")).containsExactly(first);
        assertThat(next.path("items").findValuesAsText("messageId")).containsExactly(second);
        assertThat(next.path("items").path(0).path("specversion").asText()).isEqualTo("1.0");
    }

    @Test
    @Timeout(60)
    void whatIsPulledComesAsServerSentEventsToo() throws Exception {
        var subscription = agency.requestsSubscription(Agency.subscriptionOf("PULL", AVAILABLE));
        subscription.waitUntil("ACTIVE");
        var first = sendsToItself();
        String left;
        try (var stream = subscription.streamsFeed(null)) {
            var told = stream.next();
            assertThat(told.event().at("/data/messageId").asText()).isEqualTo(first);
            left = told.id();
        }
        var missed = sendsToItself();

        try (var stream = subscription.streamsFeed(left)) {
            assertThat(stream.next().event().at("/data/messageId").asText()).isEqualTo(missed);
            var live = sendsToItself();
            assertThat(stream.next().event().at("/data/messageId").asText()).isEqualTo(live);
        }
    }

    @Test
    void aTopicOfItsOwnHoldsWhatASubscriberIsToldAndWhatIsReplayed() throws Exception {
        var subscription = agency.requestsSubscription(Agency.subscriptionOf("TOPIC", AVAILABLE));
        var topic = subscription.state().path("channel").path("topic").asText();
        var kafka = new Kafka(budkavle.system().bootstrapServers());
        assertThat(topic).isEqualTo("notifications." + subscription.id());

        var messageId = sendsToItself();

        var told = await("a record on its topic")
                .until(() -> kafka.read(topic::equals), records -> !records.isEmpty())
                .getFirst();
        var registry = new SchemaRegistry(budkavle.system().schemaRegistryUrl());
        assertThat(registry.decode(told.value()).get("messageId")).hasToString(messageId);
        assertThat(told.headers().lastHeader("ce_replay")).isNull();

        var replay = subscription
                .asks("replay", Http.JSON.createObjectNode().put("from", "2020-01-01T00:00:00Z"))
                .expect(202)
                .json();

        var again = await("it again, behind it")
                .until(() -> kafka.read(topic::equals), records -> records.size() == 2)
                .getLast();
        assertThat(again.key()).isEqualTo(told.key());
        assertThat(registry.decode(again.value()).get("messageId")).hasToString(messageId);
        assertThat(new String(again.headers().lastHeader("ce_replayid").value(), UTF_8))
                .isEqualTo(replay.path("id").asText());
    }
}
