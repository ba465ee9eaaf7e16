package se.budkavle.schemas;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256, and how it is written. */
public final class Digests {

    /** Never fed: copying it is a fraction of what looking for the algorithm costs. */
    private static final MessageDigest SHA_256 = sha256();

    private Digests() {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of bytes. */
    public static byte[] sha256(byte[] bytes) {
        return newSha256().digest(bytes);
    }

    /** SHA-256 of what remains in a buffer, whose position stays. */
    public static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = newSha256();
        digest.update(bytes.duplicate());
        return digest.digest();
    }

    /** A digest as the {@code Content-Digest} field of RFC 9530 has it: {@code sha-256=:<base64>:}. */
    public static String contentDigest(ByteBuffer sha256) {
        byte[] bytes = new byte[sha256.remaining()];
        sha256.duplicate().get(bytes);
        return "sha-256=:" + Base64.getEncoder().encodeToString(bytes) + ":";
    }

    static MessageDigest newSha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java platform's SHA-256 can be copied", e);
        }
    }
}
