package se.budkavle.router.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.filter.EventAttributes;
import se.budkavle.schemas.filter.EventFilters;

/**
 * Subscriptions on heap, found by what an event must be for them: who is told of an event costs what may match, however
 * many subscriptions there are. In every status, as what happens during a pause is kept.
 *
 * <pre>
 *  an event looks on the shelf   where stand, by organisation and id, with filters compiled
 *
 *   (type)                       those who demand nothing exact of subject or source
 *   (type, subject, its value)   those who let no other subject through
 *   (type, source, its value)    those who let no other source through
 * </pre>
 *
 * A subscription stands on one shelf for each of its types. Written by one thread, read by many, under a lock: one that
 * moves to another shelf must not be hidden from an event meanwhile.
 */
public final class SubscriptionIndex {

    private static final String TYPE = "type";
    private static final List<String> SHELVED_BY = List.of("subject", "source");

    /**
     * What an event must be.
     *
     * @param attribute the attribute that must have the one value; null: any may have any
     */
    private record Label(
            String type,
            @Nullable String attribute,
            @Nullable String value) {}

    /** Who stands where; it holds its label, so that a hundred thousand who stand on it need not. */
    private record Shelf(Label label, NavigableMap<Subscriber, EventFilters> subscribers) {}

    /** What must be known of a subscription to take it out again. */
    private record Place(Subscriber subscriber, List<Shelf> shelves, boolean readable) {}

    /** Which of those on a shelf are looked at. */
    @FunctionalInterface
    private interface Selection {
        void forEach(NavigableMap<Subscriber, EventFilters> subscribers, BiConsumer<Subscriber, EventFilters> action);
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Label, Shelf> shelves = new HashMap<>();
    private int unreadable;

    /**
     * Adds a subscription, or takes its new version.
     *
     * @return whether its filters can be read; if not (they may be a later version's) no event matches it
     */
    public boolean put(Subscription subscription) {
        Subscriber subscriber = new Subscriber(subscription.getSubscriptionId(), subscription.getOrganisation());
        EventFilters.Parsed filters = EventFilters.parse(subscription.getFilters());
        lock.writeLock().lock();
        try {
            takeOut(subscriber.subscriptionId());
            List<Shelf> stands =
                    switch (filters) {
                        case EventFilters.Valid(EventFilters valid) -> shelve(subscriber, subscription, valid);
                        case EventFilters.Invalid invalid -> List.of();
                    };
            boolean readable = filters instanceof EventFilters.Valid;
            unreadable += readable ? 0 : 1;
            places.put(subscriber.subscriptionId(), new Place(subscriber, stands, readable));
            return readable;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Removes a subscription; nothing happens where it is not known. */
    public void remove(String subscriptionId) {
        lock.writeLock().lock();
        try {
            takeOut(subscriptionId);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Who is told of an event that only some may know of. */
    public List<Subscriber> matching(EventAttributes event, Collection<String> audience) {
        return matching(
                event,
                (subscribers, action) -> audience.forEach(organisation -> subscribers
                        .subMap(Subscriber.before(organisation), Subscriber.behind(organisation))
                        .forEach(action)));
    }

    /** Who is told of a public event. */
    public List<Subscriber> matching(EventAttributes event) {
        return matching(event, NavigableMap::forEach);
    }

    /** How many subscriptions are known. */
    public int size() {
        lock.readLock().lock();
        try {
            return places.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** How many subscriptions have filters that cannot be read. */
    public int unreadable() {
        lock.readLock().lock();
        try {
            return unreadable;
        } finally {
            lock.readLock().unlock();
        }
    }

    private List<Subscriber> matching(EventAttributes event, Selection selection) {
        List<Subscriber> matching = new ArrayList<>();
        lock.readLock().lock();
        try {
            for (Label label : labelsOf(event)) {
                Shelf shelf = shelves.get(label);
                if (shelf != null) {
                    selection.forEach(shelf.subscribers(), (subscriber, filters) -> {
                        if (filters.matches(event)) {
                            matching.add(subscriber);
                        }
                    });
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        return matching;
    }

    private static List<Label> labelsOf(EventAttributes event) {
        String type = Objects.requireNonNull(event.get(TYPE), TYPE);
        List<Label> labels = new ArrayList<>();
        labels.add(new Label(type, null, null));
        for (String attribute : SHELVED_BY) {
            String value = event.get(attribute);
            if (value != null) {
                labels.add(new Label(type, attribute, value));
            }
        }
        return labels;
    }

    private List<Shelf> shelve(Subscriber subscriber, Subscription subscription, EventFilters filters) {
        List<Shelf> stands = new ArrayList<>();
        for (String type : new LinkedHashSet<>(subscription.getTypes())) {
            Shelf shelf = shelves.computeIfAbsent(labelFor(type, filters), label -> new Shelf(label, new TreeMap<>()));
            shelf.subscribers().put(subscriber, filters);
            stands.add(shelf);
        }
        return List.copyOf(stands);
    }

    private static Label labelFor(String type, EventFilters filters) {
        for (String attribute : SHELVED_BY) {
            String value = filters.required(attribute);
            if (value != null) {
                return new Label(type, attribute, value);
            }
        }
        return new Label(type, null, null);
    }

    private void takeOut(String subscriptionId) {
        Place place = places.remove(subscriptionId);
        if (place == null) {
            return;
        }
        unreadable -= place.readable() ? 0 : 1;
        for (Shelf shelf : place.shelves()) {
            shelf.subscribers().remove(place.subscriber());
            if (shelf.subscribers().isEmpty()) {
                shelves.remove(shelf.label());
            }
        }
    }
}
