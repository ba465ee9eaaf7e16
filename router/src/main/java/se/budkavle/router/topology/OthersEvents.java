package se.budkavle.router.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Producer;

/** Reads what others tell of messages. What the router tells itself, most of the topic, is null: by its header, without reading it. */
final class OthersEvents implements Deserializer<@Nullable MessageEvent> {

    private final Deserializer<MessageEvent> events;

    OthersEvents(Deserializer<MessageEvent> events) {
        this.events = events;
    }

    @Override
    public @Nullable MessageEvent deserialize(String topic, Headers headers, byte[] data) {
        return Producer.ROUTER.name().equals(RecordHeaders.get(headers, RecordHeaders.PRODUCER))
                ? null
                : deserialize(topic, data);
    }

    /** Whoever wrote it: earlier versions of the router set no header. */
    @Override
    public @Nullable MessageEvent deserialize(String topic, byte[] data) {
        MessageEvent event = events.deserialize(topic, data);
        return event == null || event.getProducer() == Producer.ROUTER ? null : event;
    }

    @Override
    public void close() {
        events.close();
    }
}
