package se.budkavle.gateway.http;

import jakarta.inject.Singleton;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.Subscription;

/** Finds the caller's subscriptions; others' are not there. */
@Singleton
final class OwnSubscriptions {

    private final Registry registry;

    OwnSubscriptions(Registry registry) {
        this.registry = registry;
    }

    /**
     * {@return the subscription of that id}
     *
     * @throws se.budkavle.gateway.problem.RefusedException 404 where there is none, or it is another's
     */
    Subscription find(String text, Caller caller) {
        var id = Paths.id(text);
        if (!isThere(id, caller)) {
            throw Paths.notFound();
        }
        var entry = registry.copy().subscription(id);
        if (entry == null) {
            throw Paths.notFound();
        }
        return entry;
    }

    /** {@return whether it is there still} */
    boolean isThere(String id, Caller caller) {
        var entry = registry.copy().subscription(id);
        return entry != null && entry.getOrganisation().equals(caller.organisation());
    }
}
