package se.budkavle.notifier.views;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.IntakeCount;

/**
 * What was accepted of each organisation, by lane and partition, each count with the place up to which it counts: what is
 * read again changes nothing.
 *
 * <pre>
 *  i organisation topic partition   messages, recipients, last offset
 * </pre>
 */
final class IntakeStore {

    static final String NAME = "intake";

    private static final char COUNT = 'i';

    private final Serde<IntakeCount> counts;

    IntakeStore(AvroSerdes serdes) {
        counts = serdes.state(IntakeCount.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Counts a message, unless it was counted. */
    void count(
            KeyValueStore<Bytes, byte[]> store,
            String topic,
            int partition,
            String organisation,
            long offset,
            int recipients) {
        Bytes key = OrderedKey.in(COUNT)
                .text(organisation)
                .text(topic)
                .number(partition)
                .first();
        byte[] value = store.get(key);
        IntakeCount before = value == null ? new IntakeCount() : deserialize(value);
        if (value == null || offset > before.getOffset()) {
            IntakeCount after = IntakeCount.newBuilder()
                    .setRecords(before.getRecords() + 1)
                    .setRecipients(before.getRecipients() + recipients)
                    .setOffset(offset)
                    .build();
            store.put(key, counts.serializer().serialize(NAME, after));
        }
    }

    /** Adds what was accepted of each organisation to a sum. */
    void addTo(Map<String, Intake> sum, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> next = all.next();
                IntakeCount count = deserialize(next.value);
                sum.merge(organisation(next.key), new Intake(count.getRecords(), count.getRecipients()), Intake::plus);
            }
        }
    }

    private IntakeCount deserialize(byte[] value) {
        return counts.deserializer().deserialize(NAME, value);
    }

    private static String organisation(Bytes key) {
        String text = new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\0'));
    }
}
