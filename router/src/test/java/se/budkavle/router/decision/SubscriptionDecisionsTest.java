package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.bytes;
import static se.budkavle.router.decision.Fixtures.command;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.time.Instant;
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

    @ParameterizedTest
    @CsvSource({
        "PENDING,  false, VERIFY_SUBSCRIPTION,  BACKBONE, ACTIVE,    ",
        "PAUSED,   false, VERIFY_SUBSCRIPTION,  BACKBONE, PAUSED,    ",
        "ACTIVE,   true,  PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    ",
        "PENDING,  false, PAUSE_SUBSCRIPTION,   SENDER,   PAUSED,    ",
        "PAUSED,   true,  RESUME_SUBSCRIPTION,  SENDER,   ACTIVE,    ",
        "PAUSED,   false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   VERIFICATION",
        "PENDING,  false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   VERIFICATION",
        "SUSPENDED,false, RESUME_SUBSCRIPTION,  SENDER,   PENDING,   VERIFICATION",
        "ACTIVE,   true,  SUSPEND_SUBSCRIPTION, BACKBONE, SUSPENDED, ",
        "PENDING,  false, SUSPEND_SUBSCRIPTION, BACKBONE, SUSPENDED, "
    })
    void changesStatus(
            SubscriptionStatus before,
            boolean verified,
            RegistryCommandKind kind,
            ActorKind actor,
            SubscriptionStatus after,
            NotificationKind announced) {
        Subscription current = in(before, verified);
        assertThat(SubscriptionDecisions.decide(by(kind, actor), current, LATER))
                .isInstanceOfSatisfying(Write.class, write -> {
                    Subscription written = (Subscription) write.entry();
                    assertThat(written.getStatus()).isEqualTo(after);
                    assertThat(written.getVersion()).isEqualTo(2);
                    assertThat(written.getUpdatedAt()).isEqualTo(LATER);
                    assertThat(write.announce()).isEqualTo(announced);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "ACTIVE,    true,  VERIFY_SUBSCRIPTION,  BACKBONE",
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
    void anotherUrlMustProveItselfAndSecretsStay() {
        SigningSecret secret = SigningSecret.newBuilder()
                .setId("1")
                .setAlgorithm("HMAC-SHA256")
                .setCiphertext(bytes("x"))
                .build();
        Subscription current =
                subscription(ID, OWNER, "t").setSecrets(List.of(secret)).build();
        RegistryCommand update = command(RegistryCommandKind.UPDATE_SUBSCRIPTION, ID, OWNER)
                .setSubscription(subscription(ID, OWNER, "t")
                        .setUrl("https://example.org/other")
                        .build())
                .build();
        assertThat(SubscriptionDecisions.decide(update, current, LATER)).isInstanceOfSatisfying(Write.class, write -> {
            Subscription written = (Subscription) write.entry();
            assertThat(written.getStatus()).isEqualTo(SubscriptionStatus.PENDING);
            assertThat(written.getVerifiedAt()).isNull();
            assertThat(written.getSecrets()).containsExactly(secret);
            assertThat(written.getCreatedAt()).isEqualTo(NOW);
            assertThat(write.announce()).isEqualTo(NotificationKind.VERIFICATION);
        });
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

    @Test
    void aTestIsAnnouncedAndASecretRotated() {
        Subscription current = in(SubscriptionStatus.ACTIVE, true);
        assertThat(SubscriptionDecisions.decide(
                        by(RegistryCommandKind.TEST_SUBSCRIPTION, ActorKind.SENDER), current, LATER))
                .isEqualTo(new Keep<>(current, CommandOutcome.DONE, NotificationKind.TEST));
        assertThat(SubscriptionDecisions.decide(
                        by(RegistryCommandKind.ROTATE_SECRET, ActorKind.SENDER), current, LATER))
                .isEqualTo(new Refuse<>(CommandOutcome.INVALID, SubscriptionDecisions.INCOMPLETE));
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
