package se.budkavle.schemas.content;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ContentKey;

/**
 * A data key as it lies in {@code content-keys}.
 *
 * @param keyId its id, which begins with the day
 * @param organisation the organisation whose messages it encrypts
 * @param wrapped the key, encrypted; null: destroyed
 */
public record StoredKey(String keyId, String organisation, KeyWrap.@Nullable Wrapped wrapped) {

    private static final char BEHIND_DAY = '.';

    /** {@return an id of a key of that day; the random part is the caller's} */
    public static String idOf(LocalDate day, String random) {
        return day.toString() + BEHIND_DAY + random;
    }

    /**
     * {@return the day (UTC) whose messages a key encrypts}
     *
     * @throws SerializationException where it is no key's id
     */
    public static LocalDate dayOf(String keyId) {
        int end = keyId.indexOf(BEHIND_DAY);
        try {
            return LocalDate.parse(keyId.substring(0, Math.max(0, end)));
        } catch (DateTimeException e) {
            throw new SerializationException("not the id of a content key");
        }
    }

    static StoredKey of(ContentKey value) {
        ByteBuffer wrapped = value.getWrapped();
        return new StoredKey(
                value.getKeyId(),
                value.getOrganisation(),
                wrapped == null ? null : new KeyWrap.Wrapped(value.getWrappedWith(), bytes(wrapped)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
