package se.budkavle.gateway.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.schema.DataSchema;

/**
 * A CloudEvent that keeps to the specification.
 *
 * @param id with the source it identifies the event
 * @param source a URI reference
 * @param type its type
 * @param subject what it is about; null: it has none
 * @param time when it happened; null: not stated
 * @param dataContentType media type of the data; null: not stated
 * @param dataSchema a URI; null: not stated
 * @param data the data; content
 * @param extensions its other attributes, as text
 * @param notBefore when it is released; null: at once
 * @param typePointer where its type stands in the request
 * @param dataPointer where its data stands in the request
 */
public record EventRequest(
        String id,
        String source,
        String type,
        @Nullable String subject,
        @Nullable Instant time,
        @Nullable String dataContentType,
        @Nullable String dataSchema,
        DataSchema.Data data,
        Map<String, String> extensions,
        @Nullable Instant notBefore,
        String typePointer,
        String dataPointer) {

    /** Names neither data nor anything else that its publisher chose, but the type. */
    @Override
    public String toString() {
        return "EventRequest[" + type + "]";
    }
}
