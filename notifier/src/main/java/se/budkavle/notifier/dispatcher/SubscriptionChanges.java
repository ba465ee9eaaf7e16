package se.budkavle.notifier.dispatcher;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells the tasks, on their own threads, which subscriptions have changed. */
final class SubscriptionChanges {

    private final Collection<Set<String>> inboxes = new CopyOnWriteArrayList<>();

    /** A place where ids of changed subscriptions appear, each once; emptied by who reads it. */
    Set<String> register() {
        Set<String> inbox = ConcurrentHashMap.newKeySet();
        inboxes.add(inbox);
        return inbox;
    }

    // By identity: sets are equal when their contents are.
    @SuppressWarnings("ReferenceEquality")
    void unregister(Set<String> inbox) {
        inboxes.removeIf(registered -> registered == inbox);
    }

    void publish(String subscriptionId) {
        inboxes.forEach(inbox -> inbox.add(subscriptionId));
    }
}
