package se.budkavle.notifier.dispatcher;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What is pending for each subscription on this instance, written by its tasks, for other threads to see. A subscription is
 * of one task, so that one thread at a time writes of it; nothing is kept of one for which nothing is pending.
 */
final class PendingBoard {

    private final ConcurrentMap<String, Backlog> backlogs = new ConcurrentHashMap<>();

    /** Counts an item that is now pending. */
    void added(Item item) {
        backlogs.computeIfAbsent(item.lane().subscriptionId(), id -> new Backlog())
                .added(item.notification().getCreatedAt());
    }

    /** Counts an item that is no longer pending. */
    void removed(Item item) {
        backlogs.computeIfPresent(item.lane().subscriptionId(), (id, backlog) -> {
            backlog.removed(item.notification().getCreatedAt());
            return backlog.count() == 0 ? null : backlog;
        });
    }

    /** The subscription's task ends here; another begins, and counts anew. */
    void forget(String subscriptionId) {
        backlogs.remove(subscriptionId);
    }

    /** What is pending for a subscription whose task is here. */
    PendingFigures of(String subscriptionId) {
        Backlog backlog = backlogs.get(subscriptionId);
        return backlog == null
                ? new PendingFigures(subscriptionId, 0, null)
                : new PendingFigures(subscriptionId, backlog.count(), backlog.oldest());
    }
}
