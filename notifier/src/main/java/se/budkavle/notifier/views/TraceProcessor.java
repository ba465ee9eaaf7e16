package se.budkavle.notifier.views;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.MessageEvent;

/** Puts each event in its place of the message's trace: again, if it comes again. */
final class TraceProcessor implements Processor<String, MessageEvent, Void, Void> {

    private final Serializer<MessageEvent> events;
    private final ViewsListener listener;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    TraceProcessor(Serializer<MessageEvent> events, ViewsListener listener) {
        this.events = events;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(TraceStore.NAME);
    }

    @Override
    public void process(Record<String, MessageEvent> record) {
        Objects.requireNonNull(store, "init() comes first")
                .put(
                        TraceStore.key(record.key(), SourcePosition.from(record.headers())),
                        events.serialize(TraceStore.NAME, record.value()));
        listener.onEvent(record.value());
    }
}
