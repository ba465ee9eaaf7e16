package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.Event.event;
import static se.budkavle.schemas.avro.MessageStatus.HELD;
import static se.budkavle.schemas.avro.MessageStatus.REJECTED;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Content is secret: a string that went in wherever content goes is found nowhere but with those it is for. */
@ExtendWith(BudkavleExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class CanaryTest {

    private static final String CANARY = "Kanariefagel" + Integer.toHexString(new Random().nextInt());
    private static final byte[] AS_BYTES = CANARY.getBytes(StandardCharsets.UTF_8);
    /** The same in base64, without the ends, which depend on what stands around it. */
    private static final String IN_BASE64 =
            Base64.getEncoder().encodeToString(AS_BYTES).substring(0, 14);

    private final Budkavle budkavle;
    private final Operator operator;
    private final List<Answer> problems = new ArrayList<>();
    private final List<String> messageIds = new ArrayList<>();
    private final List<Answer> acts = new ArrayList<>();
    private String subscriptionId;
    private String organisation;
    private String deadLetterId;
    private String replayJobId;
    private String discardJobId;

    CanaryTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeAll
    void theCanaryGoesInWhereverItCan() throws Exception {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgency("recipient");
        var unknown = budkavle.newAgencyWithoutAddress("unknown");
        try (var refusing = Webhook.open("?key=" + CANARY);
                var closed = Webhook.open("?key=" + CANARY)) {
            var eventType = sender.eventType("canary");
            sender.registers(
                    eventType, "{\"schema\": {\"properties\": {\"bird\": {\"minLength\": 10}}, \"maxProperties\": 1}}");
            var refused = sender.subscribes(refusing, withAll(eventType));
            var unreachable = sender.subscribesImpatiently(closed, EventTypes.ALL);
            subscriptionId = refused.id();
            closed.goesDown();
            refusing.answers(400, CANARY);

            sender.publishes(event(eventType).data("{\"bird\": \"" + CANARY + "\"}"));
            var draft = message()
                    .to(recipient.address(), unknown.address())
                    .with("allOrNothing", false)
                    .with("label", CANARY)
                    .with("caseId", CANARY)
                    .text(CANARY);
            var messageId = sender.sends(draft.key(CANARY)).messageId();
            messageIds.add(messageId);
            messageIds.add(sender.sends(message().to(recipient.address()).bytes("text/plain", AS_BYTES))
                    .messageId());
            sender.trace(messageId).waitUntil(unknown.address(), HELD);
            recipient.inbox().waitUntilReceived(messageId);
            recipient.inbox().contentOf(messageId);
            recipient
                    .inbox()
                    .answers(
                            messageId,
                            "{\"outcome\": \"REJECTED\", \"code\": \"no\", \"detail\": \"" + CANARY
                                    + "\", \"issues\": []}")
                    .expect(204);
            sender.trace(messageId).waitUntil(recipient.address(), REJECTED);
            for (var subscription : List.of(refused, unreachable)) {
                subscription.waitForDeadLetters();
            }
            organisation = sender.organisation();
            await("its health").until(() -> operator.health(organisation).status() == 200);
            deadLetterId = operator.waitForDeadLetter("reason=unknown-recipient&messageId=" + messageId)
                    .path("id")
                    .asText();
            operatorsAct();
            var kafka = new Kafka(budkavle.system().bootstrapServers());
            kafka.produce("messages.normal", Budkavle.fresh("poison"), List.of(AS_BYTES));
            kafka.produce("notifications", Budkavle.fresh("poison"), List.of(AS_BYTES));
            refuse(sender, recipient, messageId, draft);
            refuseEvents(sender, eventType);
        }
    }

    /** Jobs that leave what is there as it is: the one replays what fails again, the other matches nothing. */
    private void operatorsAct() {
        acts.add(operator.begins("replays", ofMessage(messageIds.getFirst()).put("dryRun", true))
                .expect(200));
        acts.add(operator.begins("replays", ofMessage(messageIds.getFirst())).expect(202));
        replayJobId = acts.getLast().json().path("id").asText();
        acts.add(operator.begins("discards", ofMessage(messageIds.getLast()).put("reason", "e2e"))
                .expect(202));
        discardJobId = acts.getLast().json().path("id").asText();
        acts.add(operator.begins("replays", ofMessage(CANARY).put("ratePerSecond", CANARY))
                .expect(400));
    }

    private static ObjectNode ofMessage(String messageId) {
        var body = Http.JSON.createObjectNode();
        body.putObject("filter").put("messageId", messageId);
        return body;
    }

    private static String[] withAll(String eventType) {
        return Stream.concat(Stream.of(eventType), Stream.of(EventTypes.ALL)).toArray(String[]::new);
    }

    private void refuseEvents(Agency sender, String type) {
        problems.add(sender.posts(event(type).data("{\"bird\": 1, \"other\": \"" + CANARY + "\"}"))
                .expectProblem(400, "data-breaks-schema"));
        problems.add(
                sender.posts(event(type).data("\"" + CANARY + "\"").with("datacontenttype", "image/png; " + CANARY))
                        .expect(400));
        problems.add(sender.call("POST", "/v1/events")
                .body("application/cloudevents+json", event(type).data("1").body() + CANARY)
                .send()
                .expect(400));
        problems.add(sender.call("POST", "/v1/events")
                .header("ce-type", type)
                .header("ce-subject", CANARY + "%")
                .body("application/json", "{" + CANARY)
                .send()
                .expect(400));
    }

    private void refuse(Agency sender, Agency recipient, String messageId, Draft draft) {
        problems.add(
                sender.posts(message().to(recipient.address()).text("other").key(CANARY))
                        .expect(409));
        problems.add(sender.posts(message().to(CANARY).with("label", CANARY)).expect(422));
        problems.add(sender.posts(message().to(recipient.address()).with("label", CANARY.repeat(200)))
                .expect(400));
        problems.add(sender.posts(message().to(recipient.address()).with("caseId", CANARY + "\u0007"))
                .expect(400));
        problems.add(sender.posts(message().to(recipient.address()).with("priority", CANARY))
                .expect(400));
        problems.add(sender.posts(message().to(recipient.address()).with("content", CANARY + "*"))
                .expect(400));
        problems.add(sender.call("POST", "/v1/messages")
                .json(draft.body() + CANARY)
                .send()
                .expect(400));
        problems.add(sender.postsXml(("<" + CANARY + ">").getBytes(StandardCharsets.UTF_8))
                .expect(400));
        problems.add(sender.postsXml(("<!DOCTYPE " + CANARY + "><x/>").getBytes(StandardCharsets.UTF_8))
                .expect(400));
        problems.add(recipient
                .inbox()
                .answers(messageId, "{\"outcome\": \"ACCEPTED\", \"detail\": \"" + CANARY + "\"}")
                .expect(409));
        problems.add(sender.call("POST", "/v1/subscriptions")
                .json(Agency.subscription("http://10.0.0.1/?key=" + CANARY, EventTypes.AVAILABLE))
                .send()
                .expect(400));
        problems.add(sender.call("GET", "/v1/inbox?status=" + CANARY).send().expect(400));
    }

    @Test
    void theMessageItselfDidArrive() {
        assertThat(messageIds).hasSize(2);
        assertThat(operator.deadLetters("messageId=" + messageIds.getFirst())).isNotEmpty();
    }

    @Test
    void noLogLineHasIt() throws IOException {
        assertThat(LogCapture.lines()).isNotEmpty().noneMatch(CanaryTest::isThere);
        try (var files = Files.walk(budkavle.system().dataDirectory().resolve("logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file.getFileName())
                        .noneMatch(CanaryTest::isThere);
            }
        }
    }

    @Test
    void noMetricHasIt() {
        for (URI service : budkavle.system().services()) {
            assertThat(Http.call("GET", service.resolve("/prometheus"))
                            .send()
                            .expect(200)
                            .text()
                            .lines())
                    .noneMatch(CanaryTest::isThere);
        }
    }

    @Test
    void noProblemHasIt() {
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.text()).isNotEmpty().doesNotContain(CANARY, IN_BASE64);
            assertThat(problem.headers().map().toString()).doesNotContain(CANARY, IN_BASE64);
        });
    }

    @ParameterizedTest
    @MethodSource("questionsOfOperators")
    void noOperatorsAnswerHasIt(String path) {
        var answer = operator.call("GET", path).send();

        assertThat(answer.expect(200).text()).doesNotContain(CANARY, IN_BASE64);
    }

    /** Whatever an operator can ask, and some of it in several ways. */
    Stream<String> questionsOfOperators() {
        var all = OperatorEndpoints.of(budkavle).stream()
                .filter(endpoint -> endpoint.method().equals("GET"))
                .map(endpoint -> endpoint.path()
                        .replace("/dead-letters/{id}", "/dead-letters/" + deadLetterId)
                        .replace("/dead-letters/groups", "/dead-letters/groups?by=subscription")
                        .replace("/replays/{id}", "/replays/" + replayJobId)
                        .replace("/discards/{id}", "/discards/" + discardJobId)
                        .replace("{messageId}", messageIds.getFirst())
                        .replace("{organisation}", Http.encoded(organisation))
                        .replace("/search", "/search?q=" + messageIds.getFirst()));
        return Stream.concat(
                all,
                Stream.of(
                        "/v1/operator/dead-letters?limit=1000",
                        "/v1/operator/dead-letters?messageId=" + messageIds.getFirst(),
                        "/v1/operator/dead-letters?subscriptionId=" + subscriptionId,
                        "/v1/operator/search?q=" + CANARY,
                        "/v1/operator/subscriptions?limit=1000"));
    }

    @Test
    void noAnswerToAnOperatorsActHasIt() {
        assertThat(acts).isNotEmpty().allSatisfy(answer -> assertThat(answer.text())
                .doesNotContain(CANARY, IN_BASE64));
    }

    @Test
    void noDeadLettersHeaderHasIt() {
        var deadLetters = new Kafka(budkavle.system().bootstrapServers()).read(topic -> topic.endsWith(".dlq"));

        assertThat(deadLetters).isNotEmpty().allSatisfy(deadLetter -> {
            for (var header : deadLetter.headers()) {
                assertThat(isThere(new String(header.value(), StandardCharsets.ISO_8859_1)))
                        .as("%s of %s", header.key(), deadLetter.topic())
                        .isFalse();
            }
        });
    }

    @Test
    void neitherAttemptsNorTheAuditHaveIt() {
        var records = new Kafka(budkavle.system().bootstrapServers())
                .read(topic -> List.of("delivery-attempts", "audit").contains(topic));

        assertThat(records)
                .filteredOn(each -> each.value() != null && each.value().length != AS_BYTES.length)
                .isNotEmpty()
                .noneMatch(each -> isThere(new String(each.value(), StandardCharsets.ISO_8859_1)));
    }

    private static boolean isThere(String text) {
        return text.contains(CANARY) || text.contains(IN_BASE64);
    }
}
