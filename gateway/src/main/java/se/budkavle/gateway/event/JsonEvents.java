package se.budkavle.gateway.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.Pointers;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.schema.DataSchema.Data;

/** Reads CloudEvents in the JSON format: one (structured mode), or an array of them (batch mode). Pure. */
public final class JsonEvents {

    /** Media type of one. */
    public static final String ONE = "application/cloudevents+json";

    /** Media type of a batch. */
    public static final String BATCH = "application/cloudevents-batch+json";

    private static final String DATA = "data";
    private static final String DATA_BASE64 = "data_base64";

    private final Issues issues;
    private final Instant now;
    private @Nullable String tooLarge;

    private JsonEvents(Issues issues, Instant now) {
        this.issues = issues;
        this.now = now;
    }

    /** {@return the event, or all that is wrong with it} */
    public static Parsed<List<EventRequest>> one(byte[] body, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var event) -> new JsonEvents(issues, now).read(List.of(event), false);
        };
    }

    /**
     * {@return the events, or all that is wrong with any of them}
     *
     * @param most how many there may be
     */
    public static Parsed<List<EventRequest>> batch(byte[] body, int most, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.array(body, issues)) {
            case Parsed.Invalid<ArrayNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ArrayNode>(var array)
            when array.size() > most ->
                new Parsed.Invalid<>(Refusal.of(
                        ProblemCode.TOO_MANY_EVENTS,
                        new Issue("", "too-many", "A batch has at most " + most + " events.")));
            case Parsed.Valid<ArrayNode>(var array) ->
                new JsonEvents(issues, now).read(array.valueStream().toList(), true);
        };
    }

    private Parsed<List<EventRequest>> read(List<JsonNode> nodes, boolean isBatch) {
        var events = new ArrayList<EventRequest>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            var pointer = isBatch ? Pointers.child("", i) : "";
            if (nodes.get(i) instanceof ObjectNode event) {
                events.add(read(event, pointer));
            } else {
                issues.add(pointer, "wrong-type", "Must be an object.");
            }
        }
        return tooLarge == null
                ? Parsed.unless(issues, () -> List.copyOf(events))
                : new Parsed.Invalid<>(EventData.tooLarge(tooLarge));
    }

    private EventRequest read(ObjectNode event, String pointer) {
        var attributes = new EventAttributes(name -> Pointers.child(pointer, name), issues);
        Set<String> stated = new HashSet<>();
        event.properties().forEach(member -> {
            var name = member.getKey();
            var value = member.getValue();
            // Null says that an attribute is not set.
            if (!name.equals(DATA) && !name.equals(DATA_BASE64) && !value.isNull()) {
                stated.add(name);
                put(attributes, name, value);
            }
        });
        var data = data(event, attributes, pointer);
        var place = Pointers.child(pointer, event.hasNonNull(DATA_BASE64) ? DATA_BASE64 : DATA);
        return attributes.finish(stated, data, place, now);
    }

    private static void put(EventAttributes attributes, String name, JsonNode value) {
        if (value.isTextual()) {
            attributes.put(name, value.textValue());
        } else if (EventAttributes.isCore(name)) {
            attributes.fault(name, "wrong-type", "Must be text.");
        } else if (value.isBoolean() || (value.isIntegralNumber() && value.canConvertToInt())) {
            attributes.put(name, value.asText());
        } else {
            attributes.fault(name, "wrong-type", "Must be text, true, false, or an integer of 32 bits.");
        }
    }

    private Data data(ObjectNode event, EventAttributes attributes, String pointer) {
        var mediaType = attributes.dataContentType();
        if (event.has(DATA) && event.hasNonNull(DATA_BASE64)) {
            attributes.fault(DATA_BASE64, "both-data", "At most one of data and data_base64.");
            return new Data.Missing();
        }
        if (event.hasNonNull(DATA_BASE64)) {
            return base64(event.get(DATA_BASE64), attributes, mediaType, pointer);
        }
        if (!event.has(DATA)) {
            return new Data.Missing();
        }
        var value = event.get(DATA);
        if (mediaType == null || EventData.isJson(mediaType)) {
            return json(value, attributes, pointer);
        }
        if (!value.isTextual()) {
            attributes.fault(DATA, "wrong-type", "Must be text, as datacontenttype is not JSON.");
            return new Data.Missing();
        }
        var bytes = EventData.utf8(value.textValue());
        return bytes == null ? halfACharacter(attributes) : bounded(new Data.Bytes(mediaType, bytes), pointer, DATA);
    }

    private Data json(JsonNode value, EventAttributes attributes, String pointer) {
        var bytes = EventData.utf8(value.toString());
        return bytes == null ? halfACharacter(attributes) : bounded(new Data.Json(value, bytes), pointer, DATA);
    }

    private static Data halfACharacter(EventAttributes attributes) {
        attributes.fault(DATA, "invalid-character", "Half a surrogate pair is no character.");
        return new Data.Missing();
    }

    private Data base64(JsonNode node, EventAttributes attributes, @Nullable String mediaType, String pointer) {
        if (!node.isTextual()) {
            attributes.fault(DATA_BASE64, "wrong-type", "Must be text.");
            return new Data.Missing();
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(node.textValue());
        } catch (IllegalArgumentException e) {
            attributes.fault(DATA_BASE64, "invalid-base64", "Not base64.");
            return new Data.Missing();
        }
        if (mediaType != null && !EventData.isJson(mediaType)) {
            return bounded(new Data.Bytes(mediaType, ByteBuffer.wrap(bytes)), pointer, DATA_BASE64);
        }
        // Without a media type data is JSON, however it is packed.
        var faults = new Issues();
        if (StrictJson.value(bytes, faults) instanceof Parsed.Valid<JsonNode>(var value) && faults.isEmpty()) {
            return bounded(new Data.Json(value, ByteBuffer.wrap(bytes)), pointer, DATA_BASE64);
        }
        attributes.fault(
                DATA_BASE64, "malformed-json", "Not JSON, as datacontenttype says, or does not say otherwise.");
        return new Data.Missing();
    }

    private Data bounded(Data data, String pointer, String member) {
        var bytes = data.bytes();
        if (bytes != null && bytes.remaining() > EventData.LARGEST && tooLarge == null) {
            tooLarge = Pointers.child(pointer, member);
        }
        return data;
    }
}
