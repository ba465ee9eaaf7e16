package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Decides what becomes of a subscription: who may ask for what, and what its subscriber writes. Its status is decided by
 * {@link SubscriptionStates}.
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
            case VERIFY_SUBSCRIPTION -> SubscriptionStates.verify(command, current, now);
            case PAUSE_SUBSCRIPTION -> SubscriptionStates.pause(command, current, now);
            case RESUME_SUBSCRIPTION -> SubscriptionStates.resume(command, current, now);
            case SUSPEND_SUBSCRIPTION -> SubscriptionStates.suspend(command, current, now);
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
        return SubscriptionStates.isBackboneOrOperator(command)
                || current.getOrganisation().equals(command.getOrganisation());
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
            return SubscriptionStates.write(changed, command, now, null);
        }
        changed.setVerifiedAt(null);
        return switch (current.getStatus()) {
            // It proves itself when it is resumed.
            case PAUSED, SUSPENDED -> SubscriptionStates.write(changed, command, now, null);
            case PENDING, ACTIVE, UNKNOWN ->
                SubscriptionStates.write(
                        SubscriptionStates.status(changed, SubscriptionStatus.PENDING, null, command, now),
                        command,
                        now,
                        NotificationKind.VERIFICATION);
        };
    }

    private static RegistryDecision<Subscription> rotate(RegistryCommand command, Subscription current, Instant now) {
        Subscription wanted = command.getSubscription();
        if (wanted == null
                || wanted.getSecrets().isEmpty()
                || wanted.getSecrets().size() > MAX_SECRETS) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        return SubscriptionStates.write(
                Subscription.newBuilder(current).setSecrets(wanted.getSecrets()), command, now, null);
    }

    /** Where the notifier writes for a subscriber on Kafka. */
    private static @Nullable String topicOf(Subscription wanted) {
        return wanted.getChannel() == ChannelKind.TOPIC ? Topics.notificationsOf(wanted.getSubscriptionId()) : null;
    }
}
