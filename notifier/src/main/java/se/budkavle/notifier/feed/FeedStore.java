package se.budkavle.notifier.feed;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.FeedEntry;
import se.budkavle.schemas.avro.FeedReplay;

/** What a task of the feed keeps; see {@link FeedKeys}. Everything is put where its record's offset says. */
final class FeedStore {

    static final String NAME = "feed";

    private final KeyValueStore<Bytes, byte[]> store;
    private final FeedSerdes serdes;
    private final FeedReads reads;

    /**
     * A replay and where it stands.
     *
     * @param subscriptionId whose
     * @param offset of its request
     * @param replay the replay
     */
    record Requested(String subscriptionId, long offset, FeedReplay replay) {}

    FeedStore(KeyValueStore<Bytes, byte[]> store, FeedSerdes serdes) {
        this.store = store;
        this.serdes = serdes;
        this.reads = new FeedReads(store, serdes.entries().deserializer());
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    FeedReads reads() {
        return reads;
    }

    /** Keeps a notification. */
    void put(String subscriptionId, long offset, FeedEntry entry) {
        store.put(
                FeedKeys.entry(subscriptionId, offset),
                serdes.entries().serializer().serialize(NAME, entry));
    }

    /** The first subscription with notifications after another; null: there is none. */
    @Nullable String subscriptionAfter(@Nullable String subscriptionId) {
        Bytes from = subscriptionId == null
                ? FeedKeys.ENTRIES.first()
                : FeedKeys.entries(subscriptionId).last();
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, FeedKeys.ENTRIES.last())) {
            return rows.hasNext() ? FeedKeys.subscriptionOf(rows.peekNextKey()) : null;
        }
    }

    /**
     * Deletes the oldest notifications of a subscription, up to the first one that is not old.
     *
     * @param horizon what was written before is old
     * @return how many were deleted
     */
    int deleteOldest(String subscriptionId, Instant horizon, int limit) {
        List<Bytes> old = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rows = reads.rows(subscriptionId, 0)) {
            while (old.size() < limit && rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                if (!reads.numbered(row).writtenAt().isBefore(horizon)) {
                    break;
                }
                old.add(row.key);
            }
        }
        if (!old.isEmpty()) {
            // The mark goes first: after a crash between, readers are told too early rather than not at all.
            long last = OrderedKey.numberAtEnd(old.getLast());
            store.put(
                    FeedKeys.swept(subscriptionId),
                    ByteBuffer.allocate(Long.BYTES).putLong(last).array());
            old.forEach(store::delete);
        }
        return old.size();
    }

    /** Keeps a replay, as far as it is. */
    void put(Requested requested) {
        store.put(
                FeedKeys.replay(requested.subscriptionId(), requested.offset()),
                serdes.replays().serializer().serialize(NAME, requested.replay()));
    }

    boolean isRequested(String subscriptionId, long offset) {
        return store.get(FeedKeys.replay(subscriptionId, offset)) != null;
    }

    void delete(Requested requested) {
        store.delete(FeedKeys.replay(requested.subscriptionId(), requested.offset()));
    }

    /** The oldest replay of the subscription whose turn comes after another's, round and round; null: there is none. */
    @Nullable Requested replayAfter(@Nullable String subscriptionId) {
        Requested next = subscriptionId == null
                ? null
                : replayFrom(FeedKeys.replays(subscriptionId).last());
        return next == null ? replayFrom(FeedKeys.REPLAYS.first()) : next;
    }

    private @Nullable Requested replayFrom(Bytes from) {
        try (KeyValueIterator<Bytes, byte[]> rows = store.range(from, FeedKeys.REPLAYS.last())) {
            if (!rows.hasNext()) {
                return null;
            }
            KeyValue<Bytes, byte[]> row = rows.next();
            return new Requested(
                    FeedKeys.subscriptionOf(row.key),
                    OrderedKey.numberAtEnd(row.key),
                    serdes.replays().deserializer().deserialize(NAME, row.value));
        }
    }
}
