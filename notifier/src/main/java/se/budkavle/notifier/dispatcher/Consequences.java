package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Does what follows from an attempt, or from time that ran out: an item is taken out, tried again or becomes a dead letter,
 * its subscription is activated or suspended.
 */
final class Consequences {

    /** Failed notifications that are due at once when their subscription was changed; others keep their time. */
    private static final int DUE_AT_ONCE = 1000;

    private final Queue queue;
    private final Lines lines;
    private final Endpoints endpoints;
    private final Outbound outbound;
    private final AttemptPolicy policy;
    private final DispatcherMetrics metrics;
    private final DoubleSupplier chance;

    Consequences(
            Queue queue,
            Lines lines,
            Endpoints endpoints,
            Outbound outbound,
            AttemptPolicy policy,
            DispatcherMetrics metrics,
            DoubleSupplier chance) {
        this.queue = queue;
        this.lines = lines;
        this.endpoints = endpoints;
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
        Subscription asked = subscription == null ? push.subscription() : subscription;
        Instant at = Instant.ofEpochMilli(now);
        Decision decision = policy.decide(
                item.pending(), asked.getRetryLadderMillis(), completion.result(), at, chance.getAsDouble());
        if (subscription != null
                && subscription.getVersion() == push.subscription().getVersion()) {
            decision = judge(line, completion, decision, at);
        }
        if (subscription != null && provesAnother(push, subscription)) {
            decision = new Decision.Retry(at);
        }
        AttemptOutcome outcome = AttemptPolicy.outcome(item.notification(), completion.result());
        metrics.attempt(outcome, completion.took());
        outbound.attempt(completion, outcome, decision);
        if (decision instanceof Decision.Suspend(String reason, Decision then)) {
            suspend(line, push, reason, at);
            decision = then;
        }
        become(line, push, decision, subscription, at);
        if (!(decision instanceof Decision.Retry) || !Subscriptions.isStrict(subscription)) {
            scheduleNext(line, item, subscription);
        }
    }

    /**
     * Whether a verification asked another endpoint than the subscription has by now: its answer says nothing of the new
     * one, which may be the one it was meant for, as the verification of a change can come before the change.
     */
    private static boolean provesAnother(Outstanding.Push push, Subscription subscription) {
        return push.item().notification().getKind() == NotificationKind.VERIFICATION
                && !Objects.equals(subscription.getUrl(), push.subscription().getUrl());
    }

    /** Carries out what was decided of a notification. */
    private void become(
            Line line, Outstanding.Push push, Decision decision, @Nullable Subscription subscription, Instant at) {
        Item item = push.item();
        switch (decision) {
            case Decision.Settle ignored -> remove(line, item, push.scheduled());
            case Decision.Activate ignored -> {
                remove(line, item, push.scheduled());
                if (subscription != null && subscription.getStatus() == SubscriptionStatus.PENDING) {
                    outbound.command(RegistryCommandKind.VERIFY_SUBSCRIPTION, subscription, null, item, at);
                }
            }
            case Decision.Retry(Instant next) -> {
                metrics.retry();
                lines.failed(item);
                Item failed = item.failed(at, next);
                queue.reschedule(item, failed, push.scheduled());
                line.rescheduled(failed);
                lines.wake(line, next.toEpochMilli());
            }
            case Decision.GiveUp(Reason reason) ->
                giveUp(line, item, push.scheduled(), reason, item.pending().getAttempts() + 1, at);
            case Decision.Suspend ignored -> throw new IllegalStateException("suspended twice");
        }
    }

