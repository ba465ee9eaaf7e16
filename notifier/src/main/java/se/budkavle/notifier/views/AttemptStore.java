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

    private AttemptStore() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    static Bytes key(String subscriptionId, long sequence) {
        return OrderedKey.in(ATTEMPT).text(subscriptionId).number(sequence).first();
    }

    /**
     * Deletes all but the newest attempts of a subscription.
     *
     * @param oldest before this one there are none
     * @return the sequence of the oldest that is left
     */
    static long trim(KeyValueStore<Bytes, byte[]> store, String subscriptionId, long oldest, int kept) {
        List<Bytes> surplus = new ArrayList<>();
        long left = oldest;
        try (KeyValueIterator<Bytes, byte[]> newestFirst =
                store.reverseRange(key(subscriptionId, oldest), key(subscriptionId, Long.MAX_VALUE))) {
            for (int n = 0; newestFirst.hasNext(); n++) {
                Bytes key = newestFirst.next().key;
                if (n >= kept) {
                    surplus.add(key);
                } else {
                    left = OrderedKey.numberAtEnd(key);
                }
            }
        }
        surplus.forEach(store::delete);
        return left;
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
