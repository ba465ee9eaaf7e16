package se.budkavle.schemas.content;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ContentKey;

/**
 * The data keys as last read, wrapped, by day. One thread writes, any read. What was destroyed stays so, whatever a late writer
 * puts behind it. About 300 bytes a key on the heap.
 */
public final class ContentKeyCopy {

    /** What a record of the topic was about. */
    public enum Change {
        /** A key is there, or is gone with its day's retention. */
        TAKEN,
        /** A key was destroyed. */
        DESTROYED,
        /** Somebody wrote a key that was destroyed before: it must be destroyed again. */
        REVIVED
    }

    private final NavigableMap<LocalDate, Map<String, StoredKey>> days = new ConcurrentSkipListMap<>();

    /**
     * Takes over what was read; null forgets.
     *
     * @throws SerializationException where it is no key
     */
    public Change put(String keyId, @Nullable ContentKey value) {
        LocalDate day = StoredKey.dayOf(keyId);
        if (value == null) {
            days.computeIfPresent(day, (same, keys) -> {
                keys.remove(keyId);
                return keys.isEmpty() ? null : keys;
            });
            return Change.TAKEN;
        }
        if (!value.getKeyId().equals(keyId)) {
            throw new SerializationException("a content key under another's id");
        }
        StoredKey key = StoredKey.of(value);
        Map<String, StoredKey> keys = days.computeIfAbsent(day, same -> new ConcurrentHashMap<>());
        StoredKey before = keys.get(keyId);
        if (key.wrapped() != null && before != null && before.wrapped() == null) {
            return Change.REVIVED;
        }
        keys.put(keyId, key);
        return key.wrapped() == null ? Change.DESTROYED : Change.TAKEN;
    }

    /** {@return the key; null: there is none, or it has not been read yet} */
    public @Nullable StoredKey key(String keyId) {
        return days.getOrDefault(StoredKey.dayOf(keyId), Map.of()).get(keyId);
    }

    /** {@return the keys of an organisation's messages of a day, destroyed ones too; looks at those of all of that day} */
    public List<StoredKey> keys(String organisation, LocalDate day) {
        return days.getOrDefault(day, Map.of()).values().stream()
                .filter(key -> key.organisation().equals(organisation))
                .toList();
    }

    /** {@return every key of days before that one} */
    public Stream<StoredKey> before(LocalDate day) {
        return days.headMap(day).values().stream().flatMap(keys -> keys.values().stream());
    }

    /** {@return every key} */
    public Stream<StoredKey> all() {
        return days.values().stream().flatMap(keys -> keys.values().stream());
    }
}
