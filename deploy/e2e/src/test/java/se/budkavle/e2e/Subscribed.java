package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Asks for something to be done with it: pause, resume, test, rotate-secret. */
    Answer asks(String what) {
        return agency.call("POST", path(what)).send();
    }

    /** The same, with a body. */
    Answer asks(String what, JsonNode body) {
        return agency.call("POST", path(what)).json(body).send();
    }

    /** Puts another in its place. */
    Answer puts(JsonNode body) {
        return agency.call("PUT", "/v1/subscriptions/" + id).json(body).send();
    }

    String path(String what) {
        return "/v1/subscriptions/" + id + "/" + what;
    }

    /** A page of the pull feed behind a cursor, which waits for a first item; null: from the beginning. */
    JsonNode feed(@Nullable String after) {
        var query = "?wait=20" + (after == null ? "" : "&after=" + Http.encoded(after));
        return agency.call("GET", path("notifications") + query)
                .send()
                .expect(200)
                .json();
    }

    /** The pull feed as server-sent events, behind the last that was read; null: from the beginning. */
    EventStream streamsFeed(@Nullable String lastEventId) {
        var call = agency.call("GET", path("notifications"));
        return (lastEventId == null ? call : call.header("Last-Event-ID", lastEventId)).stream();
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
