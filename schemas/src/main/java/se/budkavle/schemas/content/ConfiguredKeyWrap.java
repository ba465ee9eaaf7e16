package se.budkavle.schemas.content;

import java.security.GeneralSecurityException;
import se.budkavle.schemas.SecretBox;

/**
 * Wraps data keys with keys of configuration, {@code budkavle.secrets.keys}.
 *
 * @param box the keys
 * @param current the id of the one that wraps; empty where nothing is wrapped, only unwrapped
 */
public record ConfiguredKeyWrap(SecretBox box, String current) implements KeyWrap {

    /** Goes before a data key's id, so that no other secret in the same box is taken for a data key. */
    private static final String OWNER = "content key ";

    @Override
    public Wrapped wrap(String keyId, byte[] key) throws GeneralSecurityException {
        return new Wrapped(current, box.seal(current, OWNER + keyId, key));
    }

    @Override
    public byte[] unwrap(String keyId, Wrapped wrapped) throws GeneralSecurityException {
        return box.open(wrapped.with(), OWNER + keyId, wrapped.bytes());
    }
}
