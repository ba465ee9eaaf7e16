package se.budkavle.notifier.dispatcher;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import se.budkavle.schemas.Ed25519;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;

/**
 * Signs as <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> with every secret in use, two while one is being
 * replaced: {@code v1}, HMAC-SHA256 with a shared secret, or {@code v1a}, Ed25519, which anybody can verify with the public
 * key.
 */
final class Signer {

    static final String ED25519 = "Ed25519";

    private static final String PRIVATE_KEY_PREFIX = "whsk_";
    private static final int SEED_BYTES = 32;

    private final SecretBox box;

    Signer(SecretBox box) {
        this.box = box;
    }

    /** Nothing can be signed: there is no secret in use, or one is none. */
    static final class UnsignableException extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        UnsignableException() {
            super("no usable secret");
        }
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @throws GeneralSecurityException when there is no secret in use, or one cannot be used: nothing is pushed then, as
     *     somebody may know only that one
     */
    String sign(Subscription subscription, String id, Instant at, String body) throws GeneralSecurityException {
        List<String> signatures = new ArrayList<>();
        for (SigningSecret secret : subscription.getSecrets()) {
            if (secret.getExpiresAt() == null || secret.getExpiresAt().isAfter(at)) {
                String key = new String(open(subscription, secret), StandardCharsets.UTF_8);
                signatures.add(
                        ED25519.equals(secret.getAlgorithm()) ? ed25519(key, id, at, body) : hmac(key, id, at, body));
            }
        }
        if (signatures.isEmpty()) {
            throw new UnsignableException();
        }
        return String.join(" ", signatures);
    }

    private byte[] open(Subscription subscription, SigningSecret secret) throws GeneralSecurityException {
        byte[] bytes = Challenge.bytes(secret.getCiphertext());
        return secret.getKeyId() == null ? bytes : box.open(secret.getKeyId(), subscription.getSubscriptionId(), bytes);
    }

    private static String hmac(String key, String id, Instant at, String body) throws UnsignableException {
        try {
            return new Webhook(key).sign(id, at.getEpochSecond(), body);
        } catch (EmptyWebhookSecretException | WebhookSigningException | IllegalArgumentException e) {
            throw new UnsignableException();
        }
    }

    private static String ed25519(String key, String id, Instant at, String body) throws GeneralSecurityException {
        byte[] input = (id + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
        return "v1a," + Base64.getEncoder().encodeToString(Ed25519.sign(seed(key), input));
    }

    private static byte[] seed(String key) throws UnsignableException {
        byte[] bytes;
        try {
            bytes = key.startsWith(PRIVATE_KEY_PREFIX)
                    ? Base64.getDecoder().decode(key.substring(PRIVATE_KEY_PREFIX.length()))
                    : new byte[0];
        } catch (IllegalArgumentException e) {
            throw new UnsignableException();
        }
        // The seed of RFC 8032; libsodium and its kin put the public key behind it.
        if (bytes.length != SEED_BYTES && bytes.length != 2 * SEED_BYTES) {
            throw new UnsignableException();
        }
        return Arrays.copyOf(bytes, SEED_BYTES);
    }
}
