package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/** Reads who is looked up. Pure; the number itself stands in no answer. */
public final class PersonRequests {

    private static final String NUMBER = "personalIdentityNumber";

    private PersonRequests() {}

    /** {@return the number of {@code {"personalIdentityNumber": "YYYYMMDDNNNN"}}} */
    public static Parsed<PersonalIdentityNumber> parse(byte[] body) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var text = fields.requiredText(NUMBER, 64);
                var number = PersonalIdentityNumber.of(text);
                if (number == null && !text.isEmpty()) {
                    fields.fault(
                            NUMBER,
                            "invalid-personal-identity-number",
                            "Must be twelve digits with a valid date and check digit.");
                }
                fields.refuseOthers();
                yield Parsed.unless(issues, () -> Objects.requireNonNull(number));
            }
        };
    }
}
