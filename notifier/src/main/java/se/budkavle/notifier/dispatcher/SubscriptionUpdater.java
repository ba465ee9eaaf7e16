package se.budkavle.notifier.dispatcher;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;

/**
 * Keeps the global store of subscriptions. What cannot be read is counted and skipped, so that the last good entry stays:
 * a global processor has no dead letters.
 */
final class SubscriptionUpdater implements Processor<String, byte[], Void, Void> {

    private final Deserializer<Subscription> deserializer;
    private final SubscriptionChanges changes;
    private final DispatcherMetrics metrics;
    private @Nullable KeyValueStore<String, byte[]> store;

    SubscriptionUpdater(
            Deserializer<Subscription> deserializer, SubscriptionChanges changes, DispatcherMetrics metrics) {
        this.deserializer = deserializer;
        this.changes = changes;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(DispatcherTopology.SUBSCRIPTIONS);
    }

    @Override
    public void process(Record<String, byte @Nullable []> record) {
        if (store == null || record.key() == null) {
            return;
        }
        if (record.value() == null) {
            store.delete(record.key());
        } else if (Subscriptions.decode(deserializer, record.value()) != null) {
            store.put(record.key(), record.value());
        } else {
            metrics.poisonSubscription();
            return;
        }
        changes.publish(record.key());
    }
}
