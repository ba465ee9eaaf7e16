package se.budkavle.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;

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

    /** @param json any JSON value, sent as it is written here */
    Event data(String json) {
        body.putRawValue("data", new RawValue(json));
        return this;
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
