package se.budkavle.notifier.views;

import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.MessageKind;

/**
 * Counts what was accepted, by the headers alone: independent of the router, whose books it is compared with. Replays and
 * cancellations are not counted, as they accept nothing.
 */
final class IntakeProcessor extends ContextualProcessor<byte[], byte[], Void, Void> {

    private final IntakeStore counts;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    IntakeProcessor(IntakeStore counts) {
        this.counts = counts;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        store = context.getStateStore(IntakeStore.NAME);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var headers = record.headers();
        String organisation = RecordHeaders.get(headers, RecordHeaders.ORGANISATION);
        boolean accepted = MessageKind.MESSAGE.name().equals(RecordHeaders.get(headers, RecordHeaders.KIND))
                && RecordHeaders.get(headers, RecordHeaders.DEAD_LETTER_ID) == null
                && RecordHeaders.get(headers, RecordHeaders.REPLAY) == null;
        if (!accepted || organisation == null) {
            return;
        }
        RecordMetadata place = context().recordMetadata().orElseThrow();
        counts.count(
                Objects.requireNonNull(store, "init() comes first"),
                place.topic(),
                place.partition(),
                organisation,
                place.offset(),
                RecordHeaders.number(headers, RecordHeaders.RECIPIENTS, 0));
    }
}
