package se.budkavle.router.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import se.budkavle.router.decision.Shelves.Shelf;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.filter.EventAttributes;
import se.budkavle.schemas.filter.EventFilters;

/**
 * Subscriptions on heap, found by what an event must be for them ({@link Shelves}): who is told of an event costs what may
 * match, however many subscriptions there are. In every status, as what happens during a pause is kept.
 *
 * <p>Written by one thread, read by many, under a lock: a subscription that moves to another shelf must not be hidden from
 * an event meanwhile.
 */
public final class SubscriptionIndex {

    /** What must be known of a subscription to take it out again: a shelf for each of its types. */
    private record Place(Subscriber subscriber, List<Shelf> shelves, boolean readable) {}

    /** Which of those on a shelf are looked at. */
    @FunctionalInterface
    private interface Selection {
        void forEach(NavigableMap<Subscriber, EventFilters> subscribers, BiConsumer<Subscriber, EventFilters> action);
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Place> places = new HashMap<>();
    private final Shelves shelves = new Shelves();
    private int unreadable;

    /**
     * Adds a subscription, or takes its new version.
     *
     * @return whether its filters can be read; if not (they may be a later version's) no event matches it
     */
    public boolean put(Subscription subscription) {
        Subscriber subscriber = new Subscriber(subscription.getSubscriptionId(), subscription.getOrganisation());
        EventFilters.Parsed filters = EventFilters.parse(subscription.getFilters());
        boolean readable = filters instanceof EventFilters.Valid;
        lock.writeLock().lock();
        try {
            takeOut(subscriber.subscriptionId());
            List<Shelf> stands = new ArrayList<>();
            if (filters instanceof EventFilters.Valid(EventFilters valid)) {
                subscription.getTypes().stream()
                        .distinct()
                        .filter(type -> mayBeTold(subscription, type))
                        .forEach(type -> stands.add(shelves.put(type, subscriber, valid)));
            } else {
                unreadable++;
            }
            places.put(subscriber.subscriptionId(), new Place(subscriber, List.copyOf(stands), readable));
        } finally {
            lock.writeLock().unlock();
        }
        return readable;
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
            for (Shelf shelf : shelves.of(event)) {
                selection.forEach(shelf.subscribers(), (subscriber, filters) -> {
                    if (filters.matches(event)) {
                        matching.add(subscriber);
                    }
                });
            }
        } finally {
            lock.readLock().unlock();
        }
        return matching;
    }

    private static boolean mayBeTold(Subscription subscription, String type) {
        return subscription.getForOperators() || !EventTypeNames.isForOperators(type);
    }

    private void takeOut(String subscriptionId) {
        Place place = places.remove(subscriptionId);
        if (place != null) {
            unreadable -= place.readable() ? 0 : 1;
            place.shelves().forEach(shelf -> shelves.remove(shelf, place.subscriber()));
        }
    }
}
