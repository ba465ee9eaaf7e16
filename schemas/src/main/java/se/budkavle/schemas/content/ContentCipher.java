package se.budkavle.schemas.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts content for where it lies: AES-256-GCM. Sealed content is {@code nonce (12 bytes), ciphertext, tag (16 bytes)}. The
 * nonce is random: a message id that is derived from an idempotency key may stand for two contents, if its sender uses the key
 * for another request, and two contents under one nonce would give both away.
 */
public final class ContentCipher {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String ALGORITHM = "AES";
    /** Goes before what content is bound to, so that nothing else that is ever encrypted with such a key is taken for content. */
    private static final String PURPOSE = "budkavle content";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Looked for once: that takes as long as encrypting a short content. */
    private static final Provider PROVIDER = provider();

    private ContentCipher() {}

    private static Provider provider() {
        try {
            return Cipher.getInstance(CIPHER).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /**
     * What content is bound to: sealed content of one message is none of another.
     *
     * @param keyId the key's id
     * @param organisation the organisation that sent the message
     * @param messageId the message
     */
    public record Binding(String keyId, String organisation, String messageId) {

        private byte[] bytes() {
            var parts = new byte[][] {utf8(PURPOSE), utf8(keyId), utf8(organisation), utf8(messageId)};
            int length = 0;
            for (byte[] part : parts) {
                length += Integer.BYTES + part.length;
            }
            var bytes = ByteBuffer.allocate(length);
            // The length goes first, so that ("a", "bc") and ("ab", "c") differ.
            for (byte[] part : parts) {
                bytes.putInt(part.length).put(part);
            }
            return bytes.array();
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** {@return a new key} */
    public static SecretKey newKey() {
        return key(random(KEY_BYTES));
    }

    /**
     * {@return the key of these 32 bytes}
     *
     * @throws IllegalArgumentException where they are not 32
     */
    public static SecretKey key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a data key has " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(bytes, ALGORITHM);
    }

    /** Encrypts. */
    public static ByteBuffer seal(SecretKey key, Binding binding, ByteBuffer content) throws GeneralSecurityException {
        byte[] nonce = random(NONCE_BYTES);
        var sealed = ByteBuffer.allocate(NONCE_BYTES + content.remaining() + TAG_BYTES);
        sealed.put(nonce);
        cipher(Cipher.ENCRYPT_MODE, key, binding, nonce).doFinal(content.duplicate(), sealed);
        return sealed.flip();
    }

    /**
     * Decrypts.
     *
     * @throws AEADBadTagException when it was sealed with another key, for another message, or was changed
     */
    public static ByteBuffer open(SecretKey key, Binding binding, ByteBuffer sealed) throws GeneralSecurityException {
        if (sealed.remaining() < NONCE_BYTES + TAG_BYTES) {
            throw new AEADBadTagException("too short");
        }
        var rest = sealed.duplicate();
        byte[] nonce = new byte[NONCE_BYTES];
        rest.get(nonce);
        var content = ByteBuffer.allocate(rest.remaining() - TAG_BYTES);
        cipher(Cipher.DECRYPT_MODE, key, binding, nonce).doFinal(rest, content);
        return content.flip();
    }

    private static Cipher cipher(int mode, SecretKey key, Binding binding, byte[] nonce)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER, PROVIDER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(binding.bytes());
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
