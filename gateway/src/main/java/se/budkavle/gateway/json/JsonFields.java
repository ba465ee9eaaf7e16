package se.budkavle.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;

/**
 * The fields of one JSON object. Every getter notes a fault with its pointer and goes on, so that one answer names them
 * all; null and absent are the same. {@link #refuseOthers} comes last and names the fields nobody asked for.
 *
 * <p>Required fields that are missing or wrong are given as something harmless: the issues decide, not the value.
 */
public final class JsonFields {

    private final ObjectNode object;
    private final String pointer;
    private final Issues issues;
    private final Set<String> known = new HashSet<>();

    /** Reads that object, which is at that pointer. */
    public JsonFields(ObjectNode object, String pointer, Issues issues) {
        this.object = object;
        this.pointer = pointer;
        this.issues = issues;
    }

    /** {@return the pointer to that field} */
    public String at(String name) {
        return Pointers.child(pointer, name);
    }

    /** Notes a fault of that field. */
    public void fault(String name, String code, String detail) {
        issues.add(at(name), code, detail);
    }

    /** {@return whether the field is there and not null} */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    private @Nullable JsonNode field(String name) {
        known.add(name);
        var value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** {@return text of 1 to that many characters without control characters, or null} */
    public @Nullable String text(String name, int longest) {
        var value = field(name);
        return value == null ? null : Values.text(value, longest, at(name), issues);
    }

    /** As {@link #text}, and a fault if it is missing. */
    public String requiredText(String name, int longest) {
        var value = text(name, longest);
        if (value == null) {
            missing(name);
            return "";
        }
        return value;
    }

    private void missing(String name) {
        if (!has(name)) {
            fault(name, "missing", "The field is missing.");
        }
    }

    /** {@return an absolute URI, or null} */
    public @Nullable String uri(String name, int longest) {
        var value = text(name, longest);
        if (value != null && !isAbsoluteUri(value)) {
            fault(name, "invalid-uri", "Not an absolute URI.");
        }
        return value;
    }

    /** As {@link #uri}, and a fault if it is missing. */
    public String requiredUri(String name, int longest) {
        var value = uri(name, longest);
        if (value == null) {
            missing(name);
            return "";
        }
        return value;
    }

    private static boolean isAbsoluteUri(String value) {
        try {
            return new URI(value).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** {@return the boolean, or null} */
    public @Nullable Boolean flag(String name) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            fault(name, "wrong-type", "Must be true or false.");
            return null;
        }
        return value.booleanValue();
    }

    /** {@return the integer within those bounds, or null} */
    public @Nullable Integer integer(String name, int least, int most) {
        var value = number(name, least, most);
        return value == null ? null : value.intValue();
    }

    /** {@return the integer within those bounds, or null} */
    public @Nullable Long number(String name, long least, long most) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            fault(name, "wrong-type", "Must be an integer.");
            return null;
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            fault(name, "out-of-range", "Must be from " + least + " to " + most + ".");
            return null;
        }
        return value.longValue();
    }

    /** {@return the symbol of that closed list; UNKNOWN is none of it} */
    public <E extends Enum<E>> @Nullable E symbol(String name, Class<E> type) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "wrong-type", "Must be text.");
            return null;
        }
        var symbols = new ArrayList<String>();
        for (var each : type.getEnumConstants()) {
            if (each.name().equals("UNKNOWN")) {
                continue;
            }
            if (each.name().equals(value.textValue())) {
                return each;
            }
            symbols.add(each.name());
        }
        fault(name, "not-in-list", "Must be one of " + String.join(", ", symbols) + ".");
        return null;
    }

    /** {@return the text, which is one of that closed list, or null} */
    public @Nullable String oneOf(String name, List<String> values) {
        var value = text(name, 255);
        if (value != null && !values.contains(value)) {
            fault(name, "not-in-list", "Must be one of " + String.join(", ", values) + ".");
            return null;
        }
        return value;
    }

    /** {@return the RFC 3339 time, cut to the millisecond, or null} */
    public @Nullable Instant time(String name) {
        var exact = exactTime(name);
        return exact == null ? null : exact.truncatedTo(ChronoUnit.MILLIS);
    }

    /** {@return the RFC 3339 time as it is stated, or null} */
    public @Nullable Instant exactTime(String name) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "wrong-type", "Must be text.");
            return null;
        }
        try {
            return OffsetDateTime.parse(value.textValue()).toInstant();
        } catch (DateTimeParseException e) {
            fault(name, "invalid-time", "Must be an RFC 3339 time, such as 2026-01-31T12:00:00Z.");
            return null;
        }
    }

    /** {@return the bytes behind base64 (RFC 4648, section 4), or null} */
    public byte @Nullable [] base64(String name) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "wrong-type", "Must be text.");
            return null;
        }
        try {
            return Base64.getDecoder().decode(value.textValue());
        } catch (IllegalArgumentException e) {
            fault(name, "invalid-base64", "Not base64.");
            return null;
        }
    }

    /** {@return any text, control characters included, of any length; or null} */
    public @Nullable String rawText(String name) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "wrong-type", "Must be text.");
            return null;
        }
        return value.textValue();
    }

    /** {@return what the reader makes of each element and its pointer; empty if the field is missing} */
    public <T> List<T> list(String name, int most, BiFunction<JsonNode, String, @Nullable T> reader) {
        var value = field(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            fault(name, "wrong-type", "Must be an array.");
            return List.of();
        }
        if (value.size() > most) {
            fault(name, "too-many", "At most " + most + ".");
            return List.of();
        }
        var items = new ArrayList<T>(value.size());
        for (int i = 0; i < value.size(); i++) {
            var item = reader.apply(value.get(i), Pointers.child(at(name), i));
            if (item != null) {
                items.add(item);
            }
        }
        return List.copyOf(items);
    }

    /** As {@link #list}, and a fault if it is missing or empty. */
    public <T> List<T> requiredList(String name, int most, BiFunction<JsonNode, String, @Nullable T> reader) {
        if (!has(name)) {
            known.add(name);
            missing(name);
            return List.of();
        }
        if (object.get(name).isArray() && object.get(name).isEmpty()) {
            known.add(name);
            fault(name, "too-few", "At least one.");
            return List.of();
        }
        return list(name, most, reader);
    }

    /** {@return the texts of a list, each as {@link #text}} */
    public List<String> texts(String name, int most, int longest) {
        return list(name, most, (node, at) -> Values.text(node, longest, at, issues));
    }

    /** {@return the ISO 8601 durations of a list, each within those bounds} */
    public List<Duration> durations(String name, int most, Duration shortest, Duration longest) {
        return list(name, most, (node, at) -> Values.duration(node, shortest, longest, at, issues));
    }

    /** {@return the ISO 8601 duration within those bounds, or null} */
    public @Nullable Duration duration(String name, Duration shortest, Duration longest) {
        var value = field(name);
        return value == null ? null : Values.duration(value, shortest, longest, at(name), issues);
    }

    /** {@return the value as it is, for a reader of its own, or null} */
    public @Nullable JsonNode node(String name) {
        return field(name);
    }

    /** Notes a fault that such a reader found at its own pointer below that field. */
    public void faultBelow(String name, String below, String code, String detail) {
        issues.add(at(name) + below, code, detail);
    }

    /** {@return the fields of a member object, or null} */
    public @Nullable JsonFields object(String name) {
        var value = field(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode member)) {
            fault(name, "wrong-type", "Must be an object.");
            return null;
        }
        return new JsonFields(member, at(name), issues);
    }

    /** As {@link #object}, and a fault if it is missing. */
    public @Nullable JsonFields requiredObject(String name) {
        var value = object(name);
        if (value == null) {
            missing(name);
        }
        return value;
    }

    /** Notes every field that nobody asked for. */
    public void refuseOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(name, "unknown-field", "There is no such field.");
            }
        });
    }
}
