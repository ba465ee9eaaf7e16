package se.budkavle.router.decision;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.filter.EventAttributes;
import se.budkavle.schemas.filter.EventFilters;

/**
 * Where subscribers stand, by what an event must be for them, and where an event looks for them:
 *
 * <pre>
 *   shelf                             who stands there
 *
 *   type                              those who demand nothing of subject or source that one can look up
 *   type, subject or source is v      those who let no other value through
 *   type, subject or source begins v  those who let no other beginning through
 *   type, subject or source ends v    those who let no other end through
 * </pre>
 *
 * An event looks once for each length of beginnings, and of ends, that there is. Not for use by several threads.
 */
final class Shelves {

    private static final String TYPE = "type";
    private static final List<String> ATTRIBUTES = List.of("subject", "source");

    /** How a value is demanded, the most selective first. */
    private enum Demand {
        EXACT,
        PREFIX,
        SUFFIX,
        NONE;

        /** What is so demanded of an attribute; null: nothing. */
        @Nullable String in(EventFilters filters, String attribute) {
            return switch (this) {
                case EXACT -> filters.required(attribute);
                case PREFIX -> filters.requiredPrefix(attribute);
                case SUFFIX -> filters.requiredSuffix(attribute);
                case NONE -> null;
            };
        }
    }

    /**
     * What an event must be.
     *
     * @param attribute the attribute that is demanded; empty: none
     * @param value its value, beginning or end; empty where there is no attribute
     */
    private record Label(String type, Demand demand, String attribute, String value) {}

    /** The beginnings, or the ends, of an attribute. */
    private record Parts(String type, Demand demand, String attribute) {

        /** In chars, as filters compare: a part may be half a surrogate pair. */
        Label of(String value, int length) {
            String part =
                    demand == Demand.SUFFIX ? value.substring(value.length() - length) : value.substring(0, length);
            return new Label(type, demand, attribute, part);
        }
    }

    /** Who stands where, with filters compiled; it holds its label, so that those who stand on it need not. */
    static final class Shelf {

        private final Label label;
        private final NavigableMap<Subscriber, EventFilters> subscribers = new TreeMap<>();

        private Shelf(Label label) {
            this.label = label;
        }

        NavigableMap<Subscriber, EventFilters> subscribers() {
            return subscribers;
        }
    }

    private final Map<Label, Shelf> byLabel = new HashMap<>();

    /** How many shelves there are for parts of a length. */
    private final Map<Parts, NavigableMap<Integer, Integer>> lengths = new HashMap<>();

    /** Puts a subscriber on the shelf where events of a type find it. */
    Shelf put(String type, Subscriber subscriber, EventFilters filters) {
        Label label = labelFor(type, filters);
        Shelf shelf = byLabel.get(label);
        if (shelf == null) {
            shelf = new Shelf(label);
            byLabel.put(label, shelf);
            count(label, 1);
        }
        shelf.subscribers.put(subscriber, filters);
        return shelf;
    }

    /** Takes a subscriber from its shelf. */
    void remove(Shelf shelf, Subscriber subscriber) {
        shelf.subscribers.remove(subscriber);
        if (shelf.subscribers.isEmpty()) {
            byLabel.remove(shelf.label);
            count(shelf.label, -1);
        }
    }

    /** The shelves on which everybody stands who may want an event. */
    List<Shelf> of(EventAttributes event) {
        String type = Objects.requireNonNull(event.get(TYPE), TYPE);
        List<Shelf> found = new ArrayList<>();
        add(found, new Label(type, Demand.NONE, "", ""));
        for (String attribute : ATTRIBUTES) {
            String value = event.get(attribute);
            if (value != null) {
                add(found, new Label(type, Demand.EXACT, attribute, value));
                addParts(found, new Parts(type, Demand.PREFIX, attribute), value);
                addParts(found, new Parts(type, Demand.SUFFIX, attribute), value);
            }
        }
        return found;
    }

    private void addParts(List<Shelf> found, Parts parts, String value) {
        NavigableMap<Integer, Integer> present = lengths.get(parts);
        if (present != null) {
            for (int length : present.headMap(value.length(), true).keySet()) {
                add(found, parts.of(value, length));
            }
        }
    }

    private void add(List<Shelf> found, Label label) {
        Shelf shelf = byLabel.get(label);
        if (shelf != null) {
            found.add(shelf);
        }
    }

    /** What is most selective. It alone will do, as all filters are held against what is found by it. */
    private static Label labelFor(String type, EventFilters filters) {
        for (Demand demand : Demand.values()) {
            for (String attribute : ATTRIBUTES) {
                String value = demand.in(filters, attribute);
                if (value != null) {
                    return new Label(type, demand, attribute, value);
                }
            }
        }
        return new Label(type, Demand.NONE, "", "");
    }

    private void count(Label label, int shelves) {
        if (label.demand() == Demand.PREFIX || label.demand() == Demand.SUFFIX) {
            lengths.compute(new Parts(label.type(), label.demand(), label.attribute()), (parts, present) -> {
                NavigableMap<Integer, Integer> counted = present == null ? new TreeMap<>() : present;
                counted.merge(label.value().length(), shelves, (one, other) -> nullIfZero(one + other));
                return counted.isEmpty() ? null : counted;
            });
        }
    }

    private static @Nullable Integer nullIfZero(int count) {
        return count == 0 ? null : count;
    }
}
