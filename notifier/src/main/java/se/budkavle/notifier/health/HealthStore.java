package se.budkavle.notifier.health;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.OrganisationHealth;

/**
 * A row for each organisation, and one for each of its deliveries that is held, with an index by age.
 *
 * <pre>
 *  h organisation                                  health
 *  u organisation message recipient                since
 *  o organisation since message recipient          -
 * </pre>
 */
final class HealthStore {

    static final String NAME = "health";

    private static final char HEALTH = 'h';
    private static final char HELD = 'u';
    private static final char OLDEST = 'o';

    private static final byte[] NOTHING = new byte[0];

    private final Serde<OrganisationHealth> rows;

    HealthStore(AvroSerdes serdes) {
        rows = serdes.state(OrganisationHealth.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    @Nullable OrganisationHealth find(ReadOnlyKeyValueStore<Bytes, byte[]> store, String organisation) {
        byte[] row = store.get(key(organisation));
        return row == null ? null : deserialize(row);
    }

    void put(KeyValueStore<Bytes, byte[]> store, OrganisationHealth health) {
        store.put(key(health.getOrganisation()), rows.serializer().serialize(NAME, health));
    }

    /** All organisations of a part. */
    void forEach(ReadOnlyKeyValueStore<Bytes, byte[]> store, Consumer<OrganisationHealth> action) {
        OrderedKey all = OrderedKey.in(HEALTH);
        try (KeyValueIterator<Bytes, byte[]> range = store.range(all.first(), all.last())) {
            range.forEachRemaining(each -> action.accept(deserialize(each.value)));
        }
    }

    boolean isHeld(ReadOnlyKeyValueStore<Bytes, byte[]> store, String organisation, HealthSign sign) {
        return store.get(heldKey(organisation, sign)) != null;
    }

    void hold(KeyValueStore<Bytes, byte[]> store, String organisation, HealthSign sign) {
        Instant since = sign.getAcceptedAt() == null ? sign.getAt() : sign.getAcceptedAt();
        store.put(
                heldKey(organisation, sign),
                ByteBuffer.allocate(Long.BYTES).putLong(since.toEpochMilli()).array());
        store.put(oldestKey(organisation, since, sign), NOTHING);
    }

    void release(KeyValueStore<Bytes, byte[]> store, String organisation, HealthSign sign) {
        byte[] since = store.delete(heldKey(organisation, sign));
        if (since != null) {
            Instant at = Instant.ofEpochMilli(ByteBuffer.wrap(since).getLong());
            store.delete(oldestKey(organisation, at, sign));
        }
    }

    /** When the oldest message was accepted of which a delivery is held; null: there is none. */
    @Nullable Instant oldestHeld(ReadOnlyKeyValueStore<Bytes, byte[]> store, String organisation) {
        OrderedKey its = OrderedKey.in(OLDEST).text(organisation);
        Bytes first = its.first();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(first, its.last())) {
            return range.hasNext() ? OrderedKey.instantAt(range.next().key, first.get().length) : null;
        }
    }

    private OrganisationHealth deserialize(byte[] row) {
        return rows.deserializer().deserialize(NAME, row);
    }

    private static Bytes key(String organisation) {
        return OrderedKey.in(HEALTH).text(organisation).first();
    }

    private static Bytes heldKey(String organisation, HealthSign sign) {
        return OrderedKey.in(HELD)
                .text(organisation)
                .text(sign.getMessageId())
                .text(recipient(sign))
                .first();
    }

    private static Bytes oldestKey(String organisation, Instant since, HealthSign sign) {
        return OrderedKey.in(OLDEST)
                .text(organisation)
                .instant(since)
                .text(sign.getMessageId())
                .text(recipient(sign))
                .first();
    }

    private static String recipient(HealthSign sign) {
        return sign.getRecipient() == null ? "" : sign.getRecipient();
    }
}
