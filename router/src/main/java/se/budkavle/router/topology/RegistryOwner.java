package se.budkavle.router.topology;

import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.AddressBrake;
import se.budkavle.router.decision.AddressDecisions;
import se.budkavle.router.decision.AddressLookup;
import se.budkavle.router.decision.EventTypeDecisions;
import se.budkavle.router.decision.Notifications;
import se.budkavle.router.decision.OrganisationDecisions;
import se.budkavle.router.decision.RegistryDecision;
import se.budkavle.router.decision.SubscriptionDecisions;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Subscription;

/** The one owner of each address, subscription, organisation and event type: decides on its own state, never on a copy. */
final class RegistryOwner extends ContextualProcessor<String, RegistryCommand, Object, Object> {

    private final RegistryReaders readers;
    private final RouterMetrics metrics;
    private final AddressDecisions addressDecisions;
    private final Notifications notifications;
    private KeyValueStore<String, Address> addresses;
    private KeyValueStore<String, Long> deletedVersions;
    private KeyValueStore<String, Subscription> subscriptions;
    private KeyValueStore<String, Organisation> organisations;
    private KeyValueStore<String, EventType> eventTypes;
    private AddressLookup visible;
    private CommandOutbox outbox;

    @SuppressWarnings("NullAway.Init") // by init
    RegistryOwner(RouterConfig config, RegistryReaders readers, RouterMetrics metrics) {
        this.readers = readers;
        this.metrics = metrics;
        this.addressDecisions = new AddressDecisions(config.firstComeFirstOwned(), config.maxMoves());
        this.notifications = new Notifications(config.notificationExpiry());
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        addresses = context.getStateStore(RouterTopology.OWNED_ADDRESSES);
        deletedVersions = context.getStateStore(RouterTopology.DELETED_VERSIONS);
        subscriptions = context.getStateStore(RouterTopology.OWNED_SUBSCRIPTIONS);
        organisations = context.getStateStore(RouterTopology.OWNED_ORGANISATIONS);
        eventTypes = context.getStateStore(RouterTopology.OWNED_EVENT_TYPES);
        visible = readers.addresses(context.getStateStore(RouterTopology.ADDRESSES));
        outbox = new CommandOutbox(
                context, metrics, RouterTopology.REGISTRY_COMMAND_RESULTS, RouterTopology.REGISTRY_AUDIT);
    }

    @Override
    public void process(Record<String, RegistryCommand> record) {
        RegistryCommand command = record.value();
        if (command == null) {
            return;
        }
        String id = command.getEntityId();
        if (!id.equals(record.key())) {
            // Elsewhere lies the state that this would be decided on.
            outbox.settle(asked(command), CommandOutcome.INVALID, AddressDecisions.INCOMPLETE, null, record);
            return;
        }
        switch (command.getKind()) {
            case PUT_ADDRESS -> {
                Address current = addresses.get(id);
                long lastVersion = current == null ? lastVersionOf(id) : 0;
                ofAddress(addressDecisions.put(command, current, lastVersion, outbox.now(), visible), record);
            }
            case SUSPEND_ORGANISATION -> ofOrganisation(OrganisationStatus.SUSPENDED, record);
            case RESUME_ORGANISATION -> ofOrganisation(OrganisationStatus.ACTIVE, record);
            case DELETE_ADDRESS -> ofAddress(addressDecisions.delete(command, addresses.get(id)), record);
            case SUSPEND_ADDRESS -> ofAddress(AddressBrake.putOn(command, addresses.get(id), outbox.now()), record);
            case RESUME_ADDRESS -> ofAddress(AddressBrake.takeOff(command, addresses.get(id), outbox.now()), record);
            case PUT_EVENT_TYPE ->
                ofEventType(EventTypeDecisions.put(command, eventTypes.get(id), outbox.now()), record);
            case CREATE_SUBSCRIPTION,
                    UPDATE_SUBSCRIPTION,
                    DELETE_SUBSCRIPTION,
                    VERIFY_SUBSCRIPTION,
                    PAUSE_SUBSCRIPTION,
                    RESUME_SUBSCRIPTION,
                    SUSPEND_SUBSCRIPTION,
                    TEST_SUBSCRIPTION,
                    ROTATE_SECRET,
                    UNKNOWN ->
                ofSubscription(SubscriptionDecisions.decide(command, subscriptions.get(id), outbox.now()), record);
        }
    }

