package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Decides which notification of which subscription is pushed next, and does what follows from each attempt. One for each
 * task, called on its thread only. Memory is kept of subscriptions for which something is pending and of requests under
 * way; everything else is in the {@link Queue}.
 */
final class Dispatching {

    /** Retries that are looked at in one go; the next go begins behind them. */
    private static final int RETRY_PAGE = 256;

    private static final int VERIFICATIONS = 16;

    private record WakeUp(long at, Line line) {}

    private final Queue queue;
    private final Subscriptions subscriptions;
    private final Outstanding outstanding;
    private final Outbound outbound;
    private final AttemptPolicy policy;
    private final DispatcherMetrics metrics;
    private final int defaultMaxInFlight;
    private final DoubleSupplier chance;

    private final Map<String, Line> lines = new HashMap<>();
    private final TreeSet<WakeUp> wakeUps = new TreeSet<>(Comparator.comparingLong(WakeUp::at)
            .thenComparing(wakeUp -> wakeUp.line().subscriptionId()));

    /** Lines that have something to send and could not, in the order in which they asked. */
    private final SequencedSet<Line> waiting = new LinkedHashSet<>();

    Dispatching(
            Queue queue,
            Subscriptions subscriptions,
            Outstanding outstanding,
            Outbound outbound,
            AttemptPolicy policy,
            DispatcherMetrics metrics,
            int defaultMaxInFlight,
            DoubleSupplier chance) {
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.outstanding = outstanding;
        this.outbound = outbound;
        this.policy = policy;
        this.metrics = metrics;
        this.defaultMaxInFlight = defaultMaxInFlight;
        this.chance = chance;
    }

    /**
     * Counts an item that was pending when the task began, and enters it in the schedule if it should be there and is not:
     * it was sent as it came, or a crash came between the flushes of the two stores. Its line is looked at with the next tick.
     *
     * @param previous the item before it in its lane; null: none
     */
    void restored(Item item, @Nullable Item previous) {
        Line line = line(item);
        added(line);
        if (mayBeTried(item, previous, isStrict(subscriptions.find(line.subscriptionId())))) {
            queue.schedule(item);
        }
        waiting.add(line);
    }

    /** Takes a new notification in: sends it at once if nothing stands before it, else it waits in the queue. */
    void accept(Item item, long now) {
        Line line = line(item);
        Subscription subscription = subscriptions.find(line.subscriptionId());
        boolean nothingWaits = line.isAllInFlight();
        queue.put(item);
        added(line);
        if (nothingWaits && !line.isInFlight(item.lane())) {
            if (item.isExpired(now)
                    || !isPushable(item, subscription, line)
                    || !trySend(line, item, false, subscription, now)) {
                queue.schedule(item);
                fill(line, now);
            }
            return;
        }
        Item before = queue.before(item.lane(), item.sequence());
        if (before == null || (before.isRetry() && !isStrict(subscription))) {
            queue.schedule(item);
            fill(line, now);
        }
    }

    /** Does what follows from an attempt, and sends what may now be sent. */
    void completed(Outstanding.Completion completion, long now) {
        Outstanding.Push push = completion.push();
        Item item = push.item();
        Line line = line(item);
        line.answered(item);
        Subscription subscription = subscriptions.find(line.subscriptionId());
        List<Long> ladder = (subscription == null ? push.subscription() : subscription).getRetryLadderMillis();
        Instant at = Instant.ofEpochMilli(now);
        Decision decision = policy.decide(item.pending(), ladder, completion.result(), at, chance.getAsDouble());
        AttemptOutcome outcome = AttemptPolicy.outcome(item.notification(), completion.result());
        metrics.attempt(outcome, completion.took());
        outbound.attempt(completion, outcome, decision);

        int attempts = item.pending().getAttempts() + 1;
        switch (decision) {
            case Decision.Settle ignored -> remove(line, item, push.scheduled());
            case Decision.Activate ignored -> {
                remove(line, item, push.scheduled());
                activate(push, subscription, at);
            }
            case Decision.Retry(Instant next) -> {
                metrics.retry();
                queue.reschedule(item, item.failed(at, next), push.scheduled());
                wake(line, next.toEpochMilli());
            }
            case Decision.GiveUp(Reason reason) -> giveUp(line, item, push.scheduled(), reason, attempts, at);
            case Decision.Suspend(String statusReason, @Nullable Reason deadLetter) -> {
                suspend(line, push, statusReason, at);
                if (deadLetter == null) {
                    remove(line, item, push.scheduled());
                } else {
                    giveUp(line, item, push.scheduled(), deadLetter, attempts, at);
                }
            }
        }
        if (!(decision instanceof Decision.Retry) || !isStrict(subscription)) {
            scheduleNext(line, item);
        }
        if (waiting.isEmpty()) {
            fill(line, now);
        } else {
            // Whoever waited for room comes first.
            waiting.add(line);
        }
    }

