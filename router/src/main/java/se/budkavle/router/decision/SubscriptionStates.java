package se.budkavle.router.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * How a subscription's status changes.
 *
 * <pre>
 *   CREATE ──▶ PENDING ──VERIFY──▶ ACTIVE ──PAUSE──▶ PAUSED ───RESUME──┬─▶ ACTIVE   what has proved itself
 *                 ▲                 │ └────SUSPEND─▶ SUSPENDED ─RESUME─┤
 *                 └──another URL────┘                                  └─▶ PENDING  what has not: a new challenge
 * </pre>
 *
 * Only a webhook proves itself, a new one and one that said that it is gone; other channels are active at once. What is
 * paused or suspended stays so until it is resumed, whatever else is changed; what an operator suspended, by an operator.
 */
final class SubscriptionStates {

    private SubscriptionStates() {}

    static RegistryDecision<Subscription> verify(RegistryCommand command, Subscription current, Instant now) {
        if (command.getActorKind() != ActorKind.BACKBONE) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.NOT_ALLOWED);
        }
        if (current.getVerifiedAt() != null && current.getStatus() != SubscriptionStatus.PENDING) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        Subscription.Builder changed = Subscription.newBuilder(current).setVerifiedAt(now);
        // Paused or suspended meanwhile: it is verified, and becomes active when its subscriber says so.
        if (current.getStatus() == SubscriptionStatus.PENDING) {
            status(changed, SubscriptionStatus.ACTIVE, null, command, now);
        }
        return write(changed, command, now, null);
    }

    static RegistryDecision<Subscription> pause(RegistryCommand command, Subscription current, Instant now) {
        if (isForAnOperator(command, current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.SUSPENDED_BY_OPERATOR);
        }
        return switch (current.getStatus()) {
            case PAUSED -> new Keep<>(current, CommandOutcome.UNCHANGED, null);
            case PENDING, ACTIVE, SUSPENDED, UNKNOWN ->
                write(
                        status(
                                Subscription.newBuilder(current),
                                SubscriptionStatus.PAUSED,
                                command.getReason(),
                                command,
                                now),
                        command,
                        now,
                        null);
        };
    }

    /** What has proved itself is active again, and gets what it missed; what has not does so now. */
    static RegistryDecision<Subscription> resume(RegistryCommand command, Subscription current, Instant now) {
        if (isForAnOperator(command, current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.SUSPENDED_BY_OPERATOR);
        }
        if (current.getStatus() == SubscriptionStatus.ACTIVE) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        boolean proveAgain = current.getChannel() == ChannelKind.WEBHOOK && current.getVerifiedAt() == null;
        Subscription.Builder changed = Subscription.newBuilder(current);
        status(changed, proveAgain ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE, null, command, now);
        return write(changed, command, now, proveAgain ? NotificationKind.VERIFICATION : null);
    }

    static RegistryDecision<Subscription> suspend(RegistryCommand command, Subscription current, Instant now) {
        if (!isBackboneOrOperator(command)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.NOT_ALLOWED);
        }
        boolean isTakenOver =
                command.getActorKind() == ActorKind.OPERATOR && current.getStatusBy() != ActorKind.OPERATOR;
        if (current.getStatus() == SubscriptionStatus.SUSPENDED && !isTakenOver) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        Subscription.Builder changed = Subscription.newBuilder(current);
        // Whoever answers there later may be another. One that merely failed is still who it was.
        if (Reason.ENDPOINT_GONE.code().equals(command.getReason())) {
            changed.setVerifiedAt(null);
        }
        return write(
                status(changed, SubscriptionStatus.SUSPENDED, command.getReason(), command, now), command, now, null);
    }

    /** An operator's suspension holds until an operator ends it; the backbone's is the subscriber's to end. */
    private static boolean isForAnOperator(RegistryCommand command, Subscription current) {
        return current.getStatus() == SubscriptionStatus.SUSPENDED
                && current.getStatusBy() == ActorKind.OPERATOR
                && command.getActorKind() != ActorKind.OPERATOR;
    }

    static boolean isBackboneOrOperator(RegistryCommand command) {
        return command.getActorKind() == ActorKind.BACKBONE || command.getActorKind() == ActorKind.OPERATOR;
    }

    /** Another status, and who brought it about. */
    static Subscription.Builder status(
            Subscription.Builder changed,
            SubscriptionStatus status,
            @Nullable String reason,
            RegistryCommand command,
            Instant now) {
        return changed.setStatus(status)
                .setStatusReason(reason)
                .setStatusSince(now)
                .setStatusBy(command.getActorKind());
    }

    /** The next version. */
    static RegistryDecision<Subscription> write(
            Subscription.Builder changed, RegistryCommand command, Instant now, @Nullable NotificationKind announce) {
        Subscription written = changed.setVersion(changed.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, CommandOutcome.DONE, announce);
    }
}
