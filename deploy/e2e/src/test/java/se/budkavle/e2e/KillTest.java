package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One data directory, three runs: the first is killed right after a 202, the second is stopped in good order, the third
 * finds everything. A start costs seconds, so the steps build on each other. As it has a system of its own, other classes go on
 * meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillTest {

    private static final String ORGANISATION = "0203:killed.example.se";
    private static final String CANARY = "Kanariefagel";

    /** Days in production, and hundreds. */
    private static final Map<String, String> SOON = Map.of(
            "BUDKAVLE_NOTIFIER_MAILBOX_REMINDERS_UNREAD", "1s",
            "BUDKAVLE_NOTIFIER_MAILBOX_REMINDERS_UNACKNOWLEDGED", "2s",
            "BUDKAVLE_ROUTER_NOTIFICATION_EXPIRY", "4s",
            "BUDKAVLE_GATEWAY_SUBSCRIPTIONS_MOST_PER_ORGANISATION", "1");

    @TempDir
    private static Path folder;

    private Path data;
    private Up up;
    private String messageId;
    private String reminded;
    private String scheduled;
    private String expiring;
    private List<ProcessHandle> orphans;

    @BeforeAll
    void theFirstRunIsKilledRightAfterAccepting() throws Exception {
        data = folder.resolve("data");
        up = Up.start(data, folder.resolve("first.log"), SOON);
        var token = up.token(ORGANISATION);
        up.call("PUT", "/v1/addresses/" + Http.encoded(ORGANISATION), token)
                .json("{\"kind\": \"ORGANISATION\"}")
                .send()
                .expect(201);
        var kafka = new Kafka(up.bootstrapServers());
        for (String topic : List.of("addresses", "subscriptions", "messages.normal", "deliveries", "notifications")) {
            kafka.produce(topic, "poison", List.of("poison".getBytes(StandardCharsets.UTF_8)));
        }
        reminded = sends(token, "reminded", message());
        await("both reminders").untilAsserted(() -> assertThat(trace(token, reminded))
                .containsExactly("ACCEPTED", "AVAILABLE", "UNREAD", "UNACKNOWLEDGED"));
        // Due while nothing runs, or hardly anything.
        var soon = Instant.now().plusSeconds(10).toString();
        scheduled = sends(token, "scheduled", message().with("notBefore", soon));
        expiring = sends(token, "expiring", message().with("expiresAt", soon));
        await("timers").untilAsserted(() -> {
            assertThat(trace(token, scheduled)).endsWith("SCHEDULED");
            assertThat(trace(token, expiring)).contains("AVAILABLE");
        });
        messageId = sends(
                token,
                "killed",
                message().with("label", CANARY).with("caseId", CANARY).text(CANARY));
        orphans = up.children();
        up.kill();
    }

    @AfterAll
    void end() throws Exception {
        up.end();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(1)
    void whatWasAcceptedBeforeTheKillIsInTheInboxOnce() throws Exception {
        up = Up.start(data, folder.resolve("second.log"), SOON);

        itIsInTheInboxOnce();
        assertThat(orphans).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(2)
    void whatWasDueMeanwhileHappensOnce() {
        var token = up.token(ORGANISATION);

        await("release").untilAsserted(() -> assertThat(trace(token, scheduled))
                .containsExactly("ACCEPTED", "SCHEDULED", "AVAILABLE", "UNREAD", "UNACKNOWLEDGED"));
        await("expiry")
                .untilAsserted(() ->
                        assertThat(trace(token, expiring)).endsWith("EXPIRED").doesNotHaveDuplicates());
        assertThat(ids(token)).containsOnlyOnce(scheduled);
        // Those who were reminded before the kill are not reminded again.
        assertThat(trace(token, reminded)).containsExactly("ACCEPTED", "AVAILABLE", "UNREAD", "UNACKNOWLEDGED");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(3)
    void aKeyIsRememberedAcrossRestarts() {
        var token = up.token(ORGANISATION);

        var again = sends(
                token,
                "killed",
                message().with("label", CANARY).with("caseId", CANARY).text(CANARY));
        var another = sends(token, "reminded", message().text("Something else."));

        assertThat(again).isEqualTo(messageId);
        assertThat(another).isEqualTo(reminded);
        await("both are found out").untilAsserted(() -> {
            assertThat(trace(token, messageId)).contains("DUPLICATE");
            assertThat(trace(token, reminded)).contains("CONFLICT");
        });
        assertThat(ids(token)).containsOnlyOnce(messageId, reminded);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(4)
    void whatNobodyTookInItsTimeIsADeadLetter() throws Exception {
        var token = up.token(ORGANISATION);
        try (var webhook = Webhook.open()) {
            var wanted = Agency.subscription(webhook.url(), EventTypes.AVAILABLE);
            wanted.putArray("retryLadder").add("PT1H");
            var path = "/v1/subscriptions/"
                    + up.call("POST", "/v1/subscriptions", token)
                            .json(wanted)
                            .send()
                            .expect(201)
                            .json()
                            .path("id")
                            .asText();
            up.call("POST", "/v1/subscriptions", token)
                    .json(wanted)
                    .send()
                    .expectProblem(409, "too-many-subscriptions");
            await("verification").untilAsserted(() -> assertThat(up.call("GET", path, token)
                            .send()
                            .json()
                            .path("status")
                            .asText())
                    .isEqualTo("ACTIVE"));
            webhook.answers(503);

            var missed = sends(token, "missed", message());

            await("dead letter").untilAsserted(() -> assertThat(up.call("GET", path + "/dead-letters", token)
                            .send()
                            .expect(200)
                            .json()
                            .path("items"))
                    .hasSize(1)
                    .first()
                    .satisfies(letter -> {
                        assertThat(letter.path("messageId").asText()).isEqualTo(missed);
                        assertThat(letter.path("reason").asText()).isEqualTo("notification-expired");
                    }));
            assertThat(webhook.all(EventTypes.AVAILABLE, missed)).hasSize(1);
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(5)
    void aSecondInstanceIsRefusedInOneSentence() throws Exception {
        var second = Up.begin(data, folder.resolve("refused.log"));

        assertThat(second.exitCode()).isNotZero();
        assertThat(second.said())
                .contains("already runs on the data directory", "--data-dir")
                .doesNotContain("Exception", "\tat ");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(6)
    void aStopTakesLessThanFiveSecondsAndLeavesNoProcess() throws Exception {
        var children = up.children();

        var took = up.stop();

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(children).isNotEmpty();
        await("end of the registry").untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(7)
    void theNextRunFindsEverything() throws Exception {
        up = Up.start(data, folder.resolve("third.log"), SOON);

        itIsInTheInboxOnce();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(8)
    void nothingOfTheContentIsInTheLogs() throws Exception {
        try (var files = Files.walk(data.resolve("logs"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSizeGreaterThan(1).allSatisfy(file -> assertThat(
                            Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain(CANARY));
        }
        assertThat(up.said()).doesNotContain(CANARY);
    }

    private void itIsInTheInboxOnce() {
        var token = up.token(ORGANISATION);
        await("message in the inbox").untilAsserted(() -> assertThat(ids(token)).contains(messageId));
        // A second copy would stand before this one.
        var marker = Receipt.of(up.call("POST", "/v1/messages", token)
                        .json(message()
                                .to(ORGANISATION)
                                .with("conversationId", messageId)
                                .body())
                        .send())
                .messageId();
        await("marker in the inbox").untilAsserted(() -> assertThat(ids(token)).contains(marker));
        assertThat(ids(token)).containsOnlyOnce(messageId);
    }

    private String sends(String token, String key, Draft draft) {
        return Receipt.of(up.call("POST", "/v1/messages", token)
                        .header("Idempotency-Key", key)
                        .json(draft.to(ORGANISATION).body())
                        .send())
                .messageId();
    }

    /** The types of a message's events, oldest first. */
    private List<String> trace(String token, String message) {
        return up.call("GET", "/v1/messages/" + message + "/events", token)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .map(event -> event.path("type").asText())
                .toList();
    }

    private List<String> ids(String token) {
        return up.inbox(token).stream()
                .map((JsonNode item) -> item.path("messageId").asText())
                .toList();
    }
}
