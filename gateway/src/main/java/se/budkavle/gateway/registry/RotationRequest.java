package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/**
 * How a signing secret shall be replaced.
 *
 * @param overlap how long the former one still signs; zero: it is withdrawn at once
 * @param signature how is signed from now on; null: as before
 */
public record RotationRequest(Duration overlap, @Nullable SignatureAlgorithm signature) {

    /** {@return what is asked for, or all that is wrong with it; no body asks for nothing special} */
    public static Parsed<RotationRequest> read(byte[] body, SubscriptionSettings settings) {
        if (body.length == 0) {
            return new Parsed.Valid<>(new RotationRequest(settings.secretOverlap(), null));
        }
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var overlap = fields.duration("overlap", Duration.ZERO, settings.longestSecretOverlap());
                var signature = fields.symbol("signature", SignatureAlgorithm.class);
                fields.refuseOthers();
                yield Parsed.unless(
                        issues,
                        () -> new RotationRequest(overlap == null ? settings.secretOverlap() : overlap, signature));
            }
        };
    }
}
