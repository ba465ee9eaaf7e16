package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Ed25519;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.SigningSecret;

/** Makes the secrets with which a subscription's webhooks are signed, and lets new ones take the place of old ones. */
@Singleton
public final class SigningSecrets {

    /** As many as the owner takes; each is a signature of every webhook. */
    private static final int MOST = 5;

    private static final int SECRET_BYTES = 32;

    /** Extension of a stored secret: the public key, {@code whpk_<base64>} of its 32 bytes. */
    private static final String PUBLIC_KEY = "publicKey";

    private final SecureRandom random = new SecureRandom();
    private final SecretBox box;
    private final String sealWith;

    /**
     * Seals with what is configured.
     *
     * @throws IllegalArgumentException where the key to seal with is not there
     */
    public SigningSecrets(SecretBox box, SubscriptionSettings settings) {
        this.box = box;
        this.sealWith = settings.sealWith();
        if (!sealWith.isEmpty()) {
            try {
                box.seal(sealWith, "", new byte[0]);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "budkavle.gateway.subscriptions.seal-with must be an id of budkavle.secrets.keys", e);
            }
        }
    }

    /**
     * A new secret.
     *
     * @param stored as it is stored, encrypted
     * @param told {@code whsec_<base64>} as Standard Webhooks writes it, to be told once; null where the subscriber needs the
     *     public key only
     */
    public record Made(SigningSecret stored, @Nullable String told) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Made[" + stored.getId() + "]";
        }
    }

    /**
     * Makes one.
     *
     * @param subscriptionId whose it is for ever
     * @throws se.budkavle.gateway.problem.RefusedException 501 where no key is configured
     */
    public Made make(SignatureAlgorithm algorithm, String subscriptionId) {
        if (sealWith.isEmpty()) {
            throw Refusal.of(
                            ProblemCode.NOT_CONFIGURED,
                            "This installation has no budkavle.gateway.subscriptions.seal-with.")
                    .asException();
        }
        return switch (algorithm) {
            case HMAC_SHA256 -> shared(subscriptionId);
            case ED25519 -> keyPair(subscriptionId);
        };
    }

    private Made shared(String subscriptionId) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
        return new Made(stored(SignatureAlgorithm.HMAC_SHA256, subscriptionId, secret, null), secret);
    }

    private Made keyPair(String subscriptionId) {
        var pair = Ed25519.newPair();
        var secret = "whsk_" + Base64.getEncoder().encodeToString(pair.seed());
        var published = "whpk_" + Base64.getEncoder().encodeToString(pair.publicKey());
        return new Made(stored(SignatureAlgorithm.ED25519, subscriptionId, secret, published), null);
    }

    private SigningSecret stored(
            SignatureAlgorithm algorithm, String subscriptionId, String secret, @Nullable String publicKey) {
        try {
            var sealed = box.seal(sealWith, subscriptionId, secret.getBytes(StandardCharsets.US_ASCII));
            return SigningSecret.newBuilder()
                    .setId(Ids.newId())
                    .setAlgorithm(algorithm.stored())
                    .setCiphertext(ByteBuffer.wrap(sealed))
                    .setKeyId(sealWith)
                    .setExtensions(publicKey == null ? Map.of() : Map.of(PUBLIC_KEY, publicKey))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key was there at the start", e);
        }
    }

    /** {@return the public key of a secret; null: it has none} */
    static @Nullable String publicKey(SigningSecret secret) {
        return secret.getExtensions().get(PUBLIC_KEY);
    }

    /**
     * {@return the secrets once that one has been put first: those in use so far sign until the overlap is over, so that
     * nothing is pushed that the subscriber cannot verify}
     *
     * @param before those so far
     * @param overlap zero: they are withdrawn at once
     * @throws se.budkavle.gateway.problem.RefusedException 409 where too many are in use
     */
    public static List<SigningSecret> rotated(
            List<SigningSecret> before, SigningSecret made, Instant now, Duration overlap) {
        var end = now.plus(overlap);
        var secrets = new ArrayList<SigningSecret>();
        secrets.add(made);
        for (var secret : before) {
            var expires =
                    secret.getExpiresAt() == null || secret.getExpiresAt().isAfter(end) ? end : secret.getExpiresAt();
            if (expires.isAfter(now)) {
                secrets.add(
                        SigningSecret.newBuilder(secret).setExpiresAt(expires).build());
            }
        }
        if (secrets.size() > MOST) {
            throw Refusal.of(ProblemCode.TOO_MANY_SECRETS).asException();
        }
        return secrets;
    }
}
