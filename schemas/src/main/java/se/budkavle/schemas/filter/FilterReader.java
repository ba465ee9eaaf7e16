package se.budkavle.schemas.filter;

import static se.budkavle.schemas.filter.EventFilters.ALL;
import static se.budkavle.schemas.filter.EventFilters.ANY;
import static se.budkavle.schemas.filter.EventFilters.EXACT;
import static se.budkavle.schemas.filter.EventFilters.NOT;
import static se.budkavle.schemas.filter.EventFilters.PREFIX;
import static se.budkavle.schemas.filter.EventFilters.SUFFIX;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters from JSON and tells all that is wrong with them. Bounded in depth, number and length, as every event of
 * their types is held against them.
 */
final class FilterReader {

    /** How deep {@code all}, {@code any} and {@code not} may hold each other. */
    static final int MAX_DEPTH = 8;
    /** How many dialect objects and attributes there may be in all. */
    static final int MAX_NODES = 100;
    /** How long a value may be, in characters. */
    static final int MAX_VALUE_LENGTH = 1024;

    private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,20}");

    private final List<FilterFault> faults = new ArrayList<>();
    private int nodes;

    private FilterReader() {}

    static EventFilters.Parsed read(JsonNode array) {
        FilterReader reader = new FilterReader();
        if (!array.isArray()) {
            reader.fault("", "not-an-array", "Filters are an array of objects.");
            return new EventFilters.Invalid(reader.faults);
        }
        List<EventFilter> filters = reader.elements(array, "", 1);
        return reader.faults.isEmpty()
                ? new EventFilters.Valid(new EventFilters(filters))
                : new EventFilters.Invalid(List.copyOf(reader.faults));
    }

    private List<EventFilter> elements(JsonNode array, String at, int depth) {
        List<EventFilter> filters = new ArrayList<>();
        for (int i = 0; i < array.size() && nodes <= MAX_NODES; i++) {
            EventFilter filter = filter(array.get(i), at + "/" + i, depth);
            if (filter != null) {
                filters.add(filter);
            }
        }
        return filters;
    }

    /** Null where something is wrong with it, which is noted then. */
    private @Nullable EventFilter filter(JsonNode node, String at, int depth) {
        if (!isWithinBounds(at, depth)) {
            return null;
        }
        if (!node.isObject() || node.size() != 1) {
            return fault(at, "not-one-dialect", "A filter is an object with exactly one dialect.");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case EXACT -> comparison(value, at + "/" + EXACT, EventFilter.Exact::new);
            case PREFIX -> comparison(value, at + "/" + PREFIX, EventFilter.Prefix::new);
            case SUFFIX -> comparison(value, at + "/" + SUFFIX, EventFilter.Suffix::new);
            case ALL -> several(value, at + "/" + ALL, depth, EventFilter.All::new);
            case ANY -> several(value, at + "/" + ANY, depth, EventFilter.Any::new);
            case NOT -> {
                EventFilter negated = filter(value, at + "/" + NOT, depth + 1);
                yield negated == null ? null : new EventFilter.Not(negated);
            }
            default -> fault(at, "unknown-dialect", "The dialects are exact, prefix, suffix, all, any and not.");
        };
    }

    private @Nullable EventFilter several(
            JsonNode array, String at, int depth, Function<List<EventFilter>, EventFilter> dialect) {
        if (!array.isArray() || array.isEmpty()) {
            return fault(at, "no-filters", "An array of at least one filter is needed.");
        }
        return dialect.apply(elements(array, at, depth + 1));
    }

    private @Nullable EventFilter comparison(
            JsonNode object, String at, Function<SortedMap<String, String>, EventFilter> dialect) {
        if (!object.isObject() || object.isEmpty()) {
            return fault(at, "no-attributes", "An object of at least one attribute and its value is needed.");
        }
        SortedMap<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> attribute : object.properties()) {
            String name = attribute.getKey();
            if (!ATTRIBUTE.matcher(name).matches()) {
                fault(at, "invalid-attribute", "A CloudEvents attribute is named with 1 to 20 of a-z and 0-9.");
            } else if (!isWithinBounds(at, 0)) {
                return null;
            } else {
                value(attribute.getValue(), at + "/" + name).ifPresent(value -> attributes.put(name, value));
            }
        }
        return dialect.apply(attributes);
    }

    private Optional<String> value(JsonNode node, String at) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            fault(at, "not-a-text", "The value is a text of at least one character.");
            return Optional.empty();
        }
        if (node.textValue().length() > MAX_VALUE_LENGTH) {
            fault(at, "too-long", "The value has at most " + MAX_VALUE_LENGTH + " characters.");
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    private boolean isWithinBounds(String at, int depth) {
        nodes++;
        if (nodes > MAX_NODES) {
            if (nodes == MAX_NODES + 1) {
                fault("", "too-many", "Filters have at most " + MAX_NODES + " objects and attributes in all.");
            }
            return false;
        }
        if (depth > MAX_DEPTH) {
            fault(at, "too-deep", "Filters are nested at most " + MAX_DEPTH + " deep.");
            return false;
        }
        return true;
    }

    /** Notes it; returns null, so that what is wrong can be left out in the same breath. */
    private @Nullable EventFilter fault(String pointer, String code, String detail) {
        faults.add(new FilterFault(pointer, code, detail));
        return null;
    }
}
