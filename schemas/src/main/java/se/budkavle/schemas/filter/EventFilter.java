package se.budkavle.schemas.filter;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * One filter, in a dialect of
 * <a href="https://github.com/cloudevents/spec/blob/main/subscriptions/spec.md#3241-filter-dialects">CloudEvents
 * Subscriptions</a>. Where several attributes are named, each must fit; an attribute that the event lacks fits nothing.
 */
public sealed interface EventFilter {

    /** Whether an event fits. */
    boolean matches(EventAttributes event);

    /**
     * Attributes have exactly these values.
     *
     * @param attributes value by attribute name
     */
    record Exact(SortedMap<String, String> attributes) implements EventFilter {

        /** Copies. */
        public Exact {
            attributes = new TreeMap<>(attributes);
        }

        @Override
        public boolean matches(EventAttributes event) {
            return allFit(attributes, event, String::equals);
        }
    }

    /**
     * Attributes begin with these values.
     *
     * @param attributes beginning by attribute name
     */
    record Prefix(SortedMap<String, String> attributes) implements EventFilter {

        /** Copies. */
        public Prefix {
            attributes = new TreeMap<>(attributes);
        }

        @Override
        public boolean matches(EventAttributes event) {
            return allFit(attributes, event, String::startsWith);
        }
    }

    /**
     * Attributes end with these values.
     *
     * @param attributes end by attribute name
     */
    record Suffix(SortedMap<String, String> attributes) implements EventFilter {

        /** Copies. */
        public Suffix {
            attributes = new TreeMap<>(attributes);
        }

        @Override
        public boolean matches(EventAttributes event) {
            return allFit(attributes, event, String::endsWith);
        }
    }

    /**
     * Every filter fits.
     *
     * @param filters at least one
     */
    record All(List<EventFilter> filters) implements EventFilter {

        /** Copies. */
        public All {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean matches(EventAttributes event) {
            return filters.stream().allMatch(filter -> filter.matches(event));
        }
    }

    /**
     * At least one filter fits.
     *
     * @param filters at least one
     */
    record Any(List<EventFilter> filters) implements EventFilter {

        /** Copies. */
        public Any {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean matches(EventAttributes event) {
            return filters.stream().anyMatch(filter -> filter.matches(event));
        }
    }

    /**
     * The filter does not fit.
     *
     * @param filter the filter
     */
    record Not(EventFilter filter) implements EventFilter {

        @Override
        public boolean matches(EventAttributes event) {
            return !filter.matches(event);
        }
    }

    private static boolean allFit(
            Map<String, String> wanted, EventAttributes event, BiPredicate<String, String> comparison) {
        for (Map.Entry<String, String> attribute : wanted.entrySet()) {
            String value = event.get(attribute.getKey());
            if (value == null || !comparison.test(value, attribute.getValue())) {
                return false;
            }
        }
        return true;
    }
}
