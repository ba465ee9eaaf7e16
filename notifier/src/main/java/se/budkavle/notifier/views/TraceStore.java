package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * What happened to each message, in order.
 *
 * <pre>
 *  t messageId partition offset   the event
 *  a messageId                    key of the event ACCEPTED, the first if there are several
 *  s messageId recipient          how it stands: {@link DeliveryStates}
 *  o due messageId recipient      its organisation; what is under way, by when its next step is due: {@link DeliveryStates}
 *  l organisation …               messages of an organisation: {@link MessageIndex}
 *  f kind digest …                messages of all, by any id: {@link SearchIndex}
 *  r messageId …                  its receipts: {@link ReceiptStore}
 * </pre>
 *
 * All events of a message lie in one partition, that of its conversation: their offsets are their order.
 */
final class TraceStore {

    static final String NAME = "trace";

    static final char STATE = 's';
    static final char DUE = 'o';
    static final char LIST = 'l';
    static final char FIND = 'f';
    static final char RECEIPT = 'r';

    private static final char TRACE = 't';
    private static final char ACCEPTED = 'a';

    /**
     * A step of a message's life.
     *
     * @param sequence its place in the trace: rising, with gaps
     * @param event what happened
     */
    record Step(long sequence, MessageEvent event) {}

    private final Serde<MessageEvent> events;

    TraceStore(AvroSerdes serdes) {
        events = serdes.state(MessageEvent.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Puts an event in its place: again, if it comes again. */
    void put(KeyValueStore<Bytes, byte[]> store, SourcePosition position, MessageEvent event) {
        store.put(key(event.getMessageId(), position), events.serializer().serialize(NAME, event));
    }

    /** Remembers which event tells of the message as a whole. */
    void markAccepted(KeyValueStore<Bytes, byte[]> store, SourcePosition position, MessageEvent event) {
        store.putIfAbsent(
                acceptedKey(event.getMessageId()),
                key(event.getMessageId(), position).get());
    }

    /** The event that tells of the message as a whole; null: none does. */
    @Nullable MessageEvent accepted(ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId) {
        byte[] key = store.get(acceptedKey(messageId));
        byte[] value = key == null ? null : store.get(Bytes.wrap(key));
        return value == null ? null : events.deserializer().deserialize(NAME, value);
    }

    /** The steps of a message, oldest first; each once, however often it was told. */
    List<Step> steps(ReadOnlyKeyValueStore<Bytes, byte[]> store, String messageId) {
        OrderedKey message = OrderedKey.in(TRACE).text(messageId);
        List<Step> steps = new ArrayList<>();
        Set<String> told = new HashSet<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(message.first(), message.last())) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                MessageEvent event = events.deserializer().deserialize(NAME, next.value);
                if (told.add(event.getEventId())) {
                    steps.add(new Step(OrderedKey.numberAtEnd(next.key), event));
                }
            }
        }
        return steps;
    }

    private static Bytes acceptedKey(String messageId) {
        return OrderedKey.in(ACCEPTED).text(messageId).first();
    }

    private static Bytes key(String messageId, SourcePosition position) {
        return OrderedKey.in(TRACE)
                .text(messageId)
                .number(position.partition())
                .number(position.offset())
                .first();
    }
}
