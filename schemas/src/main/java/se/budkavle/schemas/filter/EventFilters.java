package se.budkavle.schemas.filter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a subscription: an event is wanted if every one fits. The gateway checks with it what a subscriber asks
 * for, the router matches with it.
 *
 * @param filters none: every event is wanted
 */
public record EventFilters(List<EventFilter> filters) {

    /** Filters that let everything through. */
    public static final EventFilters NONE = new EventFilters(List.of());

    static final String EXACT = "exact";
    static final String PREFIX = "prefix";
    static final String SUFFIX = "suffix";
    static final String ALL = "all";
    static final String ANY = "any";
    static final String NOT = "not";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final FilterFault NO_JSON = new FilterFault("", "invalid-json", "The filters are not JSON.");

    /** Copies. */
    public EventFilters {
        filters = List.copyOf(filters);
    }

    /** What reading filters gives. */
    public sealed interface Parsed {}

    /**
     * They are right.
     *
     * @param filters the filters
     */
    public record Valid(EventFilters filters) implements Parsed {}

    /**
     * They are not.
     *
     * @param faults at least one
     */
    public record Invalid(List<FilterFault> faults) implements Parsed {}

    /** Reads filters as a subscriber states them: an array of dialect objects. */
    public static Parsed parse(JsonNode array) {
        return FilterReader.read(array);
    }

    /**
     * Reads filters as a {@code Subscription} holds them.
     *
     * @param json what {@link #toJson} gave, perhaps by a later version; null: none
     */
    public static Parsed parse(@Nullable String json) {
        if (json == null) {
            return new Valid(NONE);
        }
        try {
            return parse(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            return new Invalid(List.of(NO_JSON));
        }
    }

    /** Whether an event is wanted. */
    public boolean matches(EventAttributes event) {
        for (EventFilter filter : filters) {
            if (!filter.matches(event)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value that an attribute must have for an event to be wanted, so that subscriptions can be found by it.
     *
     * @param attribute the attribute's name
     * @return null where more than one value may do; one of them where filters contradict each other
     */
    public @Nullable String required(String attribute) {
        return required(
                filters, filter -> filter instanceof EventFilter.Exact(var values) ? values.get(attribute) : null);
    }

    /**
     * What an attribute must begin with for an event to be wanted, as one of the filters says.
     *
     * @param attribute the attribute's name
     * @return null where no filter for beginnings must fit
     */
    public @Nullable String requiredPrefix(String attribute) {
        return required(
                filters, filter -> filter instanceof EventFilter.Prefix(var values) ? values.get(attribute) : null);
    }

    /**
     * What an attribute must end with for an event to be wanted, as one of the filters says.
     *
     * @param attribute the attribute's name
     * @return null where no filter for ends must fit
     */
    public @Nullable String requiredSuffix(String attribute) {
        return required(
                filters, filter -> filter instanceof EventFilter.Suffix(var values) ? values.get(attribute) : null);
    }

    /** The first found in a filter that must fit. */
    private static @Nullable String required(
            List<EventFilter> filters, Function<EventFilter, @Nullable String> demand) {
        for (EventFilter filter : filters) {
            String value = filter instanceof EventFilter.All(var all) ? required(all, demand) : demand.apply(filter);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** Canonical JSON: no white space, attributes in alphabetical order; null where there are none. */
    public @Nullable String toJson() {
        return filters.isEmpty() ? null : array(filters).toString();
    }

    private static ArrayNode array(List<EventFilter> filters) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        filters.forEach(filter -> array.add(object(filter)));
        return array;
    }

    private static ObjectNode object(EventFilter filter) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        return switch (filter) {
            case EventFilter.Exact(SortedMap<String, String> attributes) -> object.set(EXACT, values(attributes));
            case EventFilter.Prefix(SortedMap<String, String> attributes) -> object.set(PREFIX, values(attributes));
            case EventFilter.Suffix(SortedMap<String, String> attributes) -> object.set(SUFFIX, values(attributes));
            case EventFilter.All(List<EventFilter> filters) -> object.set(ALL, array(filters));
            case EventFilter.Any(List<EventFilter> filters) -> object.set(ANY, array(filters));
            case EventFilter.Not(EventFilter negated) -> object.set(NOT, object(negated));
        };
    }

    private static ObjectNode values(Map<String, String> attributes) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        attributes.forEach(values::put);
        return values;
    }
}
