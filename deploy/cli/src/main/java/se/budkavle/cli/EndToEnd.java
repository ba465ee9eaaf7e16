package se.budkavle.cli;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encrypts content for a recipient, and opens it: a JWE in compact form (RFC 7516), which nobody on the way can read. */
final class EndToEnd {

    /** Media type of what is encrypted; what is in it is told inside. */
    static final String MEDIA_TYPE = "application/jose";

    private EndToEnd() {}

    /**
     * What was in it.
     *
     * @param contentType as its sender stated it
     * @param bytes the content
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Opened(String contentType, byte[] bytes) {

        /** {@return it as text, or what it is where it is none} */
        String text() {
            return contentType.startsWith("text/") || contentType.contains("json") || contentType.contains("xml")
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : "(%d bytes of %s)".formatted(bytes.length, contentType);
        }
    }

    /** {@return the first of those public keys that can be encrypted to here} */
    static Optional<JWK> usable(List<JWK> keys) {
        return keys.stream()
                .filter(key -> algorithm(key) != null
                        && key.getKeyID() != null
                        && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm(key))))
                .findFirst();
    }

    private static @Nullable JWEAlgorithm algorithm(JWK key) {
        return switch (key) {
            case RSAKey _ -> JWEAlgorithm.RSA_OAEP_256;
            case ECKey _ -> JWEAlgorithm.ECDH_ES_A256KW;
            default -> null;
        };
    }

    /** Encrypts to a key that is {@link #usable}. */
    static String seal(byte[] content, String contentType, JWK key) {
        var header = new JWEHeader.Builder(algorithm(key), EncryptionMethod.A256GCM)
                .keyID(key.getKeyID())
                .contentType(contentType)
                .build();
        var jwe = new JWEObject(header, new Payload(content));
        try {
            jwe.encrypt(encrypter(key));
        } catch (JOSEException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The recipient's key cannot be encrypted to.");
        }
        return jwe.serialize();
    }

    private static JWEEncrypter encrypter(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSAEncrypter(rsa) : new ECDHEncrypter(key.toECKey());
    }

    /**
     * Opens it with the key that it names.
     *
     * @throws CommandFailure if that is not among them, or it does not fit
     */
    static Opened open(String content, JWKSet keys) {
        try {
            var jwe = JWEObject.parse(content);
            var header = jwe.getHeader();
            var key = header.getKeyID() == null ? null : keys.getKeyByKeyId(header.getKeyID());
            if (key == null || !key.isPrivate()) {
                throw new CommandFailure(
                        CommandFailure.FAILED, "It is encrypted to a key whose private half the file does not hold.");
            }
            if (!header.getAlgorithm().equals(algorithm(key))) {
                throw new CommandFailure(CommandFailure.FAILED, "It is encrypted in a way that does not fit the key.");
            }
            jwe.decrypt(decrypter(key));
            var type = header.getContentType();
            return new Opened(
                    type == null ? "application/octet-stream" : type,
                    jwe.getPayload().toBytes());
        } catch (ParseException e) {
            throw new CommandFailure(CommandFailure.FAILED, "It is not encrypted as it says.");
        } catch (JOSEException e) {
            throw new CommandFailure(
                    CommandFailure.FAILED, "It cannot be opened: it was altered, or the key is another.");
        }
    }

    private static JWEDecrypter decrypter(JWK key) throws JOSEException {
        return key instanceof RSAKey rsa ? new RSADecrypter(rsa) : new ECDHDecrypter(key.toECKey());
    }
}
