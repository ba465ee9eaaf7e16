package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.bytes;
import static se.budkavle.router.decision.Fixtures.command;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

class SubscriptionDecisionsTest {

    private static final String ID = "s1";
    private static final String OWNER = "0203:a.se";
    private static final Instant LATER = NOW.plusSeconds(60);

    private static Subscription in(SubscriptionStatus status, boolean verified) {
        return subscription(ID, OWNER, "t")
                .setStatus(status)
                .setVerifiedAt(verified ? NOW : null)
                .build();
    }

    private static RegistryCommand by(RegistryCommandKind kind, ActorKind actor) {
        return command(kind, ID, OWNER)
                .setActorKind(actor)
                .setSubscription(subscription(ID, OWNER, "t").build())
                .build();
    }

    /** Every status, proved and not, and every command that changes it. */
    @ParameterizedTest
    @CsvSource({
        "PENDING,   false, VERIFY_SUBSCRIPTION,  BACKBONE, ACTIVE,    true,  ",
        "PAUSED,    false, VERIFY_SUBSCRIPTION,  BACKBONE, PAUSED,    true,  ",
        "SUSPENDED, false, VERIFY_SUBSCRIPTION,  BACKBONE, SUSPENDED, true,  ",
        "PENDING,   false, PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    false, ",
        "ACTIVE,    true,  PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    true,  ",
        "SUSPENDED, true,  PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    true,  ",
        "SUSPENDED, false, PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    false, ",
        "PENDING,   false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   false, VERIFICATION",
        "PAUSED,    true,  RESUME_SUBSCRIPTION,  SENDER,   ACTIVE,    true,  ",
        "PAUSED,    false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   false, VERIFICATION",
        "SUSPENDED, true,  RESUME_SUBSCRIPTION,  SENDER,   ACTIVE,    true,  ",
        "SUSPENDED, false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   false, VERIFICATION",
        "SUSPENDED, true,  RESUME_SUBSCRIPTION,  OPERATOR, ACTIVE,    true,  ",
        "PENDING,   false, SUSPEND_SUBSCRIPTION, BACKBONE, SUSPENDED, false, ",
        "ACTIVE,    true,  SUSPEND_SUBSCRIPTION, BACKBONE, SUSPENDED, true,  ",
        "ACTIVE,    true,  SUSPEND_SUBSCRIPTION, OPERATOR, SUSPENDED, true,  ",
        "PAUSED,    true,  SUSPEND_SUBSCRIPTION, BACKBONE, SUSPENDED, true,  "
    })
    void changesStatus(
            SubscriptionStatus before,
            boolean verified,
            RegistryCommandKind kind,
            ActorKind actor,
            SubscriptionStatus after,
            boolean verifiedAfter,
            NotificationKind announced) {
        Subscription current = in(before, verified);
        assertThat(SubscriptionDecisions.decide(by(kind, actor), current, LATER))
                .isInstanceOfSatisfying(Write.class, write -> {
                    Subscription written = (Subscription) write.entry();
                    assertThat(written.getStatus()).isEqualTo(after);
                    assertThat(written.getVerifiedAt() != null).isEqualTo(verifiedAfter);
                    assertThat(written.getVersion()).isEqualTo(2);
                    assertThat(written.getUpdatedAt()).isEqualTo(LATER);
                    assertThat(write.announce()).isEqualTo(announced);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,    true,  VERIFY_SUBSCRIPTION,  BACKBONE",
        "PAUSED,    true,  VERIFY_SUBSCRIPTION,  BACKBONE",
        "SUSPENDED, true,  VERIFY_SUBSCRIPTION,  BACKBONE",
        "PAUSED,    true,  PAUSE_SUBSCRIPTION,   SENDER",
        "ACTIVE,    true,  RESUME_SUBSCRIPTION,  SENDER",
        "SUSPENDED, false, SUSPEND_SUBSCRIPTION, BACKBONE",
        "ACTIVE,    true,  UPDATE_SUBSCRIPTION,  SENDER"
    })
    void staysAsItIs(SubscriptionStatus status, boolean verified, RegistryCommandKind kind, ActorKind actor) {
        Subscription current = in(status, verified);
        assertThat(SubscriptionDecisions.decide(by(kind, actor), current, LATER))
                .isEqualTo(new Keep<>(current, CommandOutcome.UNCHANGED, null));
    }

    /** An endpoint that failed is still who it was; one that says that it is gone proves itself when it is resumed. */
    @ParameterizedTest
    @CsvSource({"endpoint-failing, true", "endpoint-gone, false", ", true"})
    void whoSaysItIsGoneMustProveItself(String reason, boolean verified) {
        RegistryCommand suspend = RegistryCommand.newBuilder(
                        by(RegistryCommandKind.SUSPEND_SUBSCRIPTION, ActorKind.BACKBONE))
                .setReason(reason)
                .build();
        assertThat(SubscriptionDecisions.decide(suspend, in(SubscriptionStatus.ACTIVE, true), LATER))
                .isInstanceOfSatisfying(Write.class, write -> {
                    Subscription written = (Subscription) write.entry();
                    assertThat(written.getStatus()).isEqualTo(SubscriptionStatus.SUSPENDED);
                    assertThat(written.getStatusReason()).isEqualTo(reason);
                    assertThat(written.getStatusSince()).isEqualTo(LATER);
                    assertThat(written.getVerifiedAt() != null).isEqualTo(verified);
                });
    }

    /** What the backbone suspended is the subscriber's to resume; an operator may take the suspension over. */
    @ParameterizedTest
    @EnumSource(
            value = RegistryCommandKind.class,
            names = {"RESUME_SUBSCRIPTION", "PAUSE_SUBSCRIPTION"})
    void whatAnOperatorSuspendedAnOperatorResumes(RegistryCommandKind kind) {
        Subscription byBackbone = after(
                in(SubscriptionStatus.ACTIVE, true), RegistryCommandKind.SUSPEND_SUBSCRIPTION, ActorKind.BACKBONE);
        Subscription byOperator = after(byBackbone, RegistryCommandKind.SUSPEND_SUBSCRIPTION, ActorKind.OPERATOR);
        Subscription changed = after(byOperator, RegistryCommandKind.UPDATE_SUBSCRIPTION, ActorKind.RECIPIENT);

        assertThat(List.of(
                        SubscriptionDecisions.decide(by(kind, ActorKind.RECIPIENT), byOperator, LATER),
                        SubscriptionDecisions.decide(by(kind, ActorKind.RECIPIENT), changed, LATER)))
                .containsOnly(new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.SUSPENDED_BY_OPERATOR));
        assertThat(SubscriptionDecisions.decide(
                        by(RegistryCommandKind.SUSPEND_SUBSCRIPTION, ActorKind.BACKBONE), byOperator, LATER))
                .isEqualTo(new Keep<>(byOperator, CommandOutcome.UNCHANGED, null));
        assertThat(after(byBackbone, kind, ActorKind.RECIPIENT).getStatus()).isNotEqualTo(SubscriptionStatus.SUSPENDED);
        Subscription resumed = after(byOperator, RegistryCommandKind.RESUME_SUBSCRIPTION, ActorKind.OPERATOR);
        assertThat(resumed.getStatus()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(after(resumed, RegistryCommandKind.PAUSE_SUBSCRIPTION, ActorKind.RECIPIENT)
                        .getStatus())
                .isEqualTo(SubscriptionStatus.PAUSED);
    }

    private static Subscription after(Subscription before, RegistryCommandKind kind, ActorKind actor) {
        Subscription wanted = Subscription.newBuilder(before).setName("renamed").build();
        RegistryCommand command = RegistryCommand.newBuilder(by(kind, actor))
                .setSubscription(wanted)
                .build();
        return ((Write<Subscription>) SubscriptionDecisions.decide(command, before, LATER)).entry();
    }

    /** Another URL must prove itself: at once, or when what is paused or suspended is resumed. */
    @ParameterizedTest
    @CsvSource({
        "PENDING,   PENDING,   VERIFICATION",
        "ACTIVE,    PENDING,   VERIFICATION",
        "PAUSED,    PAUSED,    ",
        "SUSPENDED, SUSPENDED, "
    })
    void anotherUrlMustProveItself(SubscriptionStatus before, SubscriptionStatus after, NotificationKind announced) {
        Subscription current = in(before, true);
        Subscription elsewhere = Subscription.newBuilder(current)
                .setUrl("https://example.org/other")
                .build();
        assertThat(SubscriptionDecisions.decide(update(elsewhere), current, LATER))
                .isInstanceOfSatisfying(Write.class, write -> {
                    Subscription written = (Subscription) write.entry();
                    assertThat(written.getStatus()).isEqualTo(after);
                    assertThat(written.getVerifiedAt()).isNull();
                    assertThat(write.announce()).isEqualTo(announced);
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = SubscriptionStatus.class,
            names = {"PENDING", "ACTIVE", "PAUSED", "SUSPENDED"})
    void whatElseIsChangedLeavesTheStatus(SubscriptionStatus status) {
        Subscription current = Subscription.newBuilder(in(status, true))
                .setStatusReason("reason")
                .setSecrets(List.of(secret("1")))
                .build();
        Subscription wanted = subscription(ID, "0203:forged.se", "t", "u")
                .setFilters("[{\"prefix\":{\"subject\":\"E4/\"}}]")
                .setStatus(SubscriptionStatus.ACTIVE)
                .setMaxPerSecond(5)
                .setVersion(77)
                .build();
        assertThat(SubscriptionDecisions.decide(update(wanted), current, LATER))
                .isEqualTo(new Write<>(
                        Subscription.newBuilder(current)
                                .setTypes(List.of("t", "u"))
                                .setFilters(wanted.getFilters())
                                .setMaxPerSecond(5)
                                .setVersion(2)
                                .setUpdatedAt(LATER)
                                .setUpdatedBy(OWNER)
                                .build(),
                        CommandOutcome.DONE,
                        null));
    }

    private static RegistryCommand update(Subscription wanted) {
        return command(RegistryCommandKind.UPDATE_SUBSCRIPTION, ID, OWNER)
                .setSubscription(wanted)
                .build();
    }

    private static SigningSecret secret(String id) {
        return SigningSecret.newBuilder()
                .setId(id)
                .setAlgorithm("HMAC-SHA256")
                .setCiphertext(bytes("x"))
                .build();
    }

    @Test
    void theOwnerNamesTheTopicAndItStays() {
        Subscription wanted = subscription(ID, OWNER, "t")
                .setChannel(ChannelKind.TOPIC)
                .setUrl(null)
                .setTopic("deliveries")
                .setPrincipal("User:a")
                .setTopicPartitions(3)
                .build();
        RegistryCommand create = command(RegistryCommandKind.CREATE_SUBSCRIPTION, ID, OWNER)
                .setSubscription(wanted)
                .build();
        Subscription created = ((Write<Subscription>) SubscriptionDecisions.decide(create, null, LATER)).entry();
        assertThat(created.getTopic()).isEqualTo("notifications.s1");
        assertThat(created.getStatus()).isEqualTo(SubscriptionStatus.ACTIVE);

        Subscription other = Subscription.newBuilder(wanted)
                .setPrincipal("User:b")
                .setTopicPartitions(null)
                .build();
        Subscription changed =
                ((Write<Subscription>) SubscriptionDecisions.decide(update(other), created, LATER)).entry();
        assertThat(changed.getTopic()).isEqualTo("notifications.s1");
        assertThat(changed.getTopicPartitions()).isEqualTo(3);
        assertThat(changed.getPrincipal()).isEqualTo("User:b");
        assertThat(changed.getStatus()).isEqualTo(SubscriptionStatus.ACTIVE);

        Subscription more =
                Subscription.newBuilder(wanted).setTopicPartitions(4).build();
        Subscription pull =
                Subscription.newBuilder(wanted).setChannel(ChannelKind.PULL).build();
        assertThat(List.of(
                        SubscriptionDecisions.decide(update(more), created, LATER),
                        SubscriptionDecisions.decide(update(pull), created, LATER)))
                .containsOnly(new Refuse<>(CommandOutcome.CONFLICT, SubscriptionDecisions.CHANNEL_FIXED));
    }

    @Test
    void secretsAreRotatedAsAsked() {
        Subscription current = Subscription.newBuilder(in(SubscriptionStatus.SUSPENDED, true))
                .setSecrets(List.of(secret("1")))
                .build();
        List<SigningSecret> both = List.of(
                secret("2"),
                SigningSecret.newBuilder(secret("1"))
                        .setExpiresAt(LATER.plusSeconds(86_400))
                        .build());
        assertThat(SubscriptionDecisions.decide(rotate(both), current, LATER))
                .isEqualTo(new Write<>(
                        Subscription.newBuilder(current)
                                .setSecrets(both)
                                .setVersion(2)
                                .setUpdatedAt(LATER)
                                .setUpdatedBy(OWNER)
                                .build(),
                        CommandOutcome.DONE,
                        null));
        assertThat(List.of(
                        SubscriptionDecisions.decide(rotate(List.of()), current, LATER),
                        SubscriptionDecisions.decide(rotate(Collections.nCopies(6, secret("2"))), current, LATER)))
                .containsOnly(new Refuse<>(CommandOutcome.INVALID, SubscriptionDecisions.INCOMPLETE));
    }

    private static RegistryCommand rotate(List<SigningSecret> secrets) {
        return command(RegistryCommandKind.ROTATE_SECRET, ID, OWNER)
                .setSubscription(
                        subscription(ID, OWNER, "t").setSecrets(secrets).build())
                .build();
    }

    @ParameterizedTest
    @EnumSource(
            value = RegistryCommandKind.class,
            names = {"VERIFY_SUBSCRIPTION", "SUSPEND_SUBSCRIPTION"})
    void theBackboneAloneVerifiesAndSuspends(RegistryCommandKind kind) {
        assertThat(SubscriptionDecisions.decide(
                        by(kind, ActorKind.SENDER), in(SubscriptionStatus.PENDING, false), LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.FORBIDDEN, SubscriptionDecisions.NOT_ALLOWED));
    }

    @Test
    void aWebhookIsCreatedPendingAndChallengedAnyOtherActive() {
        Subscription webhook = in(SubscriptionStatus.ACTIVE, true);
        RegistryCommand create = by(RegistryCommandKind.CREATE_SUBSCRIPTION, ActorKind.SENDER);
        assertThat(SubscriptionDecisions.decide(create, null, LATER)).isInstanceOfSatisfying(Write.class, write -> {
            assertThat(((Subscription) write.entry()).getStatus()).isEqualTo(SubscriptionStatus.PENDING);
            assertThat(((Subscription) write.entry()).getVerifiedAt()).isNull();
            assertThat(write.outcome()).isEqualTo(CommandOutcome.CREATED);
            assertThat(write.announce()).isEqualTo(NotificationKind.VERIFICATION);
        });
        RegistryCommand pull = RegistryCommand.newBuilder(create)
                .setSubscription(Subscription.newBuilder(webhook)
                        .setChannel(ChannelKind.PULL)
                        .setUrl(null)
                        .build())
                .build();
        assertThat(SubscriptionDecisions.decide(pull, null, LATER)).isInstanceOfSatisfying(Write.class, write -> {
            assertThat(((Subscription) write.entry()).getStatus()).isEqualTo(SubscriptionStatus.ACTIVE);
            assertThat(write.announce()).isNull();
        });
        assertThat(SubscriptionDecisions.decide(create, webhook, LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.CONFLICT, SubscriptionDecisions.EXISTS));
    }

    @Test
    void aVerificationOfAnOlderVersionDoesNotCount() {
        RegistryCommand verify = RegistryCommand.newBuilder(
                        by(RegistryCommandKind.VERIFY_SUBSCRIPTION, ActorKind.BACKBONE))
                .setIfVersion(1L)
                .build();
        Subscription current = Subscription.newBuilder(in(SubscriptionStatus.PENDING, false))
                .setVersion(2)
                .build();
        assertThat(SubscriptionDecisions.decide(verify, current, LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.PRECONDITION_FAILED, SubscriptionDecisions.PRECONDITION));
    }

    @ParameterizedTest
    @EnumSource(
            value = SubscriptionStatus.class,
            names = {"PENDING", "ACTIVE", "PAUSED", "SUSPENDED"})
    void aTestIsAnnouncedAndADeletionDoneInEveryStatus(SubscriptionStatus status) {
        Subscription current = in(status, true);
        assertThat(SubscriptionDecisions.decide(
                        by(RegistryCommandKind.TEST_SUBSCRIPTION, ActorKind.SENDER), current, LATER))
                .isEqualTo(new Keep<>(current, CommandOutcome.DONE, NotificationKind.TEST));
        assertThat(SubscriptionDecisions.decide(
                        by(RegistryCommandKind.DELETE_SUBSCRIPTION, ActorKind.SENDER), current, LATER))
                .isEqualTo(new Remove<>(current));
    }

    /** Another organisation's subscription is as one that is not there, whatever is asked. */
    @ParameterizedTest
    @EnumSource(
            value = RegistryCommandKind.class,
            names = {".*_SUBSCRIPTION", "ROTATE_SECRET"},
            mode = EnumSource.Mode.MATCH_ANY)
    void anothersIsNotFound(RegistryCommandKind kind) {
        if (kind == RegistryCommandKind.CREATE_SUBSCRIPTION) {
            return;
        }
        RegistryCommand command = command(kind, ID, "0203:other.se").build();
        assertThat(SubscriptionDecisions.decide(command, in(SubscriptionStatus.ACTIVE, true), LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.NOT_FOUND, SubscriptionDecisions.UNKNOWN));
        assertThat(SubscriptionDecisions.decide(command, null, LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.NOT_FOUND, SubscriptionDecisions.UNKNOWN));
    }

    /** Whatever is asked in whatever order: an active webhook has proved itself, and the owner never changes. */
    @Property
    void anActiveWebhookIsVerified(
            @ForAll @Size(max = 20) List<RegistryCommandKind> kinds, @ForAll @Size(20) List<ActorKind> actors) {
        Subscription current = null;
        for (int i = 0; i < kinds.size(); i++) {
            RegistryCommand command = by(kinds.get(i), actors.get(i));
            RegistryDecision<Subscription> decision = SubscriptionDecisions.decide(command, current, LATER);
            switch (decision) {
                case Write<Subscription> write -> current = write.entry();
                case Remove<Subscription> remove -> current = null;
                case Keep<Subscription> keep -> assertThat(keep.entry()).isEqualTo(current);
                case Refuse<Subscription> refuse -> assertThat(refuse.code()).isNotBlank();
            }
            if (current != null) {
                assertThat(current.getOrganisation()).isEqualTo(OWNER);
                assertThat(current.getStatus() != SubscriptionStatus.ACTIVE || current.getVerifiedAt() != null)
                        .isTrue();
            }
        }
    }
}
