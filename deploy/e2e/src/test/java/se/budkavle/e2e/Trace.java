package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import se.budkavle.schemas.avro.MessageStatus;

/** What became of a message, as its sender sees it. */
final class Trace {

    private final Agency agency;
    private final String messageId;

    Trace(Agency agency, String messageId) {
        this.agency = agency;
        this.messageId = messageId;
    }

    /** Waits until every recipient's delivery has a status. */
    Trace waitUntil(MessageStatus status) {
        await("every delivery " + status)
                .untilAsserted(() -> assertThat(deliveries()).isNotEmpty().allSatisfy(delivery -> assertThat(
                                delivery.path("status").asText())
                        .isEqualTo(status.name())));
        return this;
    }

    /** Waits until one recipient's delivery has a status. */
    Trace waitUntil(String recipient, MessageStatus status) {
        await("delivery " + status)
                .untilAsserted(() ->
                        assertThat(delivery(recipient).path("status").asText()).isEqualTo(status.name()));
        return this;
    }

    /** Waits until something was decided for every recipient. */
    Trace waitUntilDecided() {
        await("decisions").untilAsserted(() -> assertThat(deliveries())
                .isNotEmpty()
                .noneMatch(delivery -> delivery.path("status").asText().equals("ACCEPTED")));
        return this;
    }

    /** Waits until the trace ends with an event of a type. */
    Trace waitUntilLast(String type) {
        await("last event " + type).untilAsserted(() -> assertThat(types()).endsWith(type));
        return this;
    }

    /** Waits until the trace consists of events of these types. */
    Trace waitUntilExactly(String... wanted) {
        await("trace").untilAsserted(() -> assertThat(types()).containsExactly(wanted));
        return this;
    }

    /** The delivery of one recipient. */
    JsonNode delivery(String recipient) {
        return deliveries().stream()
                .filter(delivery -> delivery.path("recipient").asText().equals(recipient))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no delivery to " + recipient));
    }

    List<JsonNode> deliveries() {
        return agency.message(messageId)
                .expect(200)
                .json()
                .path("deliveries")
                .valueStream()
                .toList();
    }

    /** The events, oldest first. */
    List<JsonNode> events() {
        return agency.call("GET", "/v1/messages/" + messageId + "/events")
                .send()
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }

    /** The types of the events, oldest first. */
    List<String> types() {
        return events().stream().map(event -> event.path("type").asText()).toList();
    }
}