    /** A subscription changed: what waited for it may go. */
    void changed(String subscriptionId, long now) {
        Line line = lines.get(subscriptionId);
        if (line != null) {
            line.suspendedVersion = -1;
            fill(line, now);
        }
    }

    /** Sends what has become due. */
    void tick(long now) {
        while (!wakeUps.isEmpty() && wakeUps.getFirst().at() <= now) {
            Line line = wakeUps.removeFirst().line();
            line.wakeAt = Long.MAX_VALUE;
            fill(line, now);
        }
    }

    /** Serves those that waited for room, each once: it asks again, behind the others, if there is not enough. */
    void serveWaiting(long now) {
        for (int asking = waiting.size(); asking > 0 && outstanding.hasRoom(); asking--) {
            fill(waiting.removeFirst(), now);
        }
    }

    /**
     * Looks after an item that was come across: expired, of a deleted subscription, or not in the schedule though it should
     * be, because the subscription's ordering was changed.
     *
     * @param previous the item before it in its lane; null: none
     * @return whether it is still there
     */
    boolean lookAfter(Item item, @Nullable Item previous, long now, long deletedGraceMillis) {
        if (outstanding.isUnderWay(item)) {
            return true;
        }
        Line line = line(item);
        Subscription subscription = subscriptions.find(line.subscriptionId());
        if (subscriptions.exists(line.subscriptionId())) {
            line.missingSince = 0;
        } else if (line.missingSince == 0) {
            line.missingSince = now;
        } else if (now - line.missingSince >= deletedGraceMillis) {
            metrics.dropped();
            remove(line, item, true);
            forgetIfEmpty(line);
            return false;
        }
        if (item.isExpired(now)) {
            giveUp(
                    line,
                    item,
                    true,
                    Reason.NOTIFICATION_EXPIRED,
                    item.pending().getAttempts(),
                    Instant.ofEpochMilli(now));
            scheduleNext(line, item);
            waiting.add(line);
            forgetIfEmpty(line);
            return false;
        }
        if (mayBeTried(item, previous, isStrict(subscription)) && queue.schedule(item)) {
            waiting.add(line);
        }
        return true;
    }

    /** Whether an item is of those the schedule holds. */
    private static boolean mayBeTried(Item item, @Nullable Item previous, boolean strict) {
        return previous == null || (!strict && (item.isRetry() || previous.isRetry()));
    }

    private void fill(Line line, long now) {
        if (line.isAllInFlight()) {
            forgetIfEmpty(line);
            return;
        }
        Subscription subscription = subscriptions.find(line.subscriptionId());
        if (subscription == null || subscription.getVersion() == line.suspendedVersion) {
            return;
        }
        switch (subscription.getStatus()) {
            case ACTIVE -> {
                retry(line, subscription, now);
                sendFirst(line, subscription, now);
            }
            case PENDING -> verify(line, subscription, now);
            default -> {}
        }
        forgetIfEmpty(line);
    }

    /** Retries get at most half of the room, so that they never hold up first attempts. */
    private void retry(Line line, Subscription subscription, long now) {
        int room = room(line, subscription);
        int forRetries = Math.min(room, Math.max(1, maxInFlight(subscription) / 2) - line.retriesInFlight());
        if (forRetries <= 0) {
            return;
        }
        Queue.Page page = queue.retries(line.subscriptionId(), line.retryCursor, now, RETRY_PAGE);
        for (Queue.Entry entry : page.entries()) {
            if (forRetries == 0) {
                line.retryCursor = null;
                return;
            }
            if (!outstanding.hasRoom()) {
                waiting.add(line);
                return;
            }
            forRetries -= offer(line, subscription, entry, now) ? 1 : 0;
        }
        line.retryCursor = page.hasMore() ? page.entries().getLast().key() : null;
        if (page.hasMore()) {
            waiting.add(line);
        } else {
            wake(line, page.nextDue());
        }
    }

    private void sendFirst(Line line, Subscription subscription, long now) {
        int room = room(line, subscription);
        if (room <= 0) {
            return;
        }
        // Of each lane there is one entry, so that no more than these can be under way already.
        Queue.Page page = queue.firstAttempts(line.subscriptionId(), room + line.inFlight());
        for (Queue.Entry entry : page.entries()) {
            if (room == 0) {
                return;
            }
            if (!outstanding.hasRoom()) {
                waiting.add(line);
                return;
            }
            room -= offer(line, subscription, entry, now) ? 1 : 0;
        }
        if (page.hasMore() && room > 0) {
            waiting.add(line);
        }
    }