    private void ofAddress(RegistryDecision<Address> decision, Record<String, RegistryCommand> record) {
        Address after = carryOut(decision, addresses, RouterTopology.ADDRESSES_SINK, record);
        if (decision instanceof RegistryDecision.Remove<Address> remove) {
            deletedVersions.put(record.key(), remove.entry().getVersion());
        }
        answer(decision, after == null ? null : after.getVersion(), record);
    }

    /** An ETag that was given once means that very entry for ever. */
    private long lastVersionOf(String address) {
        Long version = deletedVersions.get(address);
        return version == null ? 0 : version;
    }

    private void ofOrganisation(OrganisationStatus wanted, Record<String, RegistryCommand> record) {
        RegistryDecision<Organisation> decision =
                OrganisationDecisions.decide(record.value(), organisations.get(record.key()), wanted, outbox.now());
        Organisation after = carryOut(decision, organisations, RouterTopology.ORGANISATIONS_SINK, record);
        answer(decision, after == null ? null : after.getVersion(), record);
    }

    private void ofEventType(RegistryDecision<EventType> decision, Record<String, RegistryCommand> record) {
        EventType after = carryOut(decision, eventTypes, RouterTopology.EVENT_TYPES_SINK, record);
        answer(decision, after == null ? null : after.getVersion(), record);
    }

    private void ofSubscription(RegistryDecision<Subscription> decision, Record<String, RegistryCommand> record) {
        Subscription after = carryOut(decision, subscriptions, RouterTopology.SUBSCRIPTIONS_SINK, record);
        switch (decision) {
            case RegistryDecision.Write<Subscription> write -> announce(write.announce(), write.entry(), record);
            case RegistryDecision.Keep<Subscription> keep -> announce(keep.announce(), keep.entry(), record);
            case RegistryDecision.Remove<Subscription> remove -> {}
            case RegistryDecision.Refuse<Subscription> refuse -> {}
        }
        answer(decision, after == null ? null : after.getVersion(), record);
    }

    /** The entry afterwards; null where there is none, or where nothing was decided. */
    private <V extends SpecificRecord> @Nullable V carryOut(
            RegistryDecision<V> decision, KeyValueStore<String, V> store, String sink, Record<String, ?> record) {
        return switch (decision) {
            case RegistryDecision.Write<V> write -> {
                store.put(record.key(), write.entry());
                outbox.send(sink, record.key(), write.entry(), record);
                yield write.entry();
            }
            case RegistryDecision.Keep<V> keep -> keep.entry();
            case RegistryDecision.Remove<V> remove -> {
                store.delete(record.key());
                outbox.send(sink, record.key(), null, record);
                yield null;
            }
            case RegistryDecision.Refuse<V> refuse -> null;
        };
    }

    private void answer(RegistryDecision<?> decision, @Nullable Long version, Record<String, RegistryCommand> record) {
        CommandOutbox.Asked asked = asked(record.value());
        switch (decision) {
            case RegistryDecision.Write<?> write -> outbox.settle(asked, write.outcome(), null, version, record);
            case RegistryDecision.Keep<?> keep -> outbox.settle(asked, keep.outcome(), keep.code(), version, record);
            case RegistryDecision.Remove<?> remove -> outbox.settle(asked, CommandOutcome.DONE, null, null, record);
            case RegistryDecision.Refuse<?> refuse ->
                outbox.settle(asked, refuse.outcome(), refuse.code(), null, record);
        }
    }

    private void announce(@Nullable NotificationKind kind, Subscription subscription, Record<String, ?> record) {
        if (kind == null) {
            return;
        }
        Notification notification = kind == NotificationKind.VERIFICATION
                ? notifications.verification(subscription, UUID.randomUUID().toString(), outbox.now())
                : notifications.test(subscription, outbox.now());
        String traceparent = RecordHeaders.get(record.headers(), RecordHeaders.TRACEPARENT);
        context()
                .forward(
                        new Record<>(
                                subscription.getSubscriptionId(),
                                notification,
                                context().currentSystemTimeMs(),
                                OutgoingHeaders.of(notification, traceparent)),
                        RouterTopology.REGISTRY_NOTIFICATIONS);
    }

    private static CommandOutbox.Asked asked(RegistryCommand command) {
        return new CommandOutbox.Asked(
                command.getCommandId(),
                command.getReplyTo(),
                command.getKind(),
                command.getEntityId(),
                command.getActorKind(),
                command.getOrganisation(),
                command.getActorPseudonym());
    }
}
