package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.Attempt;

/**
 * The last attempts of each subscription.
 *
 * <pre>
 *  a subscriptionId offset   the attempt
 * </pre>
 */
final class AttemptStore {

    static final String NAME = "attempts";

    private static final char ATTEMPT = 'a';

    /**
     * An attempt and its place.
     *
     * @param sequence its offset in {@code delivery-attempts}
     * @param attempt what it met
     */
    record Numbered(long sequence, Attempt attempt) {}

    /**
     * What is kept of a subscription.
     *
     * @param oldest sequence of its oldest attempt: RocksDB would read through each that was deleted before it
     * @param newest sequence of its newest attempt
     * @param count of its attempts, or fewer
     */
    record Kept(long oldest, long newest, int count) {

        /** With one more, unless it has come again, as after a crash: that would count twice what is there already. */
        Kept with(long sequence) {
            return sequence > newest ? new Kept(oldest, sequence, count + 1) : this;
        }
    }

    private AttemptStore() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    static Bytes key(String subscriptionId, long sequence) {
        return OrderedKey.in(ATTEMPT).text(subscriptionId).number(sequence).first();
    }

    /** Counts the attempts of a subscription. */
    static Kept count(ReadOnlyKeyValueStore<Bytes, byte[]> store, String subscriptionId) {
        long oldest = 0;
        long newest = 0;
        int count = 0;
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = since(store, subscriptionId, 0)) {
            for (; oldestFirst.hasNext(); count++) {
                newest = OrderedKey.numberAtEnd(oldestFirst.next().key);
                oldest = count == 0 ? newest : oldest;
            }
        }
        return new Kept(oldest, newest, count);
    }

    /**
     * Deletes the oldest attempts of a subscription, and reads no others.
     *
     * @param left how many are not deleted
     */
    static Kept trim(KeyValueStore<Bytes, byte[]> store, String subscriptionId, Kept all, int left) {
        List<Bytes> surplus = new ArrayList<>();
        long oldest = all.oldest();
        try (KeyValueIterator<Bytes, byte[]> oldestFirst = since(store, subscriptionId, oldest)) {
            while (surplus.size() < all.count() - left && oldestFirst.hasNext()) {
                surplus.add(oldestFirst.next().key);
            }
            if (oldestFirst.hasNext()) {
                oldest = OrderedKey.numberAtEnd(oldestFirst.peekNextKey());
            }
        }
        surplus.forEach(store::delete);
        return new Kept(oldest, all.newest(), all.count() - surplus.size());
    }

    private static KeyValueIterator<Bytes, byte[]> since(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, String subscriptionId, long oldest) {
        return store.range(key(subscriptionId, oldest), key(subscriptionId, Long.MAX_VALUE));
    }

    /**
     * The attempts of a subscription, newest first.
     *
     * @param before only earlier ones
     */
    static List<Numbered> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            Deserializer<Attempt> attempts,
            String subscriptionId,
            long before,
            int limit) {
        List<Numbered> found = new ArrayList<>();
        if (before <= 0) {
            return found;
        }
        try (KeyValueIterator<Bytes, byte[]> newestFirst =
                store.reverseRange(key(subscriptionId, 0), key(subscriptionId, before - 1))) {
            while (found.size() < limit && newestFirst.hasNext()) {
                var next = newestFirst.next();
                found.add(new Numbered(OrderedKey.numberAtEnd(next.key), attempts.deserialize(NAME, next.value)));
            }
        }
        return found;
    }
}
