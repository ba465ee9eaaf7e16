package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.streams.Alarm;

/** Adds dead letters, and has old ones let go. */
final class DeadLetterArrivals implements Processor<String, DeadLetterEntry, Void, Void> {

    private record Task(KeyValueStore<Bytes, byte[]> rows, Alarm sweeping) {}

    private final DeadLetterStore store;
    private final DeadLetterSweep sweep;
    private final ViewsListener listener;
    private @Nullable Task task;

    DeadLetterArrivals(DeadLetterStore store, DeadLetterSweep sweep, ViewsListener listener) {
        this.store = store;
        this.sweep = sweep;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        Alarm sweeping = new Alarm(context, sweep.interval(), this::sweep);
        task = new Task(context.getStateStore(DeadLetterStore.NAME), sweeping);
        sweeping.noLaterThan(Instant.ofEpochMilli(context.currentSystemTimeMs()).plus(sweep.interval()));
    }

    @Override
    public void process(Record<String, DeadLetterEntry> record) {
        store.add(task().rows(), record.value());
        listener.onDeadLetter(record.value());
    }

    private void sweep(Instant now) {
        task().sweeping().noLaterThan(sweep.next(task().rows(), now));
    }

    private Task task() {
        return Objects.requireNonNull(task, "init() comes first");
    }
}
