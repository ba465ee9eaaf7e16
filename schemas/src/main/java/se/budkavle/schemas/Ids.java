package se.budkavle.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids, as UUIDs of <a href="https://www.rfc-editor.org/rfc/rfc9562">RFC 9562</a>. */
public final class Ids {

    private static final long VERSION_7 = 0x7000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long BELOW_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

    private Ids() {}

    /** A new id, version 7: ids made later sort later. */
    public static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (System.currentTimeMillis() << 16) | VERSION_7 | random.nextLong(0x1000);
        return new UUID(high, VARIANT | (random.nextLong() & BELOW_VARIANT)).toString();
    }

    /** An id that follows from its parts, version 8 on SHA-256: the same parts give the same id, always. */
    public static String derived(String... parts) {
        MessageDigest digest = Digests.newSha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length goes first, so that ("a", "bc") and ("ab", "c") differ.
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & ~0xF000L) | VERSION_8;
        return new UUID(high, VARIANT | (hash.getLong() & BELOW_VARIANT)).toString();
    }

    /** The id of a message that was posted with an idempotency key. */
    public static String messageId(String organisation, String idempotencyKey) {
        return derived("message", organisation, idempotencyKey);
    }

    /** The id of a message's delivery to a recipient. */
    public static String deliveryId(String messageId, String recipient) {
        return derived("delivery", messageId, recipient);
    }
}
