package se.budkavle.router.topology;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.avro.AuditEvent;

/**
 * Chains the acts of each organisation: each gets the digest of the one before it. The one owner of an organisation's
 * chain, exactly once, so that no two acts follow the same.
 */
final class ChainAudit extends ContextualProcessor<String, AuditEvent, String, AuditEvent> {

    private @Nullable KeyValueStore<String, byte[]> heads;

    @Override
    public void init(ProcessorContext<String, AuditEvent> context) {
        super.init(context);
        heads = context.getStateStore(RouterTopology.AUDIT_HEADS);
    }

    @Override
    public void process(Record<String, AuditEvent> record) {
        KeyValueStore<String, byte[]> last = Objects.requireNonNull(heads, "init() comes first");
        byte[] head = last.get(record.key());
        AuditEvent act = AuditEvent.newBuilder(record.value())
                .setPreviousDigest(head == null ? null : ByteBuffer.wrap(head))
                .build();
        last.put(record.key(), AuditChain.digest(act));
        context().forward(record.withValue(act));
    }
}