    private void verify(Line line, Subscription subscription, long now) {
        Lane lane = Lane.ofVerification(line.subscriptionId());
        if (line.isInFlight(lane)) {
            return;
        }
        for (Item item : queue.first(lane, VERIFICATIONS)) {
            if (item.due() > now) {
                wake(line, item.due());
            } else if (item.isExpired(now)) {
                remove(line, item, true);
            } else {
                trySend(line, item, true, subscription, now);
                return;
            }
        }
    }

    /** Sends an entry of the schedule, if it may be sent; what does not belong there is taken out. */
    private boolean offer(Line line, Subscription subscription, Queue.Entry entry, long now) {
        if (line.isInFlight(entry.lane())) {
            return false;
        }
        Item item = queue.get(entry.lane(), entry.sequence());
        if (item == null
                || item.due() != entry.due()
                || (isStrict(subscription) && queue.before(item.lane(), item.sequence()) != null)) {
            queue.unschedule(entry.key());
            return false;
        }
        if (item.notification().getKind() == NotificationKind.VERIFICATION) {
            // The subscription is active: it needs no proof any more.
            remove(line, item, true);
            scheduleNext(line, item);
            return false;
        }
        if (item.isExpired(now)) {
            giveUp(
                    line,
                    item,
                    true,
                    Reason.NOTIFICATION_EXPIRED,
                    item.pending().getAttempts(),
                    Instant.ofEpochMilli(now));
            scheduleNext(line, item);
            waiting.add(line);
            return false;
        }
        return trySend(line, item, true, subscription, now);
    }

    private boolean trySend(Line line, Item item, boolean scheduled, @Nullable Subscription subscription, long now) {
        if (subscription == null || room(line, subscription) <= 0) {
            return false;
        }
        if (!outstanding.send(item, scheduled, subscription, Instant.ofEpochMilli(now))) {
            waiting.add(line);
            return false;
        }
        line.sent(item);
        return true;
    }

    private static boolean isPushable(Item item, @Nullable Subscription subscription, Line line) {
        if (subscription == null || subscription.getVersion() == line.suspendedVersion) {
            return false;
        }
        boolean isVerification = item.notification().getKind() == NotificationKind.VERIFICATION;
        return subscription.getStatus() == (isVerification ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE);
    }

    /** The answer proves the endpoint that was asked: not another that the subscription may have by now. */
    private void activate(Outstanding.Push push, @Nullable Subscription subscription, Instant now) {
        if (subscription != null
                && subscription.getStatus() == SubscriptionStatus.PENDING
                && Objects.equals(subscription.getUrl(), push.subscription().getUrl())) {
            outbound.command(RegistryCommandKind.VERIFY_SUBSCRIPTION, subscription, null, push.item(), now);
        }
    }

    /** Nothing more is pushed until the registry has answered: with the next version. */
    private void suspend(Line line, Outstanding.Push push, String reason, Instant now) {
        line.suspendedVersion = push.subscription().getVersion();
        outbound.command(RegistryCommandKind.SUSPEND_SUBSCRIPTION, push.subscription(), reason, push.item(), now);
    }

    private void giveUp(Line line, Item item, boolean scheduled, Reason reason, int attempts, Instant now) {
        metrics.deadLetter(reason);
        outbound.deadLetter(item, reason, attempts, now);
        remove(line, item, scheduled);
    }

    private void remove(Line line, Item item, boolean scheduled) {
        queue.remove(item, scheduled);
        line.removed();
        metrics.pendingChanged(-1);
    }

    /** Lets the item behind this one into the schedule. */
    private void scheduleNext(Line line, Item item) {
        if (!line.isAllInFlight()) {
            Item next = queue.after(item.lane(), item.sequence());
            if (next != null) {
                queue.schedule(next);
            }
        }
    }

    private void wake(Line line, long at) {
        if (at < line.wakeAt) {
            wakeUps.remove(new WakeUp(line.wakeAt, line));
            line.wakeAt = at;
            wakeUps.add(new WakeUp(at, line));
        }
    }

    private int room(Line line, Subscription subscription) {
        return maxInFlight(subscription) - line.inFlight();
    }

    private int maxInFlight(Subscription subscription) {
        Integer own = subscription.getMaxInFlight();
        return own == null ? defaultMaxInFlight : Math.max(1, own);
    }

    private static boolean isStrict(@Nullable Subscription subscription) {
        return subscription != null && subscription.getOrdering() == Ordering.STRICT;
    }

    private Line line(Item item) {
        return lines.computeIfAbsent(item.lane().subscriptionId(), Line::new);
    }

    private void added(Line line) {
        line.added();
        metrics.pendingChanged(1);
    }

    private void forgetIfEmpty(Line line) {
        if (line.isEmpty()) {
            lines.remove(line.subscriptionId());
            wakeUps.remove(new WakeUp(line.wakeAt, line));
        }
    }

    /** Takes what it counted out of the metrics. */
    void close() {
        lines.values().forEach(line -> metrics.pendingChanged(-line.pending()));
    }
}
