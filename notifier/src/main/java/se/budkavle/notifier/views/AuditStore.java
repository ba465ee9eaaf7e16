package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.AuditEvent;

/**
 * The acts of the audit, by time.
 *
 * <pre>
 *  o organisation at auditId   the act
 *  t at auditId                its key
 * </pre>
 */
final class AuditStore {

    static final String NAME = "audit";

    private static final char OF_ORGANISATION = 'o';
    private static final char TIME = 't';

    private final Serde<AuditEvent> acts;

    AuditStore(AvroSerdes serdes) {
        acts = serdes.state(AuditEvent.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** Keeps what comes; again, if it comes again. */
    ContextualProcessor<String, AuditEvent, Void, Void> updater() {
        return new ContextualProcessor<>() {

            private @Nullable KeyValueStore<Bytes, byte[]> store;

            @Override
            public void init(ProcessorContext<Void, Void> context) {
                super.init(context);
                store = context.getStateStore(NAME);
            }

            @Override
            public void process(Record<String, AuditEvent> record) {
                add(Objects.requireNonNull(store, "init() comes first"), record.value());
            }
        };
    }

    private void add(KeyValueStore<Bytes, byte[]> store, AuditEvent act) {
        Position position = new Position(act.getAt(), act.getAuditId());
        Bytes key = place(in(act.getOrganisation()), position);
        store.put(key, acts.serializer().serialize(NAME, act));
        store.put(place(in(null), position), key.get());
    }

    /**
     * Lists acts, newest first.
     *
     * @param after only what comes after it in the list; null: all
     * @param maxScanned how many are looked at
     */
    Slice<AuditItem> list(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            AuditQuery query,
            @Nullable Position after,
            int limit,
            int maxScanned) {
        OrderedKey index = in(query.organisation());
        Bytes from = in(query.organisation()).instant(query.from()).first();
        Bytes to = index.last();
        if (query.to() != null) {
            to = in(query.organisation()).instant(query.to()).first();
        }
        if (after != null) {
            Bytes last = place(in(query.organisation()), after);
            to = last.compareTo(to) < 0 ? last : to;
        }
        List<AuditItem> found = new ArrayList<>();
        if (from.compareTo(to) > 0) {
            return new Slice<>(found, null);
        }
        try (KeyValueIterator<Bytes, byte[]> newestFirst = store.reverseRange(from, to)) {
            Position at = null;
            for (int scanned = 0; newestFirst.hasNext(); scanned++) {
                if (found.size() >= limit || scanned >= maxScanned) {
                    return new Slice<>(found, at);
                }
                var next = newestFirst.next();
                byte[] value = query.organisation() == null ? store.get(Bytes.wrap(next.value)) : next.value;
                if (value == null || next.key.equals(to)) {
                    continue;
                }
                AuditEvent act = acts.deserializer().deserialize(NAME, value);
                at = new Position(act.getAt(), act.getAuditId());
                if (query.matches(act)) {
                    found.add(new AuditItem(AuditChain.shown(act)));
                }
            }
        }
        return new Slice<>(found, null);
    }

    private static OrderedKey in(@Nullable String organisation) {
        return organisation == null
                ? OrderedKey.in(TIME)
                : OrderedKey.in(OF_ORGANISATION).text(organisation);
    }

    private static Bytes place(OrderedKey index, Position position) {
        return index.instant(position.at()).text(position.id()).first();
    }
}
