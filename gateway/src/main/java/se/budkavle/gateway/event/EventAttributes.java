package se.budkavle.gateway.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.schema.DataSchema;
import se.budkavle.schemas.EventTypeNames;

/**
 * The attributes of one CloudEvent as text, whatever mode it came in. Every fault is noted with its place, none of the
 * values; required ones that are missing or wrong are given as something harmless.
 */
final class EventAttributes {

    /** The attribute by which an event is released later. */
    static final String NOT_BEFORE = "notbefore";

    static final Set<String> REQUIRED = Set.of("specversion", "id", "source", "type");

    private static final int LONGEST_VALUE = 1024;
    private static final int MOST = 50;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

    /** What the backbone adds on the way to a subscriber: the publisher's would be overwritten. */
    private static final Set<String> OURS = Set.of("sequence", "replay", "replayid");

    private static final Set<String> CORE =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final UnaryOperator<String> place;
    private final Issues issues;
    private int seen;

    /**
     * @param place where the attribute of a name stands in the request
     */
    EventAttributes(UnaryOperator<String> place, Issues issues) {
        this.place = place;
        this.issues = issues;
    }

    void fault(String name, String code, String detail) {
        issues.add(place.apply(name), code, detail);
    }

    /** {@return whether it is an attribute of the specification's own, which is always text} */
    static boolean isCore(String name) {
        return CORE.contains(name);
    }

    /** Takes an attribute over, if it can be one. */
    void put(String name, String value) {
        if (++seen > MOST) {
            if (seen == MOST + 1) {
                fault(name, "too-many", "An event has at most " + MOST + " attributes.");
            }
        } else if (!NAME.matcher(name).matches()) {
            fault(name, "invalid-name", "An attribute's name is of a-z and 0-9 only, 64 at most.");
        } else if (OURS.contains(name)) {
            fault(name, "reserved", "The backbone sets this attribute itself.");
        } else if (value.isBlank()) {
            fault(name, "too-short", "Must not be empty.");
        } else if (value.length() > LONGEST_VALUE) {
            fault(name, "too-long", "At most " + LONGEST_VALUE + " characters.");
        } else if (value.codePoints().anyMatch(EventAttributes::isForbidden)) {
            fault(name, "invalid-character", "Control characters and half characters are not allowed.");
        } else {
            values.put(name, value);
        }
    }

    private static boolean isForbidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || (codePoint & 0xFFFE) == 0xFFFE
                || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    }

    @Nullable String dataContentType() {
        return values.get("datacontenttype");
    }

    /**
     * {@return the event; not to be used if faults were noted}
     *
     * @param stated names that the request has, whatever their values
     */
    EventRequest finish(Set<String> stated, DataSchema.Data data, String dataPointer, Instant now) {
        REQUIRED.stream()
                .filter(name -> !stated.contains(name))
                .sorted()
                .forEach(name -> fault(name, "missing", "Every event has this attribute."));
        check("specversion", "1.0"::equals, "not-supported", "Must be 1.0.");
        check("source", EventAttributes::isUriReference, "invalid-uri", "Not a URI reference.");
        check("dataschema", EventAttributes::isUri, "invalid-uri", "Not an absolute URI.");
        check(
                "type",
                EventTypeNames::isWellFormed,
                "invalid-type",
                "Not an event type, such as se.agency.thing.changed.");
        check("datacontenttype", MessageRules::isMediaType, "invalid-media-type", "Not a media type.");
        var time = time("time");
        var notBefore = MessageRules.noEarlierThan(time(NOT_BEFORE));
        if (notBefore != null && notBefore.isAfter(now.plus(MessageRules.FURTHEST_RELEASE))) {
            fault(NOT_BEFORE, "too-far", "At most 90 days ahead.");
        }
        var extensions = new LinkedHashMap<>(values);
        extensions.keySet().removeAll(CORE);
        return new EventRequest(
                values.getOrDefault("id", ""),
                values.getOrDefault("source", ""),
                values.getOrDefault("type", ""),
                values.get("subject"),
                time == null ? null : time.truncatedTo(ChronoUnit.MILLIS),
                values.get("datacontenttype"),
                values.get("dataschema"),
                data,
                Map.copyOf(extensions),
                notBefore,
                place.apply("type"),
                dataPointer);
    }

    private void check(String name, Predicate<String> rule, String code, String detail) {
        var value = values.get(name);
        if (value != null && !rule.test(value)) {
            fault(name, code, detail);
        }
    }

    private @Nullable Instant time(String name) {
        var value = values.get(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            fault(name, "invalid-time", "Must be an RFC 3339 time, such as 2026-01-31T12:00:00Z.");
            return null;
        }
    }

    private static boolean isUriReference(String value) {
        try {
            return !new URI(value).toString().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isUri(String value) {
        try {
            return new URI(value).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
