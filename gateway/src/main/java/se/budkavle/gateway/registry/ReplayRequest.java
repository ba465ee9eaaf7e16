package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.json.Values;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/** What a subscriber wants to have once more. */
public sealed interface ReplayRequest {

    /**
     * Dead letters.
     *
     * @param ids at least one
     */
    record DeadLetters(List<String> ids) implements ReplayRequest {}

    /**
     * A part of the feed; at least one bound is there.
     *
     * @param from only what was written then or later
     * @param to only what was written before
     * @param after only what stands behind this cursor of the feed
     */
    record Part(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String after) implements ReplayRequest {}

    /** {@return what is asked for, or all that is wrong with it} */
    static Parsed<ReplayRequest> read(byte[] body) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var request = object.hasNonNull("deadLetterIds") ? deadLetters(fields, issues) : part(fields, issues);
                fields.refuseOthers();
                yield Parsed.unless(issues, () -> request);
            }
        };
    }

    private static ReplayRequest deadLetters(JsonFields fields, Issues issues) {
        return new DeadLetters(fields.requiredList("deadLetterIds", 100, (node, at) -> uuid(node, at, issues)));
    }

    private static ReplayRequest part(JsonFields fields, Issues issues) {
        var from = fields.time("from");
        var to = fields.time("to");
        var after = fields.text("after", 4096);
        if (from == null && to == null && after == null && issues.isEmpty()) {
            issues.add("", "missing", "State deadLetterIds, or at least one of from, to and after.");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            fields.fault("to", "not-after-from", "Must be later than from.");
        }
        return new Part(from, to, after);
    }

    private static @Nullable String uuid(JsonNode node, String at, Issues issues) {
        var text = Values.text(node, 36, at, issues);
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException e) {
            issues.add(at, "invalid-uuid", "Not a UUID.");
            return null;
        }
    }
}
