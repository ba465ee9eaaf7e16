package se.budkavle.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A CloudEvent that is being written, in its JSON form. */
final class Event {

    private final ObjectNode body = Http.JSON.createObjectNode();

    private Event() {}

    /** An event of a type, with an id that no other has. */
    static Event event(String type) {
        return new Event()
                .with("specversion", "1.0")
                .with("id", Budkavle.fresh("event"))
                .with("source", "/e2e")
                .with("type", type);
    }

    Event with(String attribute, String value) {
        body.put(attribute, value);
        return this;
    }

    Event about(String subject) {
        return with("subject", subject);
    }

    /** @param json any JSON value */
    Event data(String json) {
        try {
            body.set("data", Http.JSON.readTree(json));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return body.path("id").asText();
    }

    String type() {
        return body.path("type").asText();
    }

    JsonNode body() {
        return body;
    }
}
