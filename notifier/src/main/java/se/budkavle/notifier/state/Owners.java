package se.budkavle.notifier.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Who holds which part of a store, as the applications of all instances tell each other. */
public final class Owners {

    /** Who holds a key. */
    public sealed interface Owner {

        /**
         * This instance.
         *
         * @param partition the part of the store
         */
        record Here(int partition) implements Owner {}

        /**
         * Another instance.
         *
         * @param host its HTTP server
         */
        record There(HostInfo host) implements Owner {}
    }

    private final KafkaStreams streams;
    private final String store;
    private final String feed;
    private final HostInfo self;

    /**
     * @param streams the application
     * @param store the store's name
     * @param feed a topic that feeds the store, key by key: its partitions are the store's
     * @param self this instance, as its {@code application.server} says
     */
    public Owners(KafkaStreams streams, String store, String feed, HostInfo self) {
        this.streams = streams;
        this.store = store;
        this.feed = feed;
        this.self = self;
    }

    /**
     * Who holds a key of the feed.
     *
     * @throws InvalidStateStoreException while nobody does
     */
    public Owner of(String key) {
        KeyQueryMetadata metadata = metadata(key);
        return metadata.activeHost().equals(self)
                ? new Owner.Here(metadata.partition())
                : new Owner.There(metadata.activeHost());
    }

    /**
     * The part of the store that a key of the feed belongs to, wherever it is.
     *
     * @throws InvalidStateStoreException while nobody has it
     */
    public int partition(String key) {
        return metadata(key).partition();
    }

    private KeyQueryMetadata metadata(String key) {
        KeyQueryMetadata metadata;
        try {
            metadata = streams.queryMetadataForKey(store, key, new StringSerializer());
        } catch (IllegalStateException e) {
            throw new InvalidStateStoreException("not running", e);
        }
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new InvalidStateStoreException("the work is being distributed");
        }
        return metadata;
    }

    /** The other instances that hold parts of the store. */
    public List<HostInfo> others() {
        List<HostInfo> others = new ArrayList<>();
        for (StreamsMetadata metadata : holders()) {
            if (!metadata.hostInfo().equals(self)) {
                others.add(metadata.hostInfo());
            }
        }
        return others;
    }

    /** The parts of the store that this instance holds. */
    public Set<Integer> partitions() {
        Set<Integer> partitions = new TreeSet<>();
        for (StreamsMetadata metadata : holders()) {
            if (metadata.hostInfo().equals(self)) {
                metadata.topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(feed))
                        .forEach(partition -> partitions.add(partition.partition()));
            }
        }
        return partitions;
    }

    /**
     * A part of the store.
     *
     * @throws InvalidStateStoreException while it is not here, or not restored yet
     */
    public ReadOnlyKeyValueStore<Bytes, byte[]> part(int partition) {
        return part(store, partition);
    }

    /**
     * A part of another store of the same tasks.
     *
     * @throws InvalidStateStoreException while it is not here, or not restored yet
     */
    public <K, V> ReadOnlyKeyValueStore<K, V> part(String other, int partition) {
        return streams.store(StoreQueryParameters.fromNameAndType(other, QueryableStoreTypes.<K, V>keyValueStore())
                .withPartition(partition));
    }

    /**
     * A store that every instance has whole.
     *
     * @throws InvalidStateStoreException while it is not restored
     */
    public <K, V> ReadOnlyKeyValueStore<K, V> whole(String global) {
        return streams.store(StoreQueryParameters.fromNameAndType(global, QueryableStoreTypes.<K, V>keyValueStore()));
    }

    private Iterable<StreamsMetadata> holders() {
        try {
            return streams.streamsMetadataForStore(store);
        } catch (IllegalStateException e) {
            throw new InvalidStateStoreException("not running", e);
        }
    }
}
