package se.budkavle.notifier.views;

import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/**
 * Gives an event its message as key, and its place and what the message was traced as as headers, and leaves out the
 * recipient's own words.
 */
final class EventLocator extends ContextualProcessor<String, MessageEvent, String, MessageEvent> {

    @Override
    public void process(Record<String, MessageEvent> record) {
        MessageEvent event = record.value();
        boolean hasWords = event.getReasonDetail() != null || !event.getIssues().isEmpty();
        MessageEvent shown = hasWords
                ? MessageEvent.newBuilder(event)
                        .setReasonDetail(null)
                        .setIssues(List.of())
                        .build()
                : event;
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        SourcePosition.of(context().recordMetadata().orElseThrow()).writeTo(headers);
        if (event.getType() == MessageEventType.ACCEPTED) {
            RecordHeaders.put(
                    headers, RecordHeaders.TRACEPARENT, RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT));
        }
        context().forward(new Record<>(event.getMessageId(), shown, record.timestamp(), headers));
    }
}
