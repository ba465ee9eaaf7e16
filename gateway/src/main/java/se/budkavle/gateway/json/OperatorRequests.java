package se.budkavle.gateway.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/** Reads what operators ask for. Pure. */
public final class OperatorRequests {

    private static final Pattern CODE = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private OperatorRequests() {}

    /** {@return the flag of {@code {"force": false}}; without a body false} */
    public static Parsed<Boolean> force(byte[] body) {
        if (body.length == 0) {
            return new Parsed.Valid<>(false);
        }
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var force = fields.flag("force");
                fields.refuseOthers();
                yield Parsed.unless(issues, () -> force != null && force);
            }
        };
    }

    /** {@return the code of {@code {"reason": "no-longer-needed"}}: a code, as free text might quote content} */
    public static Parsed<String> reason(byte[] body) {
        return switch (statedReason(body, true)) {
            case Parsed.Invalid<Optional<String>>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<Optional<String>>(var reason) -> new Parsed.Valid<>(reason.orElseThrow());
        };
    }

    /** {@return as {@link #reason}, where neither a body nor the field in it needs to be} */
    public static Parsed<Optional<String>> optionalReason(byte[] body) {
        return body.length == 0 ? new Parsed.Valid<>(Optional.empty()) : statedReason(body, false);
    }

    private static Parsed<Optional<String>> statedReason(byte[] body, boolean required) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var reason = code(fields, required);
                fields.refuseOthers();
                yield Parsed.unless(issues, () -> Optional.ofNullable(reason));
            }
        };
    }

    static @Nullable String code(JsonFields fields, boolean required) {
        var reason = required ? fields.requiredText("reason", 64) : fields.text("reason", 64);
        if (reason != null && !reason.isEmpty() && !CODE.matcher(reason).matches()) {
            fields.fault("reason", "invalid-code", "Must be a code, such as no-longer-needed.");
        }
        return reason;
    }
}
