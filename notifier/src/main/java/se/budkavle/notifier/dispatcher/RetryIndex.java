package se.budkavle.notifier.dispatcher;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;

/**
 * What of a message failed and waits to be pushed again: an index of the {@link Queue}, for those who ask about a message.
 *
 * <pre>
 * retries    (message, subscription, sequence) -> the notification's key in pending
 * </pre>
 *
 * What is pushed at the first attempt is never in it, and what fails again is in it already: a notification costs it a row
 * when it first fails, and a mark of deletion when it ends.
 */
final class RetryIndex {

    private static final char RETRY = 'r';

    private final KeyValueStore<Bytes, byte[]> store;

    RetryIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Enters an item, if it is about a message and has failed. */
    void add(Item item) {
        Bytes key = key(item);
        if (key != null) {
            store.putIfAbsent(key, item.lane().at(item.sequence()).get());
        }
    }

    /** Takes an item out. */
    void remove(Item item) {
        Bytes key = key(item);
        if (key != null) {
            store.delete(key);
        }
    }

    /** Takes out what a crash left here without its row in the queue. */
    void keep(Predicate<Bytes> isRetry) {
        List<Bytes> gone = new ArrayList<>();
        try (var rows = store.all()) {
            rows.forEachRemaining(row -> {
                if (!isRetry.test(Bytes.wrap(row.value))) {
                    gone.add(row.key);
                }
            });
        }
        gone.forEach(store::delete);
    }

    /**
     * The keys in pending of what waits to be pushed again of a message.
     *
     * @param store a part of the index, on any thread
     */
    static List<Bytes> find(ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId, int limit) {
        OrderedKey message = OrderedKey.in(RETRY).text(messageId);
        List<Bytes> found = new ArrayList<>();
        try (var rows = store.range(message.first(), message.last())) {
            while (rows.hasNext() && found.size() < limit) {
                found.add(Bytes.wrap(rows.next().value));
            }
        }
        return found;
    }

    private static @Nullable Bytes key(Item item) {
        String messageId = item.notification().getMessageId();
        return item.isRetry() && messageId != null
                ? OrderedKey.in(RETRY)
                        .text(messageId)
                        .text(item.lane().subscriptionId())
                        .number(item.sequence())
                        .first()
                : null;
    }
}
