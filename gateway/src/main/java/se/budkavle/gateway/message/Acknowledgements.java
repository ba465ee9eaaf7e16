package se.budkavle.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.avro.AcknowledgementIssue;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.ReasonCategory;

/** Reads a recipient's answer. Pure: every fault is named, none of the values. */
public final class Acknowledgements {

    private Acknowledgements() {}

    /**
     * A recipient's answer.
     *
     * @param outcome ACCEPTED or REJECTED
     * @param code the recipient's own reason code
     * @param category class of the reason
     * @param detail the recipient's words; content
     * @param issues faults found; content
     */
    public record Acknowledgement(
            AcknowledgementOutcome outcome,
            @Nullable String code,
            @Nullable ReasonCategory category,
            @Nullable String detail,
            List<AcknowledgementIssue> issues) {

        /** Names no content. */
        @Override
        public String toString() {
            return "Acknowledgement[" + outcome + "]";
        }
    }

    /** {@return the answer, or all that is wrong with it} */
    public static Parsed<Acknowledgement> parse(byte[] body) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> read(new JsonFields(object, "", issues), issues);
        };
    }

    private static Parsed<Acknowledgement> read(JsonFields fields, Issues issues) {
        var outcome = fields.symbol("outcome", AcknowledgementOutcome.class);
        if (!fields.has("outcome")) {
            fields.fault("outcome", "missing", "The field is missing.");
        }
        var code = fields.text("code", 128);
        var category = fields.symbol("category", ReasonCategory.class);
        var detail = fields.text("detail", 2048);
        var faults = fields.list("issues", 100, (node, at) -> issue(node, at, issues));
        fields.refuseOthers();
        var decided = outcome == null ? AcknowledgementOutcome.UNKNOWN : outcome;
        return Parsed.unless(issues, () -> new Acknowledgement(decided, code, category, detail, faults));
    }

    private static @Nullable AcknowledgementIssue issue(JsonNode node, String at, Issues issues) {
        if (!(node instanceof ObjectNode object)) {
            issues.add(at, "wrong-type", "Must be an object.");
            return null;
        }
        var fields = new JsonFields(object, at, issues);
        var pointer = fields.text("pointer", 1024);
        var code = fields.requiredText("code", 128);
        var detail = fields.text("detail", 1024);
        fields.refuseOthers();
        return AcknowledgementIssue.newBuilder()
                .setPointer(pointer)
                .setCode(code)
                .setDetail(detail)
                .build();
    }
}
