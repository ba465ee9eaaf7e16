package se.budkavle.gateway.registry;

import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.Subscription;

/**
 * Addresses and subscriptions as last read, in order and by organisation, event types, and the organisations with a state
 * of their own. One thread writes, any read. About 1 KiB an entry on the heap, and what an event type's schema takes.
 */
public final class RegistryCopy {

    private static final String PERSONS = AddressRequests.PERSON_PREFIX;
    /** The colon at the prefix's end, and what comes after a colon. */
    private static final String AFTER_PERSONS = PERSONS.replace(':', ';');

    private final NavigableMap<String, Address> addresses = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, NavigableSet<String>> addressesOf = new ConcurrentHashMap<>();
    private final NavigableMap<String, Subscription> subscriptions = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<String, NavigableSet<String>> subscriptionsOf = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Organisation> organisations = new ConcurrentHashMap<>();
    private final NavigableMap<String, EventType> eventTypes = new ConcurrentSkipListMap<>();

    /** Takes over what was read; null deletes. */
    public void putAddress(String address, @Nullable Address entry) {
        var before = entry == null ? addresses.remove(address) : addresses.put(address, entry);
        index(
                addressesOf,
                address,
                before == null ? null : before.getOrganisation(),
                entry == null ? null : entry.getOrganisation());
    }

    /** Takes over what was read; null deletes. */
    public void putSubscription(String id, @Nullable Subscription entry) {
        var before = entry == null ? subscriptions.remove(id) : subscriptions.put(id, entry);
        index(
                subscriptionsOf,
                id,
                before == null ? null : before.getOrganisation(),
                entry == null ? null : entry.getOrganisation());
    }

    /** Takes over what was read; null deletes. */
    public void putEventType(String type, @Nullable EventType entry) {
        if (entry == null) {
            eventTypes.remove(type);
        } else {
            eventTypes.put(type, entry);
        }
    }

    /** Takes over what was read; null deletes. */
    public void putOrganisation(String organisation, @Nullable Organisation entry) {
        if (entry == null) {
            organisations.remove(organisation);
        } else {
            organisations.put(organisation, entry);
        }
    }

    private static void index(
            ConcurrentMap<String, NavigableSet<String>> index,
            String id,
            @Nullable String before,
            @Nullable String after) {
        if (after != null) {
            index.computeIfAbsent(after, organisation -> new ConcurrentSkipListSet<>())
                    .add(id);
        }
        if (before != null && !before.equals(after)) {
            index.computeIfPresent(before, (organisation, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    /** {@return the entry, or null} */
    public @Nullable Address address(String address) {
        return addresses.get(address);
    }

    /** {@return the addresses of an organisation, in order} */
    public List<String> addressesOf(String organisation) {
        return List.copyOf(addressesOf.getOrDefault(organisation, new ConcurrentSkipListSet<>()));
    }

    /** {@return the addresses that an organisation can send from, persons aside, in order: the first two, if there are any} */
    public List<String> sendersOf(String organisation) {
        var own = addressesOf.get(organisation);
        return own == null
                ? List.of()
                : Stream.concat(own.headSet(PERSONS).stream(), own.tailSet(AFTER_PERSONS).stream())
                        .limit(2)
                        .toList();
    }

    /** {@return the entries of an organisation (or of all), read one after the other, after that address (or from the first)} */
    public Stream<Address> addresses(@Nullable String organisation, @Nullable String after) {
        var from = after == null ? "" : after;
        var keys = organisation == null
                ? addresses.tailMap(from, false).keySet()
                : addressesOf
                        .getOrDefault(organisation, new ConcurrentSkipListSet<>())
                        .tailSet(from, false);
        return keys.stream().map(addresses::get).filter(Objects::nonNull);
    }

    /** {@return the entry, or null} */
    public @Nullable EventType eventType(String type) {
        return eventTypes.get(type);
    }

    /** {@return the event types, read one after the other, after that one (or from the first)} */
    public Stream<EventType> eventTypes(@Nullable String after) {
        return eventTypes.tailMap(after == null ? "" : after, false).values().stream();
    }

    /** {@return the entry, or null: nobody ever suspended it} */
    public @Nullable Organisation organisation(String organisation) {
        return organisations.get(organisation);
    }

    /** {@return whether the organisation has an address, a subscription or a state of its own} */
    public boolean knows(String organisation) {
        return addressesOf.containsKey(organisation)
                || subscriptionsOf.containsKey(organisation)
                || organisations.containsKey(organisation);
    }

    /** {@return whether an operator suspended the organisation} */
    public boolean isSuspended(String organisation) {
        var entry = organisations.get(organisation);
        return entry != null && entry.getStatus() == OrganisationStatus.SUSPENDED;
    }

    /** {@return the entry, or null} */
    public @Nullable Subscription subscription(String id) {
        return subscriptions.get(id);
    }

    /** {@return how many subscriptions an organisation has; counts them one by one} */
    public int subscriptionCount(String organisation) {
        var own = subscriptionsOf.get(organisation);
        return own == null ? 0 : own.size();
    }

    /** {@return the subscriptions of an organisation (or of all), read one after the other, after that id (or from the first)} */
    public Stream<Subscription> subscriptions(@Nullable String organisation, @Nullable String after) {
        var from = after == null ? "" : after;
        var ids = organisation == null
                ? subscriptions.tailMap(from, false).keySet()
                : subscriptionsOf
                        .getOrDefault(organisation, new ConcurrentSkipListSet<>())
                        .tailSet(from, false);
        return ids.stream().map(subscriptions::get).filter(Objects::nonNull);
    }
}
