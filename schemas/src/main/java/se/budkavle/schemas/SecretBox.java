package se.budkavle.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets encrypted where they are stored: AES-256-GCM, with keys from configuration that have ids, so that a new key
 * can come into use while what the old one encrypted is still read. A sealed secret is {@code nonce (12 bytes), ciphertext,
 * tag (16 bytes)}; what it belongs to is authenticated with it, so that it cannot be moved to another owner.
 */
public final class SecretBox {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<String, SecretKey> keys;
    private final SecureRandom random = new SecureRandom();

    /** No key of this id is configured. */
    public static final class UnknownKeyException extends InvalidKeyException {
        private static final long serialVersionUID = 1L;

        UnknownKeyException(String keyId) {
            super("no key " + keyId + " in budkavle.secrets.keys");
        }
    }

    private SecretBox(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /**
     * A box with these keys.
     *
     * @param keys by id: 256 bits in base64; {@code budkavle.secrets.keys} of a service's configuration
     * @throws IllegalArgumentException naming the id of a key that is none
     */
    public static SecretBox of(Map<String, String> keys) {
        Map<String, SecretKey> read = new HashMap<>();
        keys.forEach((id, key) -> read.put(id, key(id, key)));
        return new SecretBox(Map.copyOf(read));
    }

    private static SecretKey key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            // Not the value: it may be most of a key.
            throw new IllegalArgumentException("budkavle.secrets.keys." + id + " must be 32 bytes in base64");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /**
     * Encrypts.
     *
     * @param keyId the key to use
     * @param owner what the secret belongs to, a subscription's id say; needed to open it
     * @throws UnknownKeyException when there is no such key
     */
    public byte[] seal(String keyId, String owner, byte[] secret) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, owner, nonce).doFinal(secret);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * Decrypts.
     *
     * @throws UnknownKeyException when there is no such key
     * @throws AEADBadTagException when it was sealed with another key, for another owner, or was changed
     */
    public byte[] open(String keyId, String owner, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < NONCE_BYTES) {
            throw new AEADBadTagException("too short");
        }
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] rest = new byte[sealed.length - NONCE_BYTES];
        parts.get(nonce).get(rest);
        return cipher(Cipher.DECRYPT_MODE, keyId, owner, nonce).doFinal(rest);
    }

    private Cipher cipher(int mode, String keyId, String owner, byte[] nonce) throws GeneralSecurityException {
        SecretKey key = keys.get(keyId);
        if (key == null) {
            throw new UnknownKeyException(keyId);
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
