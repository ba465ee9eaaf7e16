package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Access;

/** Two organisations with something of every kind, and how others ask for it by any row of the table. */
final class Intrusion {

    /** What is told of registries that anybody may read: that the entry is another's. */
    private static final Map<String, String> PUBLIC_REGISTRIES = Map.of(
            "PUT /v1/addresses/{address}", "address-not-yours",
            "DELETE /v1/addresses/{address}", "address-not-yours",
            "PUT /v1/event-types/{type}", "event-type-not-yours");

    private final Agency sender;
    private final Agency recipient;
    private final String messageId;
    private final String conversationId;
    private final String address;
    private final String subscription;
    private final String eventType;

    Intrusion(Budkavle budkavle) {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
        var receipt = sender.sends(message().to(recipient.address()));
        messageId = receipt.messageId();
        conversationId = sender.message(messageId)
                .expect(200)
                .json()
                .path("conversationId")
                .asText();
        address = Budkavle.fresh("funktion");
        recipient.claims(address);
        subscription = recipient
                .requestsSubscription(Agency.subscriptionOf("PULL", EventTypes.AVAILABLE))
                .id();
        eventType = recipient.eventType("changed");
        recipient.registers(eventType, "{\"visibility\": \"PUBLIC\"}");
        recipient.inbox().waitUntilReceived(messageId);
        recipient.sends(message().from(recipient.address()).to(sender.address()));
    }

    /** Whose is what a row is about. */
    Agency owner(Access.Rule row) {
        return row.relation() == Access.Relation.SENDER ? sender : recipient;
    }

    /** A row's request for an object of its owner. */
    Http.Call ask(Access.Rule row, Agency by) {
        var call = by.call(row.method(), path(row));
        var body = body(row);
        return body == null ? call : call.json(body);
    }

    /** What others are told who ask for the object. */
    void isRefused(Access.Rule row, Answer answer) {
        var code = PUBLIC_REGISTRIES.get(row.route());
        if (row.method().equals("HEAD")) {
            answer.expect(404);
        } else if (code == null) {
            answer.expectProblem(404, "not-found");
        } else {
            answer.expectProblem(403, code);
        }
    }

    /** What was asked for in vain changed nothing. */
    void hadNoEffect() {
        sender.trace(messageId).waitUntilExactly("ACCEPTED", "AVAILABLE");
        var one = recipient
                .call("GET", "/v1/subscriptions/" + subscription)
                .send()
                .expect(200)
                .json();
        assertThat(one.path("status").asText()).isEqualTo("ACTIVE");
    }

    /** Sends what a row makes, in the name of those two. */
    void makesNothing(Access.Rule row, Agency stranger) {
        var call = stranger.call("POST", row.template());
        var foreign = message().from(sender.address()).to(recipient.address()).body();
        switch (row.route()) {
            case "POST /v1/messages" -> call.json(foreign).send().expectProblem(403, "sender-not-yours");
            case "POST /v1/messages/batch" ->
                assertThat(call.body("application/x-ndjson", foreign + "\n")
                                .send()
                                .expect(207)
                                .text())
                        .contains("\"status\":403", "sender-not-yours");
            case "POST /v1/addresses/import" ->
                assertThat(call.body(
                                        "application/x-ndjson",
                                        "{\"address\": \"%s\", \"kind\": \"FUNCTION\"}\n".formatted(address))
                                .send()
                                .expect(200)
                                .text())
                        .contains("\"refused\":1", "address-not-yours");
            case "POST /v1/events" ->
                call.body(
                                "application/cloudevents+json",
                                Event.event(eventType).body().toString())
                        .send()
                        .expectProblem(403, "event-type-not-yours");
            case "POST /v1/subscriptions" -> {
                // It names nobody: whose messages it is told of is the token's organisation.
                var mine =
                        Agency.subscriptionOf("PULL", EventTypes.AVAILABLE).put("organisation", sender.organisation());
                call.json(mine).send().expectProblem(400, "invalid-request");
            }
            default -> throw new AssertionError("say here what " + row.route() + " makes in another's name");
        }
    }

    /** Everything by which an answer could tell of those two. */
    List<String> ids() {
        return List.of(
                messageId, conversationId, subscription, sender.organisation(), recipient.organisation(), address);
    }

    private String path(Access.Rule row) {
        var path = row.template()
                .replace("{messageId}", messageId)
                .replace("{address}", address)
                .replace("{id}", subscription)
                .replace("{type}", eventType)
                .replace("{day}", LocalDate.now(ZoneOffset.UTC).toString());
        return row.relation() == Access.Relation.RECIPIENT && path.contains(messageId)
                ? path + "?address=" + Http.encoded(recipient.address())
                : path;
    }

    /** What would do, were it one's own. */
    private @Nullable String body(Access.Rule row) {
        return switch (row.route()) {
            case "POST /v1/inbox/{messageId}/acknowledgement" -> "{\"outcome\": \"ACCEPTED\"}";
            case "PUT /v1/addresses/{address}" -> "{\"kind\": \"FUNCTION\"}";
            case "PUT /v1/event-types/{type}" -> "{\"visibility\": \"PUBLIC\"}";
            case "PUT /v1/subscriptions/{id}" ->
                Agency.subscriptionOf("PULL", EventTypes.AVAILABLE).toString();
            case "POST /v1/subscriptions/{id}/replay" ->
                "{\"from\": \"%s\", \"to\": \"%s\"}".formatted(Instant.now().minusSeconds(60), Instant.now());
            case "POST /v1/subscriptions/{id}/rotate-secret" -> "{}";
            default -> null;
        };
    }
}
