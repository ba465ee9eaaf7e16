package se.budkavle.gateway.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.schema.DataSchema.Data;

/** Reads a CloudEvent in binary mode: attributes in {@code ce-} headers, the body is the data. Pure. */
public final class HeaderEvents {

    private static final String PREFIX = "ce-";
    private static final String CONTENT_TYPE = "Content-Type";

    private HeaderEvents() {}

    /**
     * {@return the event, or all that is wrong with it}
     *
     * @param headers all values of each header of the request
     * @param mediaType of the body; null: not stated
     */
    public static Parsed<List<EventRequest>> read(
            Map<String, List<String>> headers, @Nullable String mediaType, byte[] body, Instant now) {
        var issues = new Issues();
        var attributes = new EventAttributes(
                name -> name.equals("datacontenttype") ? CONTENT_TYPE : PREFIX + name.toLowerCase(Locale.ROOT), issues);
        var stated = new HashSet<String>();
        headers.forEach((header, values) -> {
            var name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                stated.add(name.substring(PREFIX.length()));
                put(attributes, name.substring(PREFIX.length()), values, issues);
            }
        });
        if (body.length > EventData.LARGEST) {
            return new Parsed.Invalid<>(EventData.tooLarge(""));
        }
        if (mediaType != null) {
            attributes.put("datacontenttype", mediaType);
        }
        var event = attributes.finish(stated, data(mediaType, body, issues), "", now);
        return Parsed.unless(issues, () -> List.of(event));
    }

    private static void put(EventAttributes attributes, String name, List<String> values, Issues issues) {
        if (name.equals("datacontenttype") || name.equals("data")) {
            issues.add(PREFIX + name, "not-allowed", "Content-Type says what the body, which is the data, is.");
            return;
        }
        if (values.size() > 1) {
            attributes.fault(name, "too-many", "The header is there more than once.");
            return;
        }
        var value = HeaderValues.decode(values.getFirst());
        if (value == null) {
            attributes.fault(name, "invalid-encoding", "Must be ASCII, all else as percent-encoded UTF-8.");
        } else {
            attributes.put(name, value);
        }
    }

    private static Data data(@Nullable String mediaType, byte[] body, Issues issues) {
        if (body.length == 0) {
            return new Data.Missing();
        }
        if (mediaType == null) {
            issues.add(CONTENT_TYPE, "missing", "A body needs its media type.");
            return new Data.Missing();
        }
        if (!EventData.isJson(mediaType)) {
            return new Data.Bytes(mediaType, ByteBuffer.wrap(body));
        }
        return switch (StrictJson.value(body, issues)) {
            case Parsed.Invalid<JsonNode>(var refusal) -> {
                refusal.issues().forEach(each -> issues.add(each.pointer(), each.code(), each.detail()));
                yield new Data.Missing();
            }
            case Parsed.Valid<JsonNode>(var value) -> new Data.Json(value, ByteBuffer.wrap(body));
        };
    }
}
