package se.budkavle.gateway.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.CurveBasedJWK;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;

/**
 * Looks at content that its sender encrypted end to end: a JWE in compact form (RFC 7516), to a key that it names. All that can
 * be seen from outside is looked at, and nothing computed: the key is the recipient's. Pure.
 */
final class JweCheck {

    /** Media type of such content; what was encrypted says its own in {@code cty}. */
    static final String MEDIA_TYPE = "application/jose";

    /** What the content is. */
    sealed interface Outcome {

        /** A JWE to the key with that id. */
        record Sealed(String kid) implements Outcome {}

        /**
         * None that may be sent.
         *
         * @param code what is wrong
         * @param detail in words, without any of its values
         */
        record Faulty(String code, String detail) implements Outcome {}
    }

    /** The check for messages. */
    static final JweCheck MESSAGES = new JweCheck(
            Set.of(JWEAlgorithm.RSA_OAEP_256, JWEAlgorithm.ECDH_ES_A256KW), Set.of(EncryptionMethod.A256GCM));

    private static final int PARTS = 5;
    private static final int LONGEST_HEADER = 4096;
    private static final int LONGEST_KID = 128;
    private static final int GCM_NONCE = 12;
    private static final int TAG = 16;

    /** A wrapped key is as long as the key and eight bytes. */
    private static final Map<JWEAlgorithm, Integer> WRAPPED =
            Map.of(JWEAlgorithm.ECDH_ES_A256KW, 8, JWEAlgorithm.ECDH_ES_A128KW, 8);

    private static final Set<JWEAlgorithm> AGREED = Set.of(JWEAlgorithm.ECDH_ES_A256KW, JWEAlgorithm.ECDH_ES_A128KW);
    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.X25519);

    /** From 2048 to 8192 bits. */
    private static final int SHORTEST_RSA = 256;

    private static final int LONGEST_RSA = 1024;

    private final Set<JWEAlgorithm> algorithms;
    private final Set<EncryptionMethod> methods;

    JweCheck(Set<JWEAlgorithm> algorithms, Set<EncryptionMethod> methods) {
        this.algorithms = algorithms;
        this.methods = methods;
    }

    /** {@return whether a media type says that the content is one} */
    static boolean isSaidBy(String contentType) {
        var end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().equalsIgnoreCase(MEDIA_TYPE);
    }

    Outcome look(byte[] content) {
        var parts = parts(content);
        if (parts.size() != PARTS) {
            return new Outcome.Faulty("invalid-jwe", "Must be five parts of base64url with dots between (RFC 7516).");
        }
        if (parts.getFirst().toString().length() > LONGEST_HEADER) {
            return new Outcome.Faulty("invalid-jwe-header", "The JWE's header is too long.");
        }
        var header = header(parts.getFirst());
        if (header == null) {
            return new Outcome.Faulty("invalid-jwe-header", "The JWE's header is not one (RFC 7516).");
        }
        var fault = fault(header, parts);
        return fault == null ? new Outcome.Sealed(header.getKeyID()) : fault;
    }

    private static @Nullable JWEHeader header(Base64URL encoded) {
        // Nimbus fails on what is no object, or lacks these; and of names that are there twice it sees the outer ones
        // alone.
        var issues = new Issues();
        if (!(StrictJson.object(encoded.decode(), issues) instanceof Parsed.Valid<ObjectNode>(var json))
                || !json.path("alg").isTextual()
                || !json.path("enc").isTextual()
                || !issues.isEmpty()) {
            return null;
        }
        try {
            return JWEHeader.parse(encoded);
        } catch (ParseException | IllegalArgumentException e) {
            // What the parser says may quote it.
            return null;
        }
    }

    private Outcome.@Nullable Faulty fault(JWEHeader header, List<Base64URL> parts) {
        if (!algorithms.contains(header.getAlgorithm()) || !methods.contains(header.getEncryptionMethod())) {
            return new Outcome.Faulty(
                    "jwe-algorithm-not-allowed", "alg must be RSA-OAEP-256 or ECDH-ES+A256KW, enc A256GCM.");
        }
        if (header.getCompressionAlgorithm() != null) {
            return new Outcome.Faulty(
                    "jwe-compressed", "Its length would tell of what is compressed: send it without zip.");
        }
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            return new Outcome.Faulty("jwe-critical", "Nothing that is critical is understood.");
        }
        if (header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null
                || header.getPBES2Count() != 0
                || header.getPBES2Salt() != null) {
            return new Outcome.Faulty("jwe-key-parameters", "Keys are named by kid, and in no other way.");
        }
        if (AGREED.contains(header.getAlgorithm()) && !isOnACurve(header)) {
            return new Outcome.Faulty(
                    "invalid-jwe-header", "epk must be a public key on P-256, P-384, P-521 or X25519.");
        }
        if (!lengthsFit(header, parts)) {
            return new Outcome.Faulty("invalid-jwe", "Key, nonce or tag have a length that they cannot have.");
        }
        var kid = header.getKeyID();
        if (kid == null || kid.isEmpty() || kid.length() > LONGEST_KID) {
            return new Outcome.Faulty(
                    "jwe-without-kid", "kid must name a key of the recipient, in 1 to 128 characters.");
        }
        return null;
    }

    private static boolean isOnACurve(JWEHeader header) {
        var key = header.getEphemeralPublicKey();
        return key instanceof AsymmetricJWK
                && !key.isPrivate()
                && key instanceof CurveBasedJWK curved
                && CURVES.contains(curved.getCurve());
    }

    private static boolean lengthsFit(JWEHeader header, List<Base64URL> parts) {
        var method = header.getEncryptionMethod();
        int key = parts.get(1).decode().length;
        var wrapping = WRAPPED.get(header.getAlgorithm());
        boolean keyFits = wrapping != null
                ? key == method.cekBitLength() / Byte.SIZE + wrapping
                : !JWEAlgorithm.Family.RSA.contains(header.getAlgorithm())
                        || (key >= SHORTEST_RSA && key <= LONGEST_RSA);
        int nonce = EncryptionMethod.Family.AES_GCM.contains(method) ? GCM_NONCE : TAG;
        return keyFits
                && parts.get(2).decode().length == nonce
                && parts.getLast().decode().length == TAG;
    }

    /** {@return the parts between dots; none if there is anything else but base64url in them} */
    private static List<Base64URL> parts(byte[] content) {
        var parts = new ArrayList<Base64URL>(PARTS);
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '.') {
                if (parts.size() == PARTS) {
                    return List.of();
                }
                parts.add(new Base64URL(new String(Arrays.copyOfRange(content, start, i), StandardCharsets.US_ASCII)));
                start = i + 1;
            } else if (!isBase64Url(content[i])) {
                return List.of();
            }
        }
        return parts;
    }

    private static boolean isBase64Url(byte letter) {
        return (letter >= 'A' && letter <= 'Z')
                || (letter >= 'a' && letter <= 'z')
                || (letter >= '0' && letter <= '9')
                || letter == '-'
                || letter == '_';
    }
}
