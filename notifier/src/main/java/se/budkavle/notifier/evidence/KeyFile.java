package se.budkavle.notifier.evidence;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Ed25519;

/** A file with keys of receipts: Ed25519, or RSA of at least 2048 bits, as JWK (RFC 7517). What it holds is told nowhere. */
final class KeyFile {

    private static final int SHORTEST_RSA_KEY = 2048;

    private KeyFile() {}

    /** The one private key of a file. */
    static JWK privateKey(Path file) {
        List<JWK> keys = read(file);
        if (keys.size() != 1 || !keys.getFirst().isPrivate()) {
            throw unusable("signing-key must be one private key (JWK): " + file);
        }
        return usable(keys.getFirst(), file);
    }

    /** The public halves of all keys of a file. */
    static List<JWK> publicKeys(Path file) {
        return read(file).stream().map(key -> usable(key, file).toPublicJWK()).toList();
    }

    /** The one way in which a key signs. */
    static JWSAlgorithm algorithm(JWK key) {
        return key instanceof RSAKey ? JWSAlgorithm.PS256 : JWSAlgorithm.EdDSA;
    }

    /** Whether the public half of a key verifies what its private half signed. */
    static boolean holds(JWSObject jws, JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return jws.verify(new RSASSAVerifier(rsa));
        }
        try {
            byte[] publicKey = key.toOctetKeyPair().getDecodedX();
            return Ed25519.holds(
                    publicKey, jws.getSigningInput(), jws.getSignature().decode());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static IllegalArgumentException unusable(String why) {
        return new IllegalArgumentException("budkavle.notifier.receipts: " + why);
    }

    private static List<JWK> read(Path file) {
        try {
            String json = Files.readString(file);
            // A set has a member that no key has.
            return json.contains("\"keys\"") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
        } catch (ParseException | IOException e) {
            // Not the cause: its message may be most of a key.
            throw unusable("no key (JWK) can be read from " + file);
        }
    }

    private static JWK usable(JWK key, Path file) {
        boolean fits =
                switch (key) {
                    case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve());
                    case RSAKey rsa -> rsa.size() >= SHORTEST_RSA_KEY;
                    default -> false;
                };
        if (!fits || !isUnsetOr(KeyUse.SIGNATURE, key.getKeyUse()) || !isUnsetOr(algorithm(key), key.getAlgorithm())) {
            throw unusable(
                    "a key must be Ed25519 (EdDSA), or RSA of 2048 bits or more (PS256), and for signatures: " + file);
        }
        return named(key);
    }

    private static boolean isUnsetOr(Object wanted, @Nullable Object stated) {
        return stated == null || stated.equals(wanted);
    }

    /** With all that those need who verify: its id (its thumbprint where it has none), what it is for and how. */
    private static JWK named(JWK key) {
        try {
            String id = key.getKeyID() == null ? key.computeThumbprint().toString() : key.getKeyID();
            return key instanceof RSAKey rsa
                    ? new RSAKey.Builder(rsa)
                            .keyID(id)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.PS256)
                            .build()
                    : new OctetKeyPair.Builder(key.toOctetKeyPair())
                            .keyID(id)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.EdDSA)
                            .build();
        } catch (JOSEException e) {
            throw unusable("a key has no thumbprint");
        }
    }
}
