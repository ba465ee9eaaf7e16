package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Decides what becomes of a subscription.
 *
 * <pre>
 *   CREATE ──▶ PENDING ──VERIFY──▶ ACTIVE ──PAUSE──▶ PAUSED ──RESUME──▶ ACTIVE
 *                 ▲                   │
 *                 │                   └──SUSPEND──▶ SUSPENDED
 *                 └── another url, or RESUME of what is not verified: a new challenge
 * </pre>
 *
 * Only a webhook proves itself; other channels are active at once.
 */
public final class SubscriptionDecisions {

    /** There is no such subscription, or it is another's. */
    public static final String UNKNOWN = "unknown-subscription";
    /** The id is taken. */
    public static final String EXISTS = "subscription-exists";
    /** {@code If-Match} does not hold. */
    public static final String PRECONDITION = "precondition-failed";
    /** The backbone alone may do this. */
    public static final String NOT_ALLOWED = "not-allowed";
    /** The command lacks its subscription, or is about another. */
    public static final String INCOMPLETE = "incomplete-command";
    /** This version does not know the command. */
    public static final String NOT_SUPPORTED = "command-not-supported";

    private SubscriptionDecisions() {}

    /**
     * What a command makes of a subscription.
     *
     * @param command what is asked
     * @param current the subscription; null where there is none
     * @param now the time of the decision
     */
    public static RegistryDecision<Subscription> decide(
            RegistryCommand command, @Nullable Subscription current, Instant now) {
        return switch (command.getKind()) {
            case CREATE_SUBSCRIPTION -> create(command, current, now);
            case UPDATE_SUBSCRIPTION,
                    DELETE_SUBSCRIPTION,
                    VERIFY_SUBSCRIPTION,
                    PAUSE_SUBSCRIPTION,
                    RESUME_SUBSCRIPTION,
                    SUSPEND_SUBSCRIPTION,
                    TEST_SUBSCRIPTION,
                    ROTATE_SECRET -> change(command, current, now);
            case PUT_ADDRESS, DELETE_ADDRESS, PUT_EVENT_TYPE, SUSPEND_ORGANISATION, RESUME_ORGANISATION, UNKNOWN ->
                new Refuse<>(CommandOutcome.INVALID, NOT_SUPPORTED);
        };
    }

