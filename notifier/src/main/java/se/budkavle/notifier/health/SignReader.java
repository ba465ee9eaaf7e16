package se.budkavle.notifier.health;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.MessageEvent;

/** Gives what an event says of its sender's health the sending organisation as key, without the event's headers. */
final class SignReader extends ContextualProcessor<String, MessageEvent, String, HealthSign> {

    @Override
    public void process(Record<String, MessageEvent> record) {
        MessageEvent event = record.value();
        HealthSigns.of(event)
                .ifPresent(sign -> context().forward(new Record<>(event.getOrganisation(), sign, record.timestamp())));
    }
}
