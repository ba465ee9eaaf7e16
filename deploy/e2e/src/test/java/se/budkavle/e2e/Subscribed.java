package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A subscription of an agency. */
record Subscribed(Agency agency, String id, String secret) {

    /** The subscription as it is now. */
    JsonNode state() {
        return agency.call("GET", "/v1/subscriptions/" + id).send().expect(200).json();
    }

    Subscribed waitUntil(String status) {
        await("subscription " + status)
                .untilAsserted(() -> assertThat(state().path("status").asText()).isEqualTo(status));
        return this;
    }

    List<JsonNode> attempts() {
        return items("/attempts");
    }

    /** The dead letters that there are now. */
    List<JsonNode> deadLetters() {
        return items("/dead-letters");
    }

    /** The dead letters, as soon as there is one. */
    List<JsonNode> waitForDeadLetters() {
        return await("dead letter of the subscription").until(() -> items("/dead-letters"), items -> !items.isEmpty());
    }

    /** Asks for a replay of some dead letters. */
    Answer replays(String... deadLetterIds) {
        var body = Http.JSON.createObjectNode();
        var ids = body.putArray("deadLetterIds");
        List.of(deadLetterIds).forEach(ids::add);
        return agency.call("POST", "/v1/subscriptions/" + id + "/replay")
                .json(body)
                .send();
    }

    private List<JsonNode> items(String what) {
        return agency.call("GET", "/v1/subscriptions/" + id + what)
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }
}
