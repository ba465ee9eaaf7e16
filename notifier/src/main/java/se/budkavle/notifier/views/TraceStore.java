package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * What happened to each message, in order.
 *
 * <pre>
 *  t messageId partition offset   the event
 * </pre>
 *
 * All events of a message lie in one partition, that of its conversation: their offsets are their order.
 */
final class TraceStore {

    static final String NAME = "trace";

    private static final char TRACE = 't';

    /**
     * A step of a message's life.
     *
     * @param sequence its place in the trace: rising, with gaps
     * @param event what happened
     */
    record Step(long sequence, MessageEvent event) {}

    private TraceStore() {}

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    static Bytes key(String messageId, SourcePosition position) {
        return OrderedKey.in(TRACE)
                .text(messageId)
                .number(position.partition())
                .number(position.offset())
                .first();
    }

    /** The steps of a message, oldest first; each once, however often it was told. */
    static List<Step> steps(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Deserializer<MessageEvent> events, String messageId) {
        OrderedKey message = OrderedKey.in(TRACE).text(messageId);
        List<Step> steps = new ArrayList<>();
        Set<String> told = new HashSet<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(message.first(), message.last())) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                MessageEvent event = events.deserialize(NAME, next.value);
                if (told.add(event.getEventId())) {
                    steps.add(new Step(OrderedKey.numberAtEnd(next.key), event));
                }
            }
        }
        return steps;
    }
}
