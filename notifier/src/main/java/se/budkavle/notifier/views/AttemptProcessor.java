package se.budkavle.notifier.views;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Attempt;

/** Keeps the newest attempts of each subscription. */
final class AttemptProcessor extends ContextualProcessor<String, Attempt, Void, Void> {

    /** Trimming reads all of a subscription's attempts: not for every one. */
    private static final int TRIM_EVERY = 16;

    /** Subscriptions of which is known what was trimmed; of others everything is read when the next attempt comes. */
    private static final int REMEMBERED = 10_000;

    /**
     * What is known of a subscription.
     *
     * @param oldest sequence of its oldest attempt: RocksDB would read through each that was deleted before it
     * @param since how many came since it was trimmed
     */
    private record Trimmed(long oldest, int since) {}

    private final Serializer<Attempt> attempts;
    private final int kept;
    private Map<String, Trimmed> trimmed = Map.of();
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    AttemptProcessor(Serializer<Attempt> attempts, int kept) {
        this.attempts = attempts;
        this.kept = kept;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        store = context.getStateStore(AttemptStore.NAME);
        trimmed = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Trimmed> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    @Override
    public void process(Record<String, Attempt> record) {
        KeyValueStore<Bytes, byte[]> all = Objects.requireNonNull(store, "init() comes first");
        long sequence = context().recordMetadata().orElseThrow().offset();
        all.put(AttemptStore.key(record.key(), sequence), attempts.serialize(AttemptStore.NAME, record.value()));
        trimmed.compute(record.key(), (subscription, before) -> trim(all, subscription, before));
    }

    private Trimmed trim(KeyValueStore<Bytes, byte[]> all, String subscription, @Nullable Trimmed before) {
        if (before != null && before.since() + 1 < TRIM_EVERY) {
            return new Trimmed(before.oldest(), before.since() + 1);
        }
        return new Trimmed(AttemptStore.trim(all, subscription, before == null ? 0 : before.oldest(), kept), 0);
    }
}
