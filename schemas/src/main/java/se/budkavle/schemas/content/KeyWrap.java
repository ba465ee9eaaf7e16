package se.budkavle.schemas.content;

import java.security.GeneralSecurityException;

/**
 * Keeps data keys encrypted, with keys of its own that it does not give away: those of configuration
 * ({@link ConfiguredKeyWrap}), or a key management service. Both may wait for a network; neither is asked for each message.
 */
public interface KeyWrap {

    /**
     * A data key as it may be stored.
     *
     * @param with the key it is encrypted with, as the one who wrapped it calls it
     * @param bytes the data key, encrypted
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Wrapped(String with, byte[] bytes) {

        /** Names no key. */
        @Override
        public String toString() {
            return "Wrapped[" + with + "]";
        }
    }

    /** {@return the key that wraps now, as {@link Wrapped#with} names it; what names another may be wrapped anew} */
    String current();

    /**
     * Encrypts a data key.
     *
     * @param keyId the data key's id, needed to unwrap it
     */
    Wrapped wrap(String keyId, byte[] key) throws GeneralSecurityException;

    /**
     * Decrypts a data key.
     *
     * @throws GeneralSecurityException when there is no such key, or it was wrapped for another id, or was changed
     */
    byte[] unwrap(String keyId, Wrapped wrapped) throws GeneralSecurityException;
}
