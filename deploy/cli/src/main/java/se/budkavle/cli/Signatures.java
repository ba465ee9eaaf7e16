package se.budkavle.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Ed25519;

/** Signs and verifies JWS: EdDSA by Ed25519, ES256, PS256. The kind of key decides which, never the header. */
final class Signatures {

    private Signatures() {}

    private static @Nullable JWSAlgorithm algorithm(JWK key) {
        return switch (key) {
            case OctetKeyPair pair when Curve.Ed25519.equals(pair.getCurve()) -> JWSAlgorithm.EdDSA;
            case ECKey elliptic when Curve.P_256.equals(elliptic.getCurve()) -> JWSAlgorithm.ES256;
            case RSAKey _ -> JWSAlgorithm.PS256;
            default -> null;
        };
    }

    /** {@return whether a JWS is as the key's owner signed it} */
    static boolean holds(JWSObject jws, JWK key) {
        var header = jws.getHeader();
        var algorithm = algorithm(key);
        if (algorithm == null || !header.getAlgorithm().equals(algorithm) || header.getCriticalParams() != null) {
            return false;
        }
        try {
            return switch (key) {
                case OctetKeyPair pair ->
                    Ed25519.holds(
                            pair.getDecodedX(),
                            jws.getSigningInput(),
                            jws.getSignature().decode());
                case ECKey elliptic ->
                    new ECDSAVerifier(elliptic).verify(header, jws.getSigningInput(), jws.getSignature());
                default -> new RSASSAVerifier(key.toRSAKey()).verify(header, jws.getSigningInput(), jws.getSignature());
            };
        } catch (GeneralSecurityException | JOSEException e) {
            return false;
        }
    }

    /** {@return a sender's signature of content: a JWS with detached content (RFC 7515, appendix F)} */
    static String detached(byte[] content, JWK key) {
        var algorithm = algorithm(key);
        if (algorithm == null || !key.isPrivate() || key.getKeyID() == null) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "The key cannot sign: it must be a private one of Ed25519, P-256 or RSA, with a kid.");
        }
        var header = new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
        var input = (header.toBase64URL() + "." + Base64URL.encode(content)).getBytes(StandardCharsets.US_ASCII);
        try {
            var signature =
                    switch (key) {
                        case OctetKeyPair pair -> Base64URL.encode(Ed25519.sign(pair.getDecodedD(), input));
                        case ECKey elliptic -> new ECDSASigner(elliptic).sign(header, input);
                        default -> new RSASSASigner(key.toRSAKey()).sign(header, input);
                    };
            return header.toBase64URL() + ".." + signature;
        } catch (GeneralSecurityException | JOSEException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The key cannot sign.");
        }
    }

    /**
     * Verifies a sender's signature of content.
     *
     * @return the key's id
     * @throws CommandFailure if it is not signed by one of the keys
     */
    static String verified(@Nullable String signature, byte[] content, JWKSet keys) {
        if (signature == null) {
            throw new CommandFailure(CommandFailure.FAILED, "Its sender did not sign it.");
        }
        try {
            var jws = JWSObject.parse(signature, new Payload(content));
            var kid = jws.getHeader().getKeyID();
            var key = kid == null ? null : keys.getKeyByKeyId(kid);
            if (kid == null || key == null) {
                throw new CommandFailure(CommandFailure.FAILED, "It is signed by a key that is not in the file.");
            }
            if (holds(jws, key)) {
                return kid;
            }
        } catch (ParseException e) {
            // Told below.
        }
        throw new CommandFailure(
                CommandFailure.FAILED, "The sender's signature does not hold: content or signature were altered.");
    }
}
