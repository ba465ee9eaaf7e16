package se.budkavle.notifier.views;

import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/** Puts each event in its place of the message's trace, and keeps what is looked for besides: again, if it comes again. */
final class TraceProcessor implements Processor<String, MessageEvent, Void, Void> {

    private final TraceStore traces;
    private final DeliveryStates states;
    private final MessageIndex index;
    private final SearchIndex search = new SearchIndex();
    private final ReceiptStore receipts;
    private final ViewsListener listener;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    TraceProcessor(AvroSerdes serdes, String issuer, ViewsListener listener) {
        this.traces = new TraceStore(serdes);
        this.states = new DeliveryStates(serdes);
        this.index = new MessageIndex(serdes);
        this.receipts = new ReceiptStore(issuer);
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(TraceStore.NAME);
    }

    @Override
    public void process(Record<String, MessageEvent> record) {
        KeyValueStore<Bytes, byte[]> all = Objects.requireNonNull(store, "init() comes first");
        MessageEvent event = record.value();
        SourcePosition position = SourcePosition.from(record.headers());
        receipts.issue(all, event);
        traces.put(all, position, event);
        states.apply(all, event);
        if (event.getType() == MessageEventType.ACCEPTED && isFirst(all, event)) {
            // The mark comes last: what stands before it in the changelog is there when it is.
            index.add(all, event);
            search.add(all, event, RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT));
            traces.markAccepted(all, position, event);
        }
        listener.onEvent(event);
    }

    /** Another message in the name of the first is in the trace, and in no list. */
    private boolean isFirst(KeyValueStore<Bytes, byte[]> all, MessageEvent event) {
        MessageEvent first = traces.accepted(all, event.getMessageId());
        return first == null || first.getEventId().equals(event.getEventId());
    }
}
