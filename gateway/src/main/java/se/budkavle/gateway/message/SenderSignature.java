package se.budkavle.gateway.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/**
 * Looks at a sender's signature: a JWS in compact form with detached content (RFC 7515, appendix F), over the content as it is
 * sent. Its form is looked at, so that it is one that a recipient can verify; whether it holds is the recipient's question, who
 * knows whose the key is. Pure.
 */
final class SenderSignature {

    /** With a key of 8192 bits and a chain of certificates. */
    static final int LONGEST = 8192;

    static final String CODE = "invalid-signature";

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]+)\\.\\.[A-Za-z0-9_-]+");
    private static final Set<String> ALGORITHMS = Set.of("EdDSA", "Ed25519", "ES256", "PS256");
    private static final int LONGEST_KID = 128;

    private SenderSignature() {}

    /** {@return what is wrong with it, in words without any of it; null: nothing that can be seen} */
    static @Nullable String fault(String signature) {
        var parts = FORM.matcher(signature);
        if (!parts.matches()) {
            return "Must be a JWS in compact form with detached content: header..signature (RFC 7515, appendix F).";
        }
        var issues = new Issues();
        var header = StrictJson.object(new Base64URL(parts.group(1)).decode(), issues);
        if (!(header instanceof Parsed.Valid<ObjectNode>(var json)) || !issues.isEmpty()) {
            return "The header of the JWS is no JSON object.";
        }
        if (!ALGORITHMS.contains(json.path("alg").asText())) {
            return "The alg of the JWS must be EdDSA, ES256 or PS256.";
        }
        var kid = json.path("kid").textValue();
        if (kid == null || kid.isEmpty() || kid.length() > LONGEST_KID) {
            return "The header of the JWS must name its key: a kid of 1 to 128 characters.";
        }
        // What says that it must be understood would be understood by nobody here, b64 (RFC 7797) included.
        return json.has("crit") || json.has("b64") ? "The header of the JWS must not have crit or b64." : null;
    }
}
