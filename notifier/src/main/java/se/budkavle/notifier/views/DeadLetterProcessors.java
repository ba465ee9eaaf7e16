package se.budkavle.notifier.views;

import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterOutcome;
import se.budkavle.schemas.avro.DeadLetterResolution;

/** What writes into the store of dead letters what became of them. */
final class DeadLetterProcessors {

    private DeadLetterProcessors() {}

    /** Notes replays, discards and other ends. */
    static Processor<String, DeadLetterResolution, Void, Void> resolutions(DeadLetterStore store) {
        return new Putter<>(store::resolve);
    }

    /** Notes how replays ended. */
    static Processor<String, DeadLetterOutcome, Void, Void> endings(DeadLetterStore store) {
        return new Putter<>(store::conclude);
    }

    private static final class Putter<V> implements Processor<String, V, Void, Void> {

        private final BiConsumer<KeyValueStore<Bytes, byte[]>, V> put;
        private @Nullable KeyValueStore<Bytes, byte[]> store;

        Putter(BiConsumer<KeyValueStore<Bytes, byte[]>, V> put) {
            this.put = put;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(DeadLetterStore.NAME);
        }

        @Override
        public void process(Record<String, V> record) {
            if (store == null) {
                throw new IllegalStateException("init() comes first");
            }
            put.accept(store, record.value());
        }
    }
}