    private static RegistryDecision<Subscription> create(
            RegistryCommand command, @Nullable Subscription current, Instant now) {
        Subscription wanted = command.getSubscription();
        if (wanted == null || !wanted.getSubscriptionId().equals(command.getEntityId())) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        if (current != null) {
            return new Refuse<>(CommandOutcome.CONFLICT, EXISTS);
        }
        boolean webhook = wanted.getChannel() == ChannelKind.WEBHOOK;
        Subscription written = Subscription.newBuilder(wanted)
                .setOrganisation(command.getOrganisation())
                .setStatus(webhook ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE)
                .setStatusReason(null)
                .setStatusSince(now)
                .setVerifiedAt(null)
                .setVersion(1)
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, CommandOutcome.CREATED, webhook ? NotificationKind.VERIFICATION : null);
    }

    private static RegistryDecision<Subscription> change(
            RegistryCommand command, @Nullable Subscription current, Instant now) {
        if (current == null || !mayChange(command, current)) {
            return RegistryDecision.notFound(UNKNOWN);
        }
        if (!RegistryDecision.conditionsHold(current.getVersion(), command.getIfVersion(), command.getIfAbsent())) {
            return new Refuse<>(CommandOutcome.PRECONDITION_FAILED, PRECONDITION);
        }
        return switch (command.getKind()) {
            case UPDATE_SUBSCRIPTION -> update(command, current, now);
            case DELETE_SUBSCRIPTION -> new Remove<>(current);
            case VERIFY_SUBSCRIPTION -> verify(command, current, now);
            case PAUSE_SUBSCRIPTION -> pause(command, current, now);
            case RESUME_SUBSCRIPTION -> resume(command, current, now);
            case SUSPEND_SUBSCRIPTION -> suspend(command, current, now);
            case TEST_SUBSCRIPTION -> new Keep<>(current, CommandOutcome.DONE, NotificationKind.TEST);
            case ROTATE_SECRET -> rotate(command, current, now);
            case CREATE_SUBSCRIPTION,
                    PUT_ADDRESS,
                    DELETE_ADDRESS,
                    PUT_EVENT_TYPE,
                    SUSPEND_ORGANISATION,
                    RESUME_ORGANISATION,
                    UNKNOWN -> new Refuse<>(CommandOutcome.INVALID, NOT_SUPPORTED);
        };
    }

    private static boolean mayChange(RegistryCommand command, Subscription current) {
        return isBackboneOrOperator(command) || current.getOrganisation().equals(command.getOrganisation());
    }

    private static boolean isBackboneOrOperator(RegistryCommand command) {
        return command.getActorKind() == ActorKind.BACKBONE || command.getActorKind() == ActorKind.OPERATOR;
    }

    /** What the subscriber may set is taken from the command, what the owner knows stays. */
    private static RegistryDecision<Subscription> update(RegistryCommand command, Subscription current, Instant now) {
        Subscription wanted = command.getSubscription();
        if (wanted == null || !wanted.getSubscriptionId().equals(command.getEntityId())) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        boolean proveAgain = wanted.getChannel() == ChannelKind.WEBHOOK
                && (current.getChannel() != ChannelKind.WEBHOOK || !Objects.equals(wanted.getUrl(), current.getUrl()));
        Subscription.Builder changed = Subscription.newBuilder(wanted)
                .setOrganisation(current.getOrganisation())
                .setSecrets(wanted.getSecrets().isEmpty() ? current.getSecrets() : wanted.getSecrets())
                .setStatus(current.getStatus())
                .setStatusReason(current.getStatusReason())
                .setStatusSince(current.getStatusSince())
                .setVerifiedAt(current.getVerifiedAt())
                .setVersion(current.getVersion())
                .setCreatedAt(current.getCreatedAt())
                .setUpdatedAt(current.getUpdatedAt())
                .setUpdatedBy(current.getUpdatedBy());
        if (Subscription.newBuilder(changed).build().equals(current)) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        if (proveAgain) {
            status(changed, SubscriptionStatus.PENDING, null, now).setVerifiedAt(null);
        }
        return write(changed, command, now, proveAgain ? NotificationKind.VERIFICATION : null);
    }

    private static RegistryDecision<Subscription> verify(RegistryCommand command, Subscription current, Instant now) {
        if (command.getActorKind() != ActorKind.BACKBONE) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
        }
        if (current.getVerifiedAt() != null && current.getStatus() != SubscriptionStatus.PENDING) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        Subscription.Builder changed = Subscription.newBuilder(current).setVerifiedAt(now);
        // Paused meanwhile: it is verified, and becomes active when its subscriber says so.
        if (current.getStatus() == SubscriptionStatus.PENDING) {
            status(changed, SubscriptionStatus.ACTIVE, null, now);
        }
        return write(changed, command, now, null);
    }

    private static RegistryDecision<Subscription> pause(RegistryCommand command, Subscription current, Instant now) {
        return switch (current.getStatus()) {
            case PAUSED -> new Keep<>(current, CommandOutcome.UNCHANGED, null);
            case PENDING, ACTIVE, SUSPENDED, UNKNOWN ->
                write(
                        status(Subscription.newBuilder(current), SubscriptionStatus.PAUSED, command.getReason(), now),
                        command,
                        now,
                        null);
        };
    }

    /** What was verified is active again; what was not, or was suspended for its endpoint's sake, proves itself anew. */
    private static RegistryDecision<Subscription> resume(RegistryCommand command, Subscription current, Instant now) {
        if (current.getStatus() == SubscriptionStatus.ACTIVE) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        boolean proveAgain = current.getChannel() == ChannelKind.WEBHOOK && current.getVerifiedAt() == null;
        Subscription.Builder changed = Subscription.newBuilder(current);
        status(changed, proveAgain ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE, null, now);
        return write(changed, command, now, proveAgain ? NotificationKind.VERIFICATION : null);
    }

    private static RegistryDecision<Subscription> suspend(RegistryCommand command, Subscription current, Instant now) {
        if (!isBackboneOrOperator(command)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
        }
        if (current.getStatus() == SubscriptionStatus.SUSPENDED) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        Subscription.Builder changed = Subscription.newBuilder(current).setVerifiedAt(null);
        return write(status(changed, SubscriptionStatus.SUSPENDED, command.getReason(), now), command, now, null);
    }

    private static RegistryDecision<Subscription> rotate(RegistryCommand command, Subscription current, Instant now) {
        Subscription wanted = command.getSubscription();
        if (wanted == null || wanted.getSecrets().isEmpty()) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        return write(Subscription.newBuilder(current).setSecrets(wanted.getSecrets()), command, now, null);
    }

    private static Subscription.Builder status(
            Subscription.Builder changed, SubscriptionStatus status, @Nullable String reason, Instant now) {
        return changed.setStatus(status).setStatusReason(reason).setStatusSince(now);
    }

    private static RegistryDecision<Subscription> write(
            Subscription.Builder changed, RegistryCommand command, Instant now, @Nullable NotificationKind announce) {
        Subscription written = changed.setVersion(changed.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, CommandOutcome.DONE, announce);
    }
}
