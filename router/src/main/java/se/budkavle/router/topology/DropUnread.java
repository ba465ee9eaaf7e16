package se.budkavle.router.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Drops what a source left unread, which is null. */
final class DropUnread<V> extends ContextualProcessor<String, @Nullable V, String, V> {

    @Override
    public void process(Record<String, @Nullable V> record) {
        V value = record.value();
        if (value != null) {
            context().forward(record.withValue(value));
        }
    }
}
