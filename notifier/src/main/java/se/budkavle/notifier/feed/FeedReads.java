package se.budkavle.notifier.feed;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.FeedEntry;

/**
 * Reads the notifications of subscriptions.
 *
 * @param store a part of the store
 * @param entries reads its notifications
 */
record FeedReads(ReadOnlyKeyValueStore<Bytes, byte[]> store, Deserializer<FeedEntry> entries) {

    /** Before the first offset there is. */
    static final long BEGINNING = -1;

    /**
     * A notification and its place.
     *
     * @param sequence its offset in {@code notifications}
     * @param entry the notification
     */
    record Numbered(long sequence, FeedEntry entry) {

        Instant writtenAt() {
            return entry.getNotification().getCreatedAt();
        }
    }

    /**
     * The notifications of a subscription after an offset, oldest first.
     *
     * @param bytes the list ends when they are reached; it has at least one item, if there is one
     */
    List<Numbered> list(String subscriptionId, long after, int limit, long bytes) {
        List<Numbered> found = new ArrayList<>();
        long left = bytes;
        try (KeyValueIterator<Bytes, byte[]> rows = rows(subscriptionId, after + 1)) {
            while (found.size() < limit && left > 0 && rows.hasNext()) {
                KeyValue<Bytes, byte[]> row = rows.next();
                found.add(numbered(row));
                left -= row.value.length;
            }
        }
        return found;
    }

    /** The first notification of a subscription from an offset on; null: there is none. */
    @Nullable Numbered first(String subscriptionId, long from) {
        try (KeyValueIterator<Bytes, byte[]> rows = rows(subscriptionId, from)) {
            return rows.hasNext() ? numbered(rows.next()) : null;
        }
    }

    /** The offset up to which notifications of a subscription were swept; {@link #BEGINNING}: none. */
    long sweptUpTo(String subscriptionId) {
        byte[] offset = store.get(FeedKeys.swept(subscriptionId));
        return offset == null ? BEGINNING : ByteBuffer.wrap(offset).getLong();
    }

    /** The rows of a subscription from an offset on. */
    KeyValueIterator<Bytes, byte[]> rows(String subscriptionId, long from) {
        // What was swept is not passed again: RocksDB passes the marks of what was deleted one by one.
        long first = Math.max(from, sweptUpTo(subscriptionId) + 1);
        return store.range(
                FeedKeys.entry(subscriptionId, first),
                FeedKeys.entries(subscriptionId).last());
    }

    Numbered numbered(KeyValue<Bytes, byte[]> row) {
        return new Numbered(OrderedKey.numberAtEnd(row.key), entries.deserialize(FeedStore.NAME, row.value));
    }
}
