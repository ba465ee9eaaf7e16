package se.budkavle.router.topology;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Notification;

/** Headers of the records that several processors write. */
final class OutgoingHeaders {

    private OutgoingHeaders() {}

    static Headers none() {
        return new org.apache.kafka.common.header.internals.RecordHeaders();
    }

    static Headers copy(Headers headers) {
        return new org.apache.kafka.common.header.internals.RecordHeaders(headers.toArray());
    }

    static Headers of(MessageEvent event, @Nullable String traceparent) {
        Headers headers = none();
        RecordHeaders.put(headers, RecordHeaders.KIND, event.getType().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, event.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, event.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.PRODUCER, event.getProducer().name());
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, traceparent);
        return headers;
    }

    static Headers of(Notification notification, @Nullable String traceparent) {
        Headers headers = none();
        RecordHeaders.put(headers, RecordHeaders.KIND, notification.getKind().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, notification.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, notification.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, traceparent);
        if (notification.getReplay() > 0) {
            RecordHeaders.put(headers, RecordHeaders.REPLAY, Integer.toString(notification.getReplay()));
        }
        return headers;
    }
}
