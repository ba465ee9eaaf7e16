package se.budkavle.router.topology;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.RecordHeaders;

/**
 * Where a message came into the router, and what its headers said; what it causes later refers to it.
 *
 * @param partition partition of the lane's topic
 * @param offset offset there
 * @param replay how many times it was replayed
 * @param deadLetterId a replay: the dead letter behind it
 * @param recipient the one recipient it is about; null: all
 * @param traceparent W3C trace context
 */
record Origin(
        int partition,
        long offset,
        int replay,
        @Nullable String deadLetterId,
        @Nullable String recipient,
        @Nullable String traceparent) {

    static Origin of(RecordMetadata position, Headers headers) {
        return new Origin(
                position.partition(),
                position.offset(),
                RecordHeaders.number(headers, RecordHeaders.REPLAY, 0),
                RecordHeaders.get(headers, RecordHeaders.DEAD_LETTER_ID),
                RecordHeaders.get(headers, RecordHeaders.RECIPIENT),
                RecordHeaders.get(headers, RecordHeaders.TRACEPARENT));
    }

    /** Whether an operator acts on the dead letter of one recipient. */
    boolean isOfOneDeadLetter() {
        return deadLetterId != null && recipient != null;
    }

    /** The same, for one recipient only. */
    Origin aloneFor(String one) {
        return one.equals(recipient) ? this : new Origin(partition, offset, replay, deadLetterId, one, traceparent);
    }

    /** What makes an event of a replay another than that of the first time. */
    String cause() {
        return replay == 0 ? "" : Integer.toString(replay);
    }
}