    /** What the attempt says of the endpoint: it may be that its subscription is to be suspended. */
    private Decision judge(Line line, Outstanding.Completion completion, Decision decision, Instant at) {
        Outstanding.Push push = completion.push();
        boolean isOfEndpoint = push.item().notification().getKind() != NotificationKind.VERIFICATION
                && !(completion.result() instanceof AttemptResult.TooLarge);
        if (!isOfEndpoint || decision instanceof Decision.Suspend) {
            return decision;
        }
        if (decision instanceof Decision.Settle) {
            endpoints.succeeded(line);
            return decision;
        }
        boolean mayHeal =
                decision instanceof Decision.Retry || decision.equals(new Decision.GiveUp(Reason.PUSH_FAILED));
        endpoints.failed(
                line,
                new Breaker.Failure(
                        push.subscription().getVersion(),
                        mayHeal,
                        line.isOpen() && !push.at().isBefore(Instant.ofEpochMilli(line.probeAt())),
                        policy.retryAfter(completion.result()),
                        policy.ladder(push.subscription().getRetryLadderMillis()),
                        at,
                        chance.getAsDouble()));
        return endpoints.isHopeless(line, at)
                ? new Decision.Suspend(AttemptPolicy.ENDPOINT_FAILING, decision)
                : decision;
    }

    /**
     * Compares what is known of an endpoint with its subscription: whoever changed it may have mended it, so that it begins
     * anew, and what failed is tried at once, in order. Of a deleted one nothing is kept.
     */
    void compare(Line line, @Nullable Subscription subscription, long now) {
        if (line.failing() == null) {
            return;
        }
        if (subscription == null) {
            if (line.pending() == 0) {
                endpoints.forget(line);
            }
        } else if (subscription.getVersion() != line.failing().getVersion()) {
            endpoints.forget(line);
            Instant at = Instant.ofEpochMilli(now);
            for (Queue.Entry entry : queue.waiting(line.subscriptionId(), now, DUE_AT_ONCE)) {
                Item item = line.isInFlight(entry.lane()) ? null : queue.get(entry.lane(), entry.sequence());
                if (item != null && item.due() == entry.due()) {
                    Item due = item.dueAt(at);
                    queue.reschedule(item, due, true);
                    line.scheduled(due);
                }
            }
        }
    }

    /** Gives up an item that waited for too long, and lets the next one come forward. */
    void expired(Line line, Item item, long now) {
        int attempts = item.pending().getAttempts();
        giveUp(line, item, true, Reason.NOTIFICATION_EXPIRED, attempts, Instant.ofEpochMilli(now));
        scheduleNext(line, item, null);
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
        scheduleNext(line, verification, null);
    }

    /** Takes out what needs no push, and is no loss: a verification that expired, what turned out to be pulled. */
    void dismissed(Line line, Item item) {
        remove(line, item, true);
    }

    /** Nothing more is pushed until the registry has answered: with the next version. */
    private void suspend(Line line, Outstanding.Push push, String reason, Instant now) {
        line.suspendedVersion = push.subscription().getVersion();
        metrics.suspended(reason);
        outbound.command(RegistryCommandKind.SUSPEND_SUBSCRIPTION, push.subscription(), reason, push.item(), now);
        Instant since = line.failing() == null ? now : line.failing().getSince();
        outbound.suspended(push.subscription(), reason, since, push.item(), now);
    }

    private void giveUp(Line line, Item item, boolean scheduled, Reason reason, int attempts, Instant now) {
        metrics.deadLetter(reason);
        outbound.deadLetter(item, reason, attempts, now);
        remove(line, item, scheduled);
    }

    private void remove(Line line, Item item, boolean scheduled) {
        queue.remove(item, scheduled);
        lines.removed(line, item);
    }

    /**
     * Lets the item behind this one into the schedule.
     *
     * @param subscription null: as if order came before everything else, which looks at most
     */
    private void scheduleNext(Line line, Item item, @Nullable Subscription subscription) {
        Standing standing = lines.standing(item.lane());
        boolean lastOne = standing == null && line.isRemembered();
        boolean noneUntried = standing != null
                && !standing.hasUntried()
                && subscription != null
                && !Subscriptions.isStrict(subscription);
        if (line.isAllInFlight() || lastOne || noneUntried) {
            return;
        }
        Item next = queue.after(item.lane(), item.sequence());
        if (next != null) {
            queue.schedule(next);
            line.scheduled(next);
        }
    }
}
