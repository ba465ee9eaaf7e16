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

    /** So many go at once: to look for the first of them takes as long as to read them. */
    private static final int TRIM_EVERY = 16;

    /** Subscriptions of which is known what is kept; of others everything is read when the next attempt comes. */
    private static final int REMEMBERED = 10_000;

    private final Serializer<Attempt> attempts;
    private final int kept;
    private Map<String, AttemptStore.Kept> known = Map.of();
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    AttemptProcessor(Serializer<Attempt> attempts, int kept) {
        this.attempts = attempts;
        this.kept = kept;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        store = context.getStateStore(AttemptStore.NAME);
        known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, AttemptStore.Kept> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    @Override
    public void process(Record<String, Attempt> record) {
        KeyValueStore<Bytes, byte[]> all = Objects.requireNonNull(store, "init() comes first");
        long sequence = context().recordMetadata().orElseThrow().offset();
        all.put(AttemptStore.key(record.key(), sequence), attempts.serialize(AttemptStore.NAME, record.value()));
        known.compute(record.key(), (subscription, before) -> trim(all, subscription, sequence, before));
    }

    private AttemptStore.Kept trim(
            KeyValueStore<Bytes, byte[]> all, String subscription, long sequence, AttemptStore.@Nullable Kept before) {
        AttemptStore.Kept now = before == null ? AttemptStore.count(all, subscription) : before.with(sequence);
        return now.count() < kept + TRIM_EVERY ? now : AttemptStore.trim(all, subscription, now, kept);
    }
}
