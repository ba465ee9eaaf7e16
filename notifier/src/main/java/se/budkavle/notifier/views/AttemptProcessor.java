package se.budkavle.notifier.views;

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
    private static final long TRIM_EVERY = 16;

    private final Serializer<Attempt> attempts;
    private final int kept;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    AttemptProcessor(Serializer<Attempt> attempts, int kept) {
        this.attempts = attempts;
        this.kept = kept;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        store = context.getStateStore(AttemptStore.NAME);
    }

    @Override
    public void process(Record<String, Attempt> record) {
        KeyValueStore<Bytes, byte[]> all = Objects.requireNonNull(store, "init() comes first");
        long sequence = context().recordMetadata().orElseThrow().offset();
        all.put(AttemptStore.key(record.key(), sequence), attempts.serialize(AttemptStore.NAME, record.value()));
        if (sequence % TRIM_EVERY == 0) {
            AttemptStore.trim(all, record.key(), kept);
        }
    }
}
