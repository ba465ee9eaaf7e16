package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterResolution;

/**
 * Dead letters and what became of them. The two come by different topics in any order, so they are kept apart and put
 * together when they are read.
 *
 * <pre>
 *  d id            the dead letter
 *  r id            what became of it
 *  t failedAt id   its id, by time
 * </pre>
 */
final class DeadLetterStore {

    static final String NAME = "dead-letters";

    private static final char DEAD_LETTER = 'd';
    private static final char RESOLUTION = 'r';
    private static final char TIME = 't';

    private final Serde<DeadLetterEntry> entries;
    private final Serde<DeadLetterResolution> resolutions;

    DeadLetterStore(AvroSerdes serdes) {
        entries = serdes.state(DeadLetterEntry.class);
        resolutions = serdes.state(DeadLetterResolution.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Adds a dead letter. One that is there stays: it is the same, told again. */
    void add(KeyValueStore<Bytes, byte[]> store, DeadLetterEntry entry) {
        if (store.putIfAbsent(
                        key(DEAD_LETTER, entry.getId()), entries.serializer().serialize(NAME, entry))
                == null) {
            byte[] id = OrderedKey.in(DEAD_LETTER).text(entry.getId()).first().get();
            store.put(timeKey(Position.of(entry)), id);
        }
    }

    /** Notes what became of a dead letter. The newest counts. */
    void resolve(KeyValueStore<Bytes, byte[]> store, DeadLetterResolution resolution) {
        store.put(
                key(RESOLUTION, resolution.getDeadLetterId()),
                resolutions.serializer().serialize(NAME, resolution));
    }

    /** A dead letter as it stands now. */
    @Nullable DeadLetterEntry find(ReadOnlyKeyValueStore<Bytes, byte[]> store, String id) {
        byte[] value = store.get(key(DEAD_LETTER, id));
        return value == null ? null : resolved(store, entries.deserializer().deserialize(NAME, value));
    }

    /**
     * Lists dead letters, newest first.
     *
     * @param before only older ones; null: all
     * @param oldest only those that failed then or later
     * @param maxScanned how many are looked at
     */
    Slice<DeadLetterItem> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            @Nullable Position before,
            Instant oldest,
            Predicate<DeadLetterItem> wanted,
            int limit,
            int maxScanned) {
        Bytes from = OrderedKey.in(TIME).instant(oldest).first();
        Bytes to = before == null ? OrderedKey.in(TIME).last() : timeKey(before);
        List<DeadLetterItem> found = new ArrayList<>();
        if (from.compareTo(to) > 0) {
            return new Slice<>(found, null);
        }
        try (KeyValueIterator<Bytes, byte[]> newestFirst = store.reverseRange(from, to)) {
            Position at = null;
            for (int scanned = 0; newestFirst.hasNext(); ) {
                if (found.size() >= limit || scanned >= maxScanned) {
                    return new Slice<>(found, at);
                }
                var next = newestFirst.next();
                if (before != null && next.key.equals(to)) {
                    continue;
                }
                DeadLetterItem item = DeadLetterItem.of(
                        resolved(store, entries.deserializer().deserialize(NAME, store.get(Bytes.wrap(next.value)))));
                at = item.position();
                scanned++;
                if (wanted.test(item)) {
                    found.add(item);
                }
            }
        }
        return new Slice<>(found, null);
    }

    private DeadLetterEntry resolved(ReadOnlyKeyValueStore<Bytes, byte[]> store, DeadLetterEntry entry) {
        byte[] value = store.get(key(RESOLUTION, entry.getId()));
        if (value == null) {
            return entry;
        }
        DeadLetterResolution resolution = resolutions.deserializer().deserialize(NAME, value);
        return DeadLetterEntry.newBuilder(entry)
                .setStatus(resolution.getStatus())
                .setReplays(Math.max(entry.getReplays(), resolution.getReplays()))
                .build();
    }

    private static Bytes key(char space, String id) {
        return OrderedKey.in(space).text(id).first();
    }

    private static Bytes timeKey(Position position) {
        return OrderedKey.in(TIME).instant(position.at()).text(position.id()).first();
    }
}
