package se.budkavle.notifier.dispatcher;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.Subscription;

/** The subscriptions as they are now, read from the global store of bytes. One for each task: not thread-safe. */
final class Subscriptions {

    private static final int REMEMBERED = 1000;

    private static final class Decoded {
        private final byte[] bytes;
        private final @Nullable Subscription subscription;

        Decoded(byte[] bytes, @Nullable Subscription subscription) {
            this.bytes = bytes;
            this.subscription = subscription;
        }
    }

    private final ReadOnlyKeyValueStore<String, byte[]> store;
    private final Deserializer<Subscription> deserializer;
    private final Map<String, Decoded> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Decoded> eldest) {
            return size() > REMEMBERED;
        }
    };

    Subscriptions(ReadOnlyKeyValueStore<String, byte[]> store, Deserializer<Subscription> deserializer) {
        this.store = store;
        this.deserializer = deserializer;
    }

    /** A subscription; null: it is missing, or cannot be read. */
    @Nullable Subscription find(String subscriptionId) {
        byte[] bytes = store.get(subscriptionId);
        if (bytes == null) {
            remembered.remove(subscriptionId);
            return null;
        }
        Decoded known = remembered.get(subscriptionId);
        // The store gives the same array for as long as nothing was written.
        if (known == null || known.bytes != bytes) {
            known = new Decoded(bytes, decode(deserializer, bytes));
            remembered.put(subscriptionId, known);
        }
        return known.subscription;
    }

    /** Whether it is there, readable or not. */
    boolean exists(String subscriptionId) {
        return store.get(subscriptionId) != null;
    }

    /** Whether order within a lane comes before everything else; not of one that is missing. */
    static boolean isStrict(@Nullable Subscription subscription) {
        return subscription != null && subscription.getOrdering() == Ordering.STRICT;
    }

    /** Whether the subscriber fetches its notifications from the feed, so that nothing is pushed. */
    static boolean isPulled(@Nullable Subscription subscription) {
        return subscription != null && subscription.getChannel() == ChannelKind.PULL;
    }

    /** A subscription's bytes read; null: they are poison. */
    static @Nullable Subscription decode(Deserializer<Subscription> deserializer, byte[] bytes) {
        try {
            return deserializer.deserialize(Topics.SUBSCRIPTIONS.name(), bytes);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
