package se.budkavle.chaos.cluster;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * What the services of an installation share, and nobody else knows. Two sites of one installation have the same.
 *
 * @param internalToken between gateway and notifier
 * @param sealingKey with which subscriptions' secrets are kept, 32 bytes in base64
 */
public record Secrets(String internalToken, String sealingKey) {

    private static final int KEY_BYTES = 32;

    /** New ones. */
    public static Secrets random() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Secrets(UUID.randomUUID().toString(), Base64.getEncoder().encodeToString(key));
    }

    @Override
    public String toString() {
        return "Secrets[…]";
    }
}
