package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Does what follows from an attempt, or from time that ran out: an item is taken out, tried again or becomes a dead letter,
 * its subscription is activated or suspended.
 */
final class Consequences {

    private final Queue queue;
    private final Lines lines;
    private final Outbound outbound;
    private final AttemptPolicy policy;
    private final DispatcherMetrics metrics;
    private final DoubleSupplier chance;

    Consequences(
            Queue queue,
            Lines lines,
            Outbound outbound,
            AttemptPolicy policy,
            DispatcherMetrics metrics,
            DoubleSupplier chance) {
        this.queue = queue;
        this.lines = lines;
        this.outbound = outbound;
        this.policy = policy;
        this.metrics = metrics;
        this.chance = chance;
    }

    /**
     * Does what follows from an attempt.
     *
     * @param subscription as it is now; null: it is missing
     */
    void attempted(Line line, Outstanding.Completion completion, @Nullable Subscription subscription, long now) {
        Outstanding.Push push = completion.push();
        Item item = push.item();
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
                lines.wake(line, next.toEpochMilli());
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
        if (!(decision instanceof Decision.Retry) || !Subscriptions.isStrict(subscription)) {
            scheduleNext(line, item);
        }
    }

    /** Gives up an item that waited for too long, and lets the next one come forward. */
    void expired(Line line, Item item, long now) {
        int attempts = item.pending().getAttempts();
        giveUp(line, item, true, Reason.NOTIFICATION_EXPIRED, attempts, Instant.ofEpochMilli(now));
        scheduleNext(line, item);
        lines.await(line);
    }

    /** Takes out an item whose subscription was deleted. */
    void orphaned(Line line, Item item) {
        metrics.dropped();
        remove(line, item, true);
    }

    /** Takes out a verification of a subscription that is active, and needs no proof any more. */
    void unneeded(Line line, Item verification) {
        remove(line, verification, true);
        scheduleNext(line, verification);
    }

    /** Takes out a verification that expired, which is no loss. */
    void lapsed(Line line, Item verification) {
        remove(line, verification, true);
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
        lines.removed(line);
    }

    /** Lets the item behind this one into the schedule. */
    private void scheduleNext(Line line, Item item) {
        if (!line.isAllInFlight()) {
            Item next = queue.after(item.lane(), item.sequence());
            if (next != null) {
                queue.schedule(next);
                line.scheduled(next);
            }
        }
    }
}
