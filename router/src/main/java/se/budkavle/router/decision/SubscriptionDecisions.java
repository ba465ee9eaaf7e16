package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
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
 *   CREATE ──▶ PENDING ──VERIFY──▶ ACTIVE ──PAUSE──▶ PAUSED ───RESUME──┬─▶ ACTIVE   what has proved itself
 *                 ▲                 │ └────SUSPEND─▶ SUSPENDED ─RESUME─┤
 *                 └──another URL────┘                                  └─▶ PENDING  what has not: a new challenge
 * </pre>
 *
 * Only a webhook proves itself, a new one and one that said that it is gone; other channels are active at once. What is
 * paused or suspended stays so until it is resumed, whatever else is changed; what an operator suspended, by an operator.
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
    /** An operator suspended it: an operator alone resumes it. */
    public static final String SUSPENDED_BY_OPERATOR = "suspended-by-operator";
    /** The command lacks its subscription, or is about another. */
    public static final String INCOMPLETE = "incomplete-command";
    /** The kind of channel and a topic's partitions are for good: order and feed depend on them. */
    public static final String CHANNEL_FIXED = "channel-fixed";
    /** This version does not know the command. */
    public static final String NOT_SUPPORTED = "command-not-supported";

    /** More than are in use during a rotation, or two of them. */
    private static final int MAX_SECRETS = 5;

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
            case PUT_ADDRESS,
                    DELETE_ADDRESS,
                    SUSPEND_ADDRESS,
                    RESUME_ADDRESS,
                    PUT_EVENT_TYPE,
                    SUSPEND_ORGANISATION,
                    RESUME_ORGANISATION,
                    UNKNOWN -> new Refuse<>(CommandOutcome.INVALID, NOT_SUPPORTED);
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
                .setTopic(topicOf(wanted))
                .setStatus(webhook ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE)
                .setStatusReason(null)
                .setStatusSince(now)
                .setStatusBy(command.getActorKind())
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
                    SUSPEND_ADDRESS,
                    RESUME_ADDRESS,
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
        boolean samePartitions = wanted.getTopicPartitions() == null
                || wanted.getTopicPartitions().equals(current.getTopicPartitions());
        if (wanted.getChannel() != current.getChannel() || !samePartitions) {
            return new Refuse<>(CommandOutcome.CONFLICT, CHANNEL_FIXED);
        }
        Subscription.Builder changed = Subscription.newBuilder(wanted)
                .setOrganisation(current.getOrganisation())
                .setTopic(current.getTopic())
                .setTopicPartitions(current.getTopicPartitions())
                .setSecrets(wanted.getSecrets().isEmpty() ? current.getSecrets() : wanted.getSecrets())
                .setStatus(current.getStatus())
                .setStatusReason(current.getStatusReason())
                .setStatusSince(current.getStatusSince())
                .setStatusBy(current.getStatusBy())
                .setVerifiedAt(current.getVerifiedAt())
                .setVersion(current.getVersion())
                .setCreatedAt(current.getCreatedAt())
                .setUpdatedAt(current.getUpdatedAt())
                .setUpdatedBy(current.getUpdatedBy());
        if (Subscription.newBuilder(changed).build().equals(current)) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        if (wanted.getChannel() != ChannelKind.WEBHOOK || Objects.equals(wanted.getUrl(), current.getUrl())) {
            return write(changed, command, now, null);
        }
        changed.setVerifiedAt(null);
        return switch (current.getStatus()) {
            // It proves itself when it is resumed.
            case PAUSED, SUSPENDED -> write(changed, command, now, null);
            case PENDING, ACTIVE, UNKNOWN ->
                write(
                        status(changed, SubscriptionStatus.PENDING, null, command, now),
                        command,
                        now,
                        NotificationKind.VERIFICATION);
        };
    }

    private static RegistryDecision<Subscription> verify(RegistryCommand command, Subscription current, Instant now) {
        if (command.getActorKind() != ActorKind.BACKBONE) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
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

    private static RegistryDecision<Subscription> pause(RegistryCommand command, Subscription current, Instant now) {
        if (isForAnOperator(command, current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SUSPENDED_BY_OPERATOR);
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
    private static RegistryDecision<Subscription> resume(RegistryCommand command, Subscription current, Instant now) {
        if (isForAnOperator(command, current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, SUSPENDED_BY_OPERATOR);
        }
        if (current.getStatus() == SubscriptionStatus.ACTIVE) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        boolean proveAgain = current.getChannel() == ChannelKind.WEBHOOK && current.getVerifiedAt() == null;
        Subscription.Builder changed = Subscription.newBuilder(current);
        status(changed, proveAgain ? SubscriptionStatus.PENDING : SubscriptionStatus.ACTIVE, null, command, now);
        return write(changed, command, now, proveAgain ? NotificationKind.VERIFICATION : null);
    }

    private static RegistryDecision<Subscription> suspend(RegistryCommand command, Subscription current, Instant now) {
        if (!isBackboneOrOperator(command)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
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

    private static RegistryDecision<Subscription> rotate(RegistryCommand command, Subscription current, Instant now) {
        Subscription wanted = command.getSubscription();
        if (wanted == null
                || wanted.getSecrets().isEmpty()
                || wanted.getSecrets().size() > MAX_SECRETS) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        return write(Subscription.newBuilder(current).setSecrets(wanted.getSecrets()), command, now, null);
    }

    /** Where the notifier writes for a subscriber on Kafka. */
    private static @Nullable String topicOf(Subscription wanted) {
        return wanted.getChannel() == ChannelKind.TOPIC ? Topics.notificationsOf(wanted.getSubscriptionId()) : null;
    }

    private static Subscription.Builder status(
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

    private static RegistryDecision<Subscription> write(
            Subscription.Builder changed, RegistryCommand command, Instant now, @Nullable NotificationKind announce) {
        Subscription written = changed.setVersion(changed.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, CommandOutcome.DONE, announce);
    }
}
