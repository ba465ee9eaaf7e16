package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.SENDER_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.command;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.put;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Commands to the registries: what is written, answered and audited. */
class RegistryCommandsTest {

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    private void ask(RegistryCommand command) {
        router.pipe(Topics.REGISTRY_COMMANDS, command.getEntityId(), command);
    }

    @Test
    void anAddressThatWasPutCanBeSentTo() {
        ask(put(address(RECIPIENT, RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .build());
        router.send(message(RECIPIENT).build());

        assertThat(router.deliveries()).hasSize(1);
        var entries = router.records(Topics.ADDRESSES);
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.key()).isEqualTo(RECIPIENT);
            assertThat(entry.value().getVersion()).isEqualTo(1);
            assertThat(RecordHeaders.get(entry.headers(), RecordHeaders.TRACEPARENT))
                    .isEqualTo(RouterRig.TRACEPARENT);
        });
        var results = router.records(Topics.COMMAND_RESULTS);
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.key()).isEqualTo("gateway-1");
            assertThat(result.value().getOutcome()).isEqualTo(CommandOutcome.CREATED);
            assertThat(result.value().getVersion()).isEqualTo(1);
        });
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction, AuditEvent::getEntityId, AuditEvent::getOutcome)
                .containsExactly(tuple("put-address", RECIPIENT, AuditOutcome.DONE));
    }

    @Test
    void ofTwoWhoRaceForAVersionOneWins() {
        var entry = address(RECIPIENT, RECIPIENT_ORGANISATION);
        ask(put(entry.build(), RECIPIENT_ORGANISATION).build());
        ask(put(entry.setDisplayName("one").build(), RECIPIENT_ORGANISATION)
                .setIfVersion(1L)
                .build());
        ask(put(entry.setDisplayName("two").build(), RECIPIENT_ORGANISATION)
                .setIfVersion(1L)
                .build());

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getVersion)
                .containsExactly(
                        tuple(CommandOutcome.CREATED, 1L),
                        tuple(CommandOutcome.DONE, 2L),
                        tuple(CommandOutcome.PRECONDITION_FAILED, null));
        assertThat(router.values(Topics.ADDRESSES)).hasSize(2);
    }

    @Test
    void aRefusalChangesNothingAndIsAudited() {
        ask(put(address(RECIPIENT, SENDER_ORGANISATION).build(), SENDER_ORGANISATION)
                .build());

        assertThat(router.values(Topics.ADDRESSES)).isEmpty();
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.FORBIDDEN, "address-not-claimable"));
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getOutcome, AuditEvent::getCode)
                .containsExactly(tuple(AuditOutcome.REFUSED, "address-not-claimable"));
    }

    @Test
    void aDeletedAddressIsGoneAndFree() {
        ask(put(address("free", RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .build());
        ask(command(RegistryCommandKind.DELETE_ADDRESS, "free", RECIPIENT_ORGANISATION)
                .build());
        ask(put(address("free", SENDER_ORGANISATION).build(), SENDER_ORGANISATION)
                .build());

        assertThat(router.records(Topics.ADDRESSES))
                .extracting(
                        entry -> entry.value() == null ? null : entry.value().getOrganisation())
                .containsExactly(RECIPIENT_ORGANISATION, null, SENDER_ORGANISATION);
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.CREATED, CommandOutcome.DONE, CommandOutcome.CREATED);
    }

    @Test
    void aCommandNobodyWaitsForIsAuditedOnly() {
        ask(put(address(RECIPIENT, RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .setReplyTo(null)
                .build());
        assertThat(router.values(Topics.COMMAND_RESULTS)).isEmpty();
        assertThat(router.values(Topics.AUDIT)).hasSize(1);
    }

    @Test
    void aCommandUnderAForeignKeyIsRefused() {
        RegistryCommand command = put(address(RECIPIENT, RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .build();
        router.pipe(Topics.REGISTRY_COMMANDS, "another", command);
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.INVALID);
        assertThat(router.values(Topics.ADDRESSES)).isEmpty();
    }

    @Test
    void aWebhookProvesItselfAndThenCounts() {
        Subscription wanted = subscription("s1", RECIPIENT_ORGANISATION, "se.budkavle.message.available")
                .build();
        ask(command(RegistryCommandKind.CREATE_SUBSCRIPTION, "s1", RECIPIENT_ORGANISATION)
                .setSubscription(wanted)
                .build());

        var challenge = router.records(Topics.NOTIFICATIONS).getFirst();
        assertThat(challenge.key()).isEqualTo("s1");
        assertThat(challenge.value().getKind()).isEqualTo(NotificationKind.VERIFICATION);
        assertThat(challenge.value().getEventType()).isEqualTo("se.budkavle.subscription.verification");
        assertThat(challenge.value().getSubject()).isEqualTo("s1");
        assertThat(StandardCharsets.UTF_8.decode(challenge.value().getData()).toString())
                .matches("\\{\"challenge\":\"[0-9a-f-]{36}\"}");
        assertThat(RecordHeaders.get(challenge.headers(), RecordHeaders.TRACEPARENT))
                .isEqualTo(RouterRig.TRACEPARENT);

        ask(command(RegistryCommandKind.VERIFY_SUBSCRIPTION, "s1", "budkavle")
                .setActorKind(ActorKind.BACKBONE)
                .setIfVersion(1L)
                .setReplyTo(null)
                .build());

        assertThat(router.values(Topics.SUBSCRIPTIONS))
                .extracting(Subscription::getStatus, Subscription::getVersion)
                .containsExactly(tuple(SubscriptionStatus.PENDING, 1L), tuple(SubscriptionStatus.ACTIVE, 2L));
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.CREATED);
    }

    @Test
    void anOperatorSuspendsAnOrganisationAndNobodyElse() {
        RegistryCommand.Builder suspend =
                command(RegistryCommandKind.SUSPEND_ORGANISATION, RECIPIENT_ORGANISATION, RECIPIENT_ORGANISATION);
        ask(suspend.build());
        ask(suspend.setActorKind(ActorKind.OPERATOR).setReason("unpaid").build());
        ask(suspend.build());
        ask(suspend.setKind(RegistryCommandKind.RESUME_ORGANISATION).build());

        assertThat(router.values(Topics.ORGANISATIONS))
                .extracting(Organisation::getStatus, Organisation::getStatusReason, Organisation::getVersion)
                .containsExactly(
                        tuple(OrganisationStatus.SUSPENDED, "unpaid", 1L), tuple(OrganisationStatus.ACTIVE, null, 2L));
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome)
                .containsExactly(
                        CommandOutcome.FORBIDDEN, CommandOutcome.DONE, CommandOutcome.UNCHANGED, CommandOutcome.DONE);
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction)
                .containsExactly(
                        "suspend-organisation", "suspend-organisation", "suspend-organisation", "resume-organisation");
    }

    @Test
    void anOperatorsBrakeOnAnAddressIsTheOperatorsToRelease() {
        RegistryCommand put = put(address(RECIPIENT, RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .build();
        RegistryCommand.Builder brake = command(RegistryCommandKind.SUSPEND_ADDRESS, RECIPIENT, "0203:op.se")
                .setActorKind(ActorKind.OPERATOR)
                .setReason("under-investigation");
        ask(put);
        ask(brake.build());
        ask(put);
        ask(brake.setKind(RegistryCommandKind.RESUME_ADDRESS).build());

        assertThat(router.values(Topics.ADDRESSES))
                .extracting(Address::getStatus, Address::getVersion)
                .containsExactly(
                        tuple(AddressStatus.ACTIVE, 1L),
                        tuple(AddressStatus.SUSPENDED, 2L),
                        tuple(AddressStatus.ACTIVE, 3L));
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(
                        tuple(CommandOutcome.CREATED, null),
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.FORBIDDEN, "suspended-by-operator"),
                        tuple(CommandOutcome.DONE, null));
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction)
                .containsExactly("put-address", "suspend-address", "put-address", "resume-address");
    }

    @Test
    void aVersionNeverComesAgain() {
        RegistryCommand put = put(address(RECIPIENT, RECIPIENT_ORGANISATION).build(), RECIPIENT_ORGANISATION)
                .build();
        RegistryCommand delete = command(RegistryCommandKind.DELETE_ADDRESS, RECIPIENT, RECIPIENT_ORGANISATION)
                .build();
        ask(put);
        ask(delete);
        ask(put);
        ask(delete);
        ask(put);

        assertThat(router.values(Topics.ADDRESSES).stream().filter(Objects::nonNull))
                .extracting(Address::getVersion)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void anOlderVersionOfAnotherRegisterIsAnsweredSo() {
        ask(put(
                        address(RECIPIENT, RECIPIENT_ORGANISATION)
                                .setSource("smp")
                                .setSourceVersion("10")
                                .build(),
                        RECIPIENT_ORGANISATION)
                .build());
        ask(put(
                        address(RECIPIENT, RECIPIENT_ORGANISATION)
                                .setSource("smp")
                                .setSourceVersion("9")
                                .build(),
                        RECIPIENT_ORGANISATION)
                .build());

        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode, CommandResult::getVersion)
                .containsExactly(
                        tuple(CommandOutcome.CREATED, null, 1L),
                        tuple(CommandOutcome.UNCHANGED, "older-source-version", 1L));
        assertThat(router.values(Topics.ADDRESSES)).hasSize(1);
    }

    @Test
    void aCommandOfALaterVersionIsAnsweredAsUnsupported() {
        ask(command(RegistryCommandKind.UNKNOWN, "0203:a.se", RECIPIENT_ORGANISATION)
                .build());
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(tuple(CommandOutcome.INVALID, "command-not-supported"));
    }

    @Test
    void anEventTypeIsItsDomainsAndNobodyElses() {
        String type = "se.digg.function.changed";
        EventType wanted = EventType.newBuilder()
                .setType(type)
                .setOrganisation(RECIPIENT_ORGANISATION)
                .setUpdatedAt(router.now())
                .setUpdatedBy(RECIPIENT_ORGANISATION)
                .build();
        ask(command(RegistryCommandKind.PUT_EVENT_TYPE, type, SENDER_ORGANISATION)
                .setEventType(wanted)
                .build());
        ask(command(RegistryCommandKind.PUT_EVENT_TYPE, type, RECIPIENT_ORGANISATION)
                .setEventType(wanted)
                .build());
        ask(command(RegistryCommandKind.PUT_EVENT_TYPE, type, RECIPIENT_ORGANISATION)
                .setEventType(EventType.newBuilder(wanted).setDescription("new").build())
                .setIfVersion(1L)
                .build());

        assertThat(router.records(Topics.EVENT_TYPES))
                .extracting(TestRecord::key, entry -> entry.value().getVersion())
                .containsExactly(tuple(type, 1L), tuple(type, 2L));
        assertThat(router.values(Topics.COMMAND_RESULTS))
                .extracting(CommandResult::getOutcome, CommandResult::getCode, CommandResult::getVersion)
                .containsExactly(
                        tuple(CommandOutcome.FORBIDDEN, "event-type-not-yours", null),
                        tuple(CommandOutcome.CREATED, null, 1L),
                        tuple(CommandOutcome.DONE, null, 2L));
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction, AuditEvent::getOutcome)
                .containsExactly(
                        tuple("put-event-type", AuditOutcome.REFUSED),
                        tuple("put-event-type", AuditOutcome.DONE),
                        tuple("put-event-type", AuditOutcome.DONE));
    }

    @Test
    void aTestAsksForANotificationOfItsOwnEachTime() {
        ask(command(RegistryCommandKind.CREATE_SUBSCRIPTION, "s1", RECIPIENT_ORGANISATION)
                .setSubscription(subscription("s1", RECIPIENT_ORGANISATION, "t")
                        .setChannel(ChannelKind.PULL)
                        .setUrl(null)
                        .build())
                .build());
        ask(command(RegistryCommandKind.TEST_SUBSCRIPTION, "s1", RECIPIENT_ORGANISATION)
                .build());
        ask(command(RegistryCommandKind.TEST_SUBSCRIPTION, "s1", RECIPIENT_ORGANISATION)
                .build());

        var tests = router.notifications();
        assertThat(tests).hasSize(2).allSatisfy(test -> {
            assertThat(test.getKind()).isEqualTo(NotificationKind.TEST);
            assertThat(test.getEventType()).isEqualTo("se.budkavle.subscription.test");
            assertThat(test.getSubscriptionId()).isEqualTo("s1");
        });
        assertThat(tests).extracting(Notification::getNotificationId).doesNotHaveDuplicates();
        assertThat(router.values(Topics.SUBSCRIPTIONS)).hasSize(1);
    }
}
