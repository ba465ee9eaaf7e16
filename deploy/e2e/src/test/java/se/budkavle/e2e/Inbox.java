package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The inbox of one address, as its organisation sees it. */
final class Inbox {

    private final Agency agency;
    private final String address;

    Inbox(Agency agency, String address) {
        this.agency = agency;
        this.address = address;
    }

    /** The item of a message, as soon as it is listed. */
    JsonNode waitUntilReceived(String messageId) {
        return await("message in the inbox").until(() -> items("all"), items -> find(items, messageId) != null).stream()
                .filter(item -> item.path("messageId").asText().equals(messageId))
                .findFirst()
                .orElseThrow();
    }

    /** Everything that is listed, oldest first. */
    List<JsonNode> items(String status) {
        var answer = agency.call("GET", "/v1/inbox?limit=1000&status=" + status + "&address=" + Http.encoded(address))
                .send()
                .expect(200);
        return answer.json().path("items").valueStream().toList();
    }

    /** The ids of everything that is listed, oldest first. */
    List<String> messageIds() {
        return items("all").stream()
                .map(item -> item.path("messageId").asText())
                .toList();
    }

    /** The content, as it is answered. */
    Answer contentOf(String messageId) {
        return content("GET", messageId).expect(200);
    }

    /** A request of any method for the content. */
    Answer content(String method, String messageId) {
        return agency.call(method, at(messageId, "/content")).send();
    }

    /** The one item. */
    Answer item(String messageId) {
        return agency.call("GET", at(messageId, "")).send();
    }

    /** Accepts a message. */
    void acknowledges(String messageId) {
        answers(messageId, "{\"outcome\": \"ACCEPTED\"}").expect(204);
    }

    /** An acknowledgement with that body. */
    Answer answers(String messageId, String json) {
        return agency.call("POST", at(messageId, "/acknowledgement")).json(json).send();
    }

    /** Asserts that the messages are listed once each, and nothing else. */
    void hasExactly(String... messageIds) {
        for (String messageId : messageIds) {
            waitUntilReceived(messageId);
        }
        assertThat(messageIds()).containsExactlyInAnyOrder(messageIds);
    }

    private String at(String messageId, String what) {
        return "/v1/inbox/" + messageId + what + "?address=" + Http.encoded(address);
    }

    private static @org.jspecify.annotations.Nullable JsonNode find(List<JsonNode> items, String messageId) {
        return items.stream()
                .filter(item -> item.path("messageId").asText().equals(messageId))
                .findFirst()
                .orElse(null);
    }
}
