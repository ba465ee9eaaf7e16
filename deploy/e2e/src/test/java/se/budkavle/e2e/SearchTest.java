package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.e2e.EventTypes.AVAILABLE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator who was told an id, and not what kind of id it is. */
@ExtendWith(BudkavleExtension.class)
class SearchTest {

    private static final String TRACE_ID = UUID.randomUUID().toString().replace("-", "");

    private final Budkavle budkavle;
    private final Operator operator;
    private Agency sender;
    private Agency recipient;

    SearchTest(Budkavle budkavle) {
        this.budkavle = budkavle;
        this.operator = budkavle.operator();
    }

    @BeforeEach
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
    }

    @Test
    void aMessageIsFoundByEachOfItsIdsAndNothingOfItsContentIsTold() {
        var caseId = "KS 2026/" + Budkavle.fresh("case");
        var ids = Map.of(
                "conversationId", Budkavle.fresh("Conversation"),
                "senderMessageId", Budkavle.fresh("own"),
                "refToMessageId", Budkavle.fresh("answered"),
                "caseId", caseId,
                "idempotencyKey", Budkavle.fresh("key"),
                "traceId", TRACE_ID);
        var messageId = sends(ids);

        var matched = new LinkedHashMap<String, String>();
        ids.forEach((name, id) -> {
            var found = operator.waitUntilFound(id, "MESSAGE");
            assertIs(found, messageId);
            matched.put(name, found.path("matched").asText());
        });
        assertThat(matched).allSatisfy((name, by) -> assertThat(by).isEqualTo(name));
        var byItself = operator.waitUntilFound(messageId.toUpperCase(Locale.ROOT), "MESSAGE");
        assertIs(byItself, messageId);
        assertThat(byItself.path("matched").asText()).isEqualTo("messageId");
        assertThat(operator.call("GET", byItself.path("href").asText())
                        .send()
                        .expect(200)
                        .text())
                .contains(messageId);
        assertThat(operator.searches(caseId).text()).contains(messageId).doesNotContain(caseId, "KS ", "Rubriken");
    }

    private String sends(Map<String, String> ids) {
        var draft = message().to(recipient.address()).with("label", "Rubriken");
        for (var name : new String[] {"conversationId", "senderMessageId", "refToMessageId", "caseId"}) {
            draft.with(name, ids.get(name));
        }
        return Receipt.of(sender.call("POST", "/v1/messages")
                        .json(draft.body())
                        .header("Idempotency-Key", ids.get("idempotencyKey"))
                        .header("traceparent", "00-" + ids.get("traceId") + "-00f067aa0ba902b7-01")
                        .send())
                .messageId();
    }

    private void assertIs(JsonNode found, String messageId) {
        assertThat(found.path("id").asText()).isEqualTo(messageId);
        assertThat(found.path("organisation").asText()).isEqualTo(sender.organisation());
        assertThat(found.path("at").asText()).isNotBlank();
    }

    @Test
    void aConversationIsFoundNewestFirstAndPageByPage() {
        var conversation = UUID.randomUUID().toString();
        var first = sends(conversation);
        var second = sends(conversation);
        var third = sends(conversation);

        var page = await("all of the conversation")
                .until(
                        () -> page(conversation, ""),
                        found -> found.path("items").size() == 3);
        var two = page(conversation, "&limit=2");
        var rest = page(conversation, "&limit=2&after=" + two.path("next").asText());

        assertThat(idsOf(page)).containsExactly(third, second, first);
        assertThat(page.path("next").isNull()).isTrue();
        assertThat(idsOf(two)).containsExactly(third, second);
        assertThat(idsOf(rest)).containsExactly(first);
        assertThat(rest.path("next").isNull()).isTrue();
        operator.call(
                        "GET",
                        "/v1/operator/search?q=other&after=" + two.path("next").asText())
                .send()
                .expectProblem(400, "invalid-cursor");
    }

    private String sends(String conversation) {
        var messageId = sender.sends(message().to(recipient.address()).with("conversationId", conversation))
                .messageId();
        sender.trace(messageId).waitUntilDecided();
        return messageId;
    }

    private JsonNode page(String id, String more) {
        return operator.call("GET", "/v1/operator/search?q=" + id + more)
                .send()
                .expect(200)
                .json();
    }

    private static List<String> idsOf(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }

    @Test
    void whatTheRegistriesHaveIsFound() {
        var type = sender.eventType("found");
        sender.registers(type, "{}");
        var subscribed = sender.requestsSubscription(Agency.subscriptionOf("PULL", AVAILABLE));

        var found = new LinkedHashMap<String, String>();
        for (var wanted : Map.of(
                        "ADDRESS", sender.address(),
                        "ORGANISATION", sender.organisation(),
                        "SUBSCRIPTION", subscribed.id(),
                        "EVENT_TYPE", type)
                .entrySet()) {
            var item = operator.waitUntilFound(wanted.getValue(), wanted.getKey());
            assertThat(item.path("id").asText()).isEqualTo(wanted.getValue());
            assertThat(item.path("organisation").asText()).isEqualTo(sender.organisation());
            operator.call("GET", item.path("href").asText()).send().expect(200);
            found.put(wanted.getKey(), item.path("matched").asText());
        }

        assertThat(found)
                .containsOnly(
                        entry("ADDRESS", "address"),
                        entry("ORGANISATION", "organisation"),
                        entry("SUBSCRIPTION", "subscriptionId"),
                        entry("EVENT_TYPE", "eventType"));
    }

    @Test
    void aDeadLetterAndTheJobsThatTookItAreFound() {
        var unknown = budkavle.newAgencyWithoutAddress("unknown");
        var held = sender.sends(
                message().to(recipient.address(), unknown.address()).with("allOrNothing", false));
        var deadLetter = operator.waitForDeadLetter("messageId=" + held.messageId());
        var body = Http.JSON.createObjectNode().put("reason", "closed");
        body.putObject("filter").put("messageId", held.messageId());
        var job =
                operator.begins("discards", body).expect(202).json().path("id").asText();

        var found = operator.waitUntilFound(deadLetter.path("id").asText(), "DEAD_LETTER");
        var foundJob = operator.waitUntilFound(job, "DISCARD_JOB");

        assertThat(found.path("organisation").asText()).isEqualTo(sender.organisation());
        assertThat(found.path("at").asText())
                .isEqualTo(deadLetter.path("failedAt").asText());
        operator.call("GET", found.path("href").asText()).send().expect(200);
        operator.call("GET", foundJob.path("href").asText()).send().expect(200);
    }

    @Test
    void whatNobodyKnowsIsAnEmptyList() {
        var answer = operator.searches(Budkavle.fresh("nothing")).json();

        assertThat(answer.path("items").isArray()).isTrue();
        assertThat(answer.path("items")).isEmpty();
        assertThat(answer.path("next").isNull()).isTrue();
    }
}
