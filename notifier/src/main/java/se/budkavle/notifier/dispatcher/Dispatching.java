package se.budkavle.notifier.dispatcher;

import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Subscription;

/**
 * Says what is done when something happens: a notification comes in, an attempt ends, a subscription changes, time passes.
 * One for each task, called on its thread only. Memory is kept of subscriptions for which something is pending and of
 * requests under way; everything else is in the {@link Queue}.
 */
final class Dispatching {

    private final Queue queue;
    private final Subscriptions subscriptions;
    private final Outstanding outstanding;
    private final Lines lines;
    private final Selection selection;
    private final Consequences consequences;

    Dispatching(
            Queue queue,
            Subscriptions subscriptions,
            Outstanding outstanding,
            Lines lines,
            Selection selection,
            Consequences consequences) {
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.outstanding = outstanding;
        this.lines = lines;
        this.selection = selection;
        this.consequences = consequences;
    }

    /**
     * Takes a new notification in: sends it at once if nothing stands before it, else it waits in the queue. The wish for a
     * replay is the feed's, and so is what is pulled.
     */
    void accept(Item item, long now) {
        Subscription subscription = subscriptions.find(item.lane().subscriptionId());
        if (item.notification().getKind() == NotificationKind.REPLAY || Subscriptions.isPulled(subscription)) {
            return;
        }
        Line line = lines.of(item);
        boolean nothingWaits = line.isAllInFlight();
        boolean mayBeTried = mayBeTried(line, item, Subscriptions.isStrict(subscription));
        queue.put(item);
        lines.added(line, item);
        if (nothingWaits && !line.isInFlight(item.lane())) {
            if (!selection.sendAtOnce(line, item, subscription, now)) {
                queue.schedule(item);
                line.scheduled(item);
                selection.fill(line, now);
            }
            return;
        }
        if (mayBeTried) {
            queue.schedule(item);
            line.scheduled(item);
            selection.fill(line, now);
        }
    }

    /** Whether a new item may be tried now: nothing of its lane stands before it, or only what failed and lets it pass. */
    private boolean mayBeTried(Line line, Item item, boolean strict) {
        Standing standing = lines.standing(item.lane());
        if (standing != null) {
            return item.sequence() < standing.floor() || (!strict && !standing.hasUntried());
        }
        if (line.isRemembered()) {
            return true;
        }
        Item before = queue.before(item.lane(), item.sequence());
        return before == null || (before.isRetry() && !strict);
    }

    /** Does what follows from an attempt, and sends what may now be sent. */
    void completed(Outstanding.Completion completion, long now) {
        Item item = completion.push().item();
        Line line = lines.of(item);
        line.answered(item);
        consequences.attempted(line, completion, subscriptions.find(line.subscriptionId()), now);
        if (lines.waiting(line.isSlow()) == 0) {
            selection.fill(line, now);
        } else {
            // Whoever waited for room comes first.
            lines.await(line);
        }
    }

    /** A subscription changed: what waited for it may go. */
    void changed(String subscriptionId, long now) {
        Line line = lines.find(subscriptionId);
        if (line != null) {
            line.suspendedVersion = -1;
            line.retriesMayBeDue = true;
            selection.fill(line, now);
        }
    }

    /** Sends what has become due. */
    void tick(long now) {
        for (var line = lines.nextWoken(now); line != null; line = lines.nextWoken(now)) {
            selection.fill(line, now);
        }
    }

    /** Serves those that waited for room, each once: it asks again, behind the others, if there is not enough. */
    void serveWaiting(long now) {
        serveWaiting(false, now);
        serveWaiting(true, now);
    }

    private void serveWaiting(boolean slow, long now) {
        for (int asking = lines.waiting(slow); asking > 0 && outstanding.hasRoom(slow); asking--) {
            selection.fill(lines.nextWaiting(slow), now);
        }
    }
}
