package se.budkavle.router.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import se.budkavle.schemas.avro.Subscription;

/**
 * Subscriptions by event type and organisation, on heap: finding who is told of an event costs what matches, however
 * many subscriptions there are. In every status, as what happens during a pause is kept. Written by one thread, read
 * by many; a reader sees each subscription as it was before or after a change.
 *
 * <p>Costs about 200 bytes for each subscription and type.
 */
public final class SubscriptionIndex {

    /** What must be known of a subscription to take it out again. */
    private record Place(String subscriptionId, String organisation, List<String> types) {}

    private final Map<String, Place> byId = new ConcurrentHashMap<>();

    /** Type → organisation → subscription id → subscriber; the innermost are replaced, never changed. */
    private final Map<String, Map<String, Map<String, Subscriber>>> byType = new ConcurrentHashMap<>();

    /** Adds a subscription, or takes its new version. */
    public void put(Subscription subscription) {
        String id = subscription.getSubscriptionId();
        Place place = new Place(id, subscription.getOrganisation(), List.copyOf(subscription.getTypes()));
        Place before = byId.put(id, place);
        Subscriber subscriber = new Subscriber(id, place.organisation());
        for (String type : place.types()) {
            byType.computeIfAbsent(type, t -> new ConcurrentHashMap<>())
                    .merge(subscriber.organisation(), Map.of(id, subscriber), SubscriptionIndex::union);
        }
        if (before != null) {
            List<String> gone = new ArrayList<>(before.types());
            if (before.organisation().equals(place.organisation())) {
                gone.removeAll(place.types());
            }
            removeFrom(before, gone);
        }
    }

    /** Removes a subscription; nothing happens where it is not known. */
    public void remove(String subscriptionId) {
        Place before = byId.remove(subscriptionId);
        if (before != null) {
            removeFrom(before, before.types());
        }
    }

    /** Who is told of an event that only some may know of, in the order of subscription ids. */
    public List<Subscriber> matching(String type, Collection<String> audience) {
        Map<String, Map<String, Subscriber>> byOrganisation = byType.get(type);
        if (byOrganisation == null) {
            return List.of();
        }
        List<Subscriber> matching = new ArrayList<>();
        for (String organisation : audience) {
            matching.addAll(byOrganisation.getOrDefault(organisation, Map.of()).values());
        }
        return matching;
    }

    /** Who is told of a public event. */
    public List<Subscriber> matching(String type) {
        Map<String, Map<String, Subscriber>> byOrganisation = byType.getOrDefault(type, Map.of());
        return byOrganisation.values().stream()
                .flatMap(subscribers -> subscribers.values().stream())
                .toList();
    }

    /** How many subscriptions are known. */
    public int size() {
        return byId.size();
    }

    private void removeFrom(Place place, Collection<String> types) {
        for (String type : types) {
            byType.computeIfPresent(type, (t, byOrganisation) -> {
                byOrganisation.computeIfPresent(place.organisation(), (o, subscribers) -> {
                    Map<String, Subscriber> left = new TreeMap<>(subscribers);
                    left.remove(place.subscriptionId());
                    return left.isEmpty() ? null : left;
                });
                return byOrganisation.isEmpty() ? null : byOrganisation;
            });
        }
    }

    private static Map<String, Subscriber> union(Map<String, Subscriber> one, Map<String, Subscriber> other) {
        Map<String, Subscriber> union = new TreeMap<>(one);
        union.putAll(other);
        return union;
    }
}
