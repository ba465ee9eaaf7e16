package se.budkavle.notifier.views;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.state.OrderedKey;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobStatus;

/**
 * Replay jobs as their owner shows them.
 *
 * <pre>
 *  j id   the job
 *  a id   nothing; those that have not ended
 * </pre>
 */
final class ReplayJobStore {

    static final String NAME = "replay-jobs";

    private static final char JOB = 'j';
    private static final char ACTIVE = 'a';
    private static final byte[] NOTHING = {};

    private final Serde<ReplayJob> jobs;

    ReplayJobStore(AvroSerdes serdes) {
        jobs = serdes.state(ReplayJob.class);
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(NAME), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    /** What keeps the store. */
    Processor<String, ReplayJob, Void, Void> updater(ViewsListener listener) {
        return new Updater(listener);
    }

    /** A job; null: there is none. */
    @Nullable ReplayJob find(ReadOnlyKeyValueStore<Bytes, byte[]> store, String id) {
        byte[] value = store.get(key(JOB, id));
        return value == null ? null : jobs.deserializer().deserialize(NAME, value);
    }

    /** Those that have not ended. */
    List<ReplayJob> active(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        List<ReplayJob> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                store.range(OrderedKey.in(ACTIVE).first(), OrderedKey.in(ACTIVE).last())) {
            while (range.hasNext()) {
                byte[] key = range.next().key.get().clone();
                key[0] = JOB;
                byte[] value = store.get(Bytes.wrap(key));
                if (value != null) {
                    found.add(jobs.deserializer().deserialize(NAME, value));
                }
            }
        }
        return found;
    }

    /** All that are kept: as many as operators started within the retention of jobs. */
    List<ReplayJob> all(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        List<ReplayJob> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range =
                store.range(OrderedKey.in(JOB).first(), OrderedKey.in(JOB).last())) {
            while (range.hasNext()) {
                found.add(jobs.deserializer().deserialize(NAME, range.next().value));
            }
        }
        return found;
    }

    static boolean hasEnded(ReplayJob job) {
        return job.getStatus() == ReplayJobStatus.DONE || job.getStatus() == ReplayJobStatus.STOPPED;
    }

    private static Bytes key(char space, String id) {
        return OrderedKey.in(space).text(id).first();
    }

    private final class Updater implements Processor<String, ReplayJob, Void, Void> {

        private final ViewsListener listener;
        private @Nullable KeyValueStore<Bytes, byte[]> store;

        Updater(ViewsListener listener) {
            this.listener = listener;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(NAME);
        }

        @Override
        public void process(Record<String, ReplayJob> record) {
            KeyValueStore<Bytes, byte[]> all = Objects.requireNonNull(store, "init() comes first");
            ReplayJob job = record.value();
            if (job == null || hasEnded(job)) {
                all.delete(key(ACTIVE, record.key()));
            } else {
                all.put(key(ACTIVE, record.key()), NOTHING);
            }
            all.put(
                    key(JOB, record.key()),
                    job == null ? null : jobs.serializer().serialize(NAME, job));
            listener.onReplayJob(record.key());
        }
    }
}
