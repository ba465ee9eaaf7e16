package se.budkavle.notifier.views;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Balance;

/** Keeps what the owners count, whole at every instance. */
final class BalanceUpdater implements Processor<String, Balance, Void, Void> {

    private @Nullable KeyValueStore<String, Balance> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(ViewsTopology.BALANCES);
    }

    @Override
    public void process(Record<String, @Nullable Balance> record) {
        KeyValueStore<String, Balance> all = Objects.requireNonNull(store, "init() comes first");
        if (record.value() == null) {
            all.delete(record.key());
        } else {
            all.put(record.key(), record.value());
        }
    }
}
