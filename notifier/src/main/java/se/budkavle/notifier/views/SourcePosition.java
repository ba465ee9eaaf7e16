package se.budkavle.notifier.views;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import se.budkavle.schemas.RecordHeaders;

/**
 * Where a record lay before it was repartitioned: what makes putting it a second time put it in the same place, and the
 * order of what happened.
 *
 * @param partition its partition
 * @param offset its offset
 */
record SourcePosition(int partition, long offset) {

    private static final String PARTITION = "budkavle-source-partition";
    private static final String OFFSET = "budkavle-source-offset";

    static SourcePosition of(RecordMetadata metadata) {
        return new SourcePosition(metadata.partition(), metadata.offset());
    }

    /** @throws IllegalArgumentException when the headers do not tell */
    static SourcePosition from(Headers headers) {
        return new SourcePosition(
                Integer.parseInt(required(headers, PARTITION)), Long.parseLong(required(headers, OFFSET)));
    }

    private static String required(Headers headers, String name) {
        String value = RecordHeaders.get(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("header missing: " + name);
        }
        return value;
    }

    void writeTo(Headers headers) {
        RecordHeaders.put(headers, PARTITION, Integer.toString(partition));
        RecordHeaders.put(headers, OFFSET, Long.toString(offset));
    }
}
