package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** The topology in virtual time. */
class DispatcherTopologyTest {

    @TempDir
    Path state;

    private DispatcherRig rig;

    @BeforeEach
    void start() {
        rig = new DispatcherRig(state.resolve("first"));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void restartedWith(DispatcherSettings settings) {
        rig.close();
        rig = new DispatcherRig(state.resolve("other"), settings);
    }

    @Test
    void pushesAtOnceAndForgetsWhatSucceeded() {
        rig.registered(Samples.subscription("s"));

        rig.notified("s", "x", "n0");
        rig.answered(204);

        Attempt attempt = rig.attempts.readValue();
        assertThat(attempt.getNotificationId()).isEqualTo("n0");
        assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.SUCCEEDED);
        assertThat(attempt.getConsequence()).isEqualTo(AttemptConsequence.SETTLED);
        assertThat(attempt.getHttpStatus()).isEqualTo(204);
        assertThat(attempt.getAttempt()).isEqualTo(1);
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.meters.get("budkavle.notifier.push.pending").gauge().value())
                .isZero();
        assertThat(rig.meters.get("budkavle.notifier.push.outstanding").gauge().value())
                .isZero();
    }

    @Test
    void carriesSequenceAndTraceToThePush() {
        rig.registered(Samples.subscription("s"));

        rig.notified("s", "x", "n0");

        PushRequest request = rig.pusher.only().request();
        assertThat(request.notification().getSequence()).isZero();
        assertThat(request.traceparent()).isEqualTo(DispatcherRig.TRACEPARENT);
        assertThat(request.at()).isEqualTo(rig.now());
    }

    @Test
    void climbsTheWholeLadderThenGivesUp() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "n0");
        var firstFailure = rig.now().plus(Samples.settings().tick());

        for (Duration delay : Samples.settings().ladder()) {
            rig.answered(500);
            rig.passes(delay.minusMillis(1));
            assertThat(rig.pusher.count()).as("before %s", delay).isZero();
            rig.passes(Duration.ofMillis(10));
        }
        rig.answered(500);

        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getAttempt, Attempt::getConsequence)
                .hasSize(12)
                .endsWith(tuple(12, AttemptConsequence.DEAD_LETTER));
        var dead = rig.deadLetters.readRecord();
        DeadLetter story = DeadLetter.from(dead.headers());
        assertThat(dead.value().getNotificationId()).isEqualTo("n0");
        assertThat(story.reason()).isEqualTo(Reason.PUSH_FAILED);
        assertThat(story.attempts()).isEqualTo(12);
        assertThat(story.firstFailedAt()).isEqualTo(firstFailure);
        assertThat(story.failedAt()).isEqualTo(rig.now());
        assertThat(story.sourceTopic()).isEqualTo("notifications");
        assertThat(story.sourceOffset()).isZero();
        assertThat(story.subscriptionId()).isEqualTo("s");
        assertThat(story.organisation()).isEqualTo(Samples.ORGANISATION);
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    void tellsNothingSecretInHeaders() {
        rig.registered(Samples.subscription("s").setCaptureResponse(true));
        rig.notified("s", "x", "n0");

        rig.pusher.only().answer(400, null, "secret");
        rig.tick();

        assertThat(rig.deadLetters.readRecord().headers().toArray())
                .allSatisfy(header -> assertThat(new String(header.value(), java.nio.charset.StandardCharsets.UTF_8))
                        .doesNotContain("secret")
                        .doesNotContain("canary"));
    }

    @Test
    void takesTheSubscriptionsOwnLadder() {
        rig.registered(Samples.subscription("s").setRetryLadderMillis(List.of(1_000L)));
        rig.notified("s", "x", "n0");

        rig.answered(503);
        rig.passes(Duration.ofSeconds(1));
        rig.answered(503);

        assertThat(rig.deadLetters.readValue().getNotificationId()).isEqualTo("n0");
    }

    @Test
    void keepsAnAnswerOnlyWhereTheSubscriberAskedForIt() {
        rig.registered(Samples.subscription("s").setCaptureResponse(true));
        rig.registered(Samples.subscription("t"));
        rig.notified("s", "x", "n0");
        rig.pusher.only().answer(200, null, "y".repeat(2000));
        rig.notified("t", "x", "n1");
        rig.pusher.only().answer(200, null, "y".repeat(2000));
        rig.tick();

        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getResponseExcerpt)
                .containsExactly("y".repeat(1000), null);
    }

    @Test
    void pushesOneAtATimeOfASubjectAndSeveralSubjectsAtOnce() {
        rig.registered(Samples.subscription("s"));

        rig.notified("s", "x", "x0", "x1");
        rig.notified("s", "y", "y0");

        assertThat(rig.pusher.underWay()).containsExactly("x0", "y0");
        rig.pusher.take(0).answer(200);
        rig.tick();
        assertThat(rig.pusher.underWay()).containsExactly("y0", "x1");
    }

    @Test
    void bestEffortPassesWhatWaitsForARetry() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0", "x1", "x2");

        rig.answered(500);
        rig.answered(200);
        rig.answered(200);

        assertThat(rig.pusher.count()).isZero();
        rig.passes(Duration.ofSeconds(10));
        assertThat(rig.pusher.underWay()).containsExactly("x0");
    }

    @Test
    void aRetryDoesNotStrandWhatCameWhileItWasUnderWay() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0", "x1");
        rig.answered(500);
        rig.pusher.only().answer(503, Duration.ofMinutes(30), "");
        rig.passes(Duration.ofSeconds(10));

        rig.notified("s", "x", "x2");
        assertThat(rig.pusher.underWay()).containsExactly("x0");
        rig.answered(500);

        assertThat(rig.pusher.underWay()).containsExactly("x2");
    }

    @Test
    void strictHoldsTheSubjectUntilItIsDeliveredOrDead() {
        rig.registered(Samples.subscription("s").setOrdering(Ordering.STRICT).setRetryLadderMillis(List.of(10_000L)));
        rig.notified("s", "x", "x0", "x1", "x2");
        rig.notified("s", "y", "y0");

        rig.pusher.take(0).answer(500);
        rig.pusher.take(0).answer(200);
        rig.tick();
        assertThat(rig.pusher.count()).as("x1 waits for x0").isZero();

        rig.passes(Duration.ofSeconds(10));
        rig.answered(500);
        assertThat(rig.deadLetters.readValue().getNotificationId()).isEqualTo("x0");
        rig.answered(200);
        rig.answered(200);
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void aChangeToStrictHoldsWhatWasParkedInOrder() {
        var subscription = Samples.subscription("s");
        rig.registered(subscription);
        rig.notified("s", "x", "x0", "x1", "x2");
        rig.answered(500);
        rig.answered(500);
        rig.registered(subscription.setOrdering(Ordering.STRICT).setVersion(2));
        rig.answered(500);
        rig.passes(Duration.ofSeconds(11));

        rig.answered(200);
        rig.answered(200);
        rig.answered(200);

        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getNotificationId)
                .containsExactly("x0", "x1", "x2", "x0", "x1", "x2");
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    void aChangeToBestEffortLetsSuccessorsGo() {
        var subscription = Samples.subscription("s")
                .setOrdering(Ordering.STRICT)
                .setRetryLadderMillis(List.of(3_600_000L, 3_600_000L));
        rig.registered(subscription);
        rig.notified("s", "x", "x0", "x1");
        rig.answered(500);

        rig.registered(subscription.setOrdering(Ordering.BEST_EFFORT).setVersion(2));
        rig.passes(Samples.settings().sweepPause());
        rig.tick();

        assertThat(rig.pusher.underWay()).as("tried at once").containsExactly("x0");
        rig.answered(500);
        assertThat(rig.pusher.underWay()).containsExactly("x1");
    }

    @Test
    void boundsWhatIsUnderWayForASubscription() {
        rig.registered(Samples.subscription("s").setMaxInFlight(2));

        rig.notified("s", "a", "a0");
        rig.notified("s", "b", "b0");
        rig.notified("s", "c", "c0");
        rig.notified("s", "d", "d0");

        assertThat(rig.pusher.underWay()).containsExactly("a0", "b0");
        rig.pusher.take(1).answer(200);
        rig.tick();
        assertThat(rig.pusher.underWay()).containsExactly("a0", "c0");
    }

    @Test
    void boundsWhatIsUnderWayInAllAndForgetsNobody() {
        restartedWith(Samples.settings(16, 2));
        for (String subscription : List.of("r", "s", "t")) {
            rig.registered(Samples.subscription(subscription));
            rig.notified(subscription, "x", subscription + "0", subscription + "1");
        }

        assertThat(rig.pusher.underWay()).containsExactly("r0", "s0");
        rig.pusher.take(0).answer(200);
        rig.tick();
        rig.pusher.take(0).answer(200);
        rig.tick();
        rig.tick();
        assertThat(rig.pusher.underWay()).hasSize(2).contains("t0");
    }

    @Test
    void retriesLeaveHalfOfTheRoomToFirstAttempts() {
        rig.registered(Samples.subscription("s").setMaxInFlight(4));
        for (String subject : List.of("a", "b", "c", "d")) {
            rig.notified("s", subject, subject);
        }
        for (int i = 0; i < 4; i++) {
            rig.pusher.take(0).answer(500);
        }
        rig.tick();
        rig.passes(Duration.ofSeconds(11));
        assertThat(rig.pusher.underWay()).containsExactly("a", "b");

        rig.notified("s", "e", "e");
        rig.notified("s", "f", "f");

        assertThat(rig.pusher.underWay()).containsExactly("a", "b", "e", "f");
    }

    @Test
    void keepsWhatHappensDuringAPauseAndPushesItInOrderAfterwards() {
        var subscription = Samples.subscription("s");
        rig.registered(subscription, SubscriptionStatus.PAUSED, 1);
        rig.notified("s", "x", "x0", "x1");
        rig.notified("s", "y", "y0");
        rig.passes(Duration.ofDays(2));
        assertThat(rig.pusher.count()).isZero();

        rig.registered(subscription, SubscriptionStatus.ACTIVE, 2);

        assertThat(rig.pusher.underWay()).containsExactly("x0", "y0");
        rig.pusher.take(0).answer(200);
        rig.pusher.take(0).answer(200);
        rig.tick();
        rig.answered(200);
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void waitsForASubscriptionThatItDoesNotKnowYet() {
        rig.notified("s", "x", "x0");
        rig.passes(Duration.ofSeconds(5));

        rig.registered(Samples.subscription("s"));

        assertThat(rig.pusher.underWay()).containsExactly("x0");
    }

    @Test
    void dropsWhatIsPendingForADeletedSubscription() {
        rig.registered(Samples.subscription("s"), SubscriptionStatus.PAUSED, 1);
        rig.notified("s", "x", "x0", "x1");

        rig.deleted("s");
        rig.passes(Duration.ofSeconds(10));
        rig.passes(Duration.ofSeconds(10));

        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.meters.get("budkavle.notifier.push.dropped").counter().count())
                .isEqualTo(2);
    }

    @Test
    void whatWaitedTooLongBecomesADeadLetterEvenDuringAPause() {
        rig.registered(Samples.subscription("s"), SubscriptionStatus.PAUSED, 1);
        rig.notified(Samples.notification("s", "x", "x0").setExpiresAt(Samples.START.plusSeconds(60)));

        rig.passes(Duration.ofSeconds(61));
        rig.passes(Duration.ofSeconds(10));

        DeadLetter story = DeadLetter.from(rig.deadLetters.readRecord().headers());
        assertThat(story.reason()).isEqualTo(Reason.NOTIFICATION_EXPIRED);
        assertThat(story.attempts()).isZero();
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void whatCameTooLateIsNotPushed() {
        rig.registered(Samples.subscription("s"));

        rig.notified(Samples.notification("s", "x", "x0").setExpiresAt(Samples.START.minusSeconds(1)));

        assertThat(rig.pusher.count()).isZero();
        assertThat(DeadLetter.from(rig.deadLetters.readRecord().headers()).reason())
                .isEqualTo(Reason.NOTIFICATION_EXPIRED);
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void honoursRetryAfter() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0");

        rig.pusher.only().answer(429, Duration.ofSeconds(90), "");
        rig.tick();
        rig.passes(Duration.ofSeconds(89));
        assertThat(rig.pusher.count()).isZero();

        rig.passes(Duration.ofSeconds(1));
        assertThat(rig.pusher.underWay()).containsExactly("x0");
    }

    @Test
    void whatIsTooLargeIsADeadLetterAndNoFaultOfTheEndpoint() {
        rig.registered(Samples.subscription("s"));
        for (String id : List.of("x0", "x1", "x2", "x3", "x4", "x5")) {
            rig.notified("s", "x", id);
            rig.pusher.only().result().complete(new AttemptResult.TooLarge());
            rig.tick();
        }

        assertThat(rig.deadLetters.readRecordsToList()).hasSize(6).allSatisfy(dead -> assertThat(
                        DeadLetter.from(dead.headers()).reason())
                .isEqualTo(Reason.PAYLOAD_TOO_LARGE));
        assertThat(rig.attempts.readValue().getOutcome()).isEqualTo(AttemptOutcome.TOO_LARGE);
        assertThat(rig.meters
                        .get("budkavle.notifier.push.endpoints.failing")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void anExcerptHasSoManyBytesAndNoHalfCharacter() {
        rig.registered(Samples.subscription("s").setCaptureResponse(true));
        rig.notified("s", "x", "n0");
        rig.pusher.only().answer(200, null, "y" + "å".repeat(1000));
        rig.tick();

        assertThat(rig.attempts.readValue().getResponseExcerpt()).isEqualTo("y" + "å".repeat(499));
    }

    @Test
    void aRefusalIsADeadLetterAtOnceAndItsSuccessorGoes() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0", "x1");

        rig.answered(400);

        assertThat(DeadLetter.from(rig.deadLetters.readRecord().headers()).reason())
                .isEqualTo(Reason.ENDPOINT_REFUSED);
        assertThat(rig.pusher.underWay()).containsExactly("x1");
    }

    @Test
    void aGoneEndpointSuspendsTheSubscriptionAndIsNotAskedAgain() {
        var subscription = Samples.subscription("s").setVersion(7);
        rig.registered(subscription);
        rig.notified("s", "x", "x0", "x1");

        rig.answered(410);

        RegistryCommand command = rig.commands.readValue();
        assertThat(command.getKind()).isEqualTo(RegistryCommandKind.SUSPEND_SUBSCRIPTION);
        assertThat(command.getEntityId()).isEqualTo("s");
        assertThat(command.getReason()).isEqualTo("endpoint-gone");
        assertThat(command.getIfVersion()).isEqualTo(7);
        assertThat(command.getReplyTo()).isNull();
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.attempts.readValue().getConsequence()).isEqualTo(AttemptConsequence.SUSPENDED);
        assertThat(rig.pusher.count()).isZero();

        rig.registered(subscription, SubscriptionStatus.SUSPENDED, 8);
        rig.registered(subscription, SubscriptionStatus.ACTIVE, 9);
        assertThat(rig.pusher.underWay()).containsExactly("x0");
        rig.answered(204);
        assertThat(rig.pusher.underWay()).containsExactly("x1");
    }

    @Test
    void anEndpointThatGivesTheChallengeBackIsVerified() {
        var subscription = Samples.subscription("s");
        rig.registered(subscription, SubscriptionStatus.PENDING, 1);
        rig.notified("s", "x", "x0");
        rig.notified(Samples.verification("s"));
        assertThat(rig.pusher.underWay()).containsExactly("v");

        rig.pusher.only().answer(200, null, Samples.CHALLENGE + "\n");
        rig.tick();

        RegistryCommand command = rig.commands.readValue();
        assertThat(command.getKind()).isEqualTo(RegistryCommandKind.VERIFY_SUBSCRIPTION);
        assertThat(command.getOrganisation()).isEqualTo("budkavle");
        assertThat(rig.pusher.count()).isZero();
        rig.registered(subscription, SubscriptionStatus.ACTIVE, 2);
        assertThat(rig.pusher.underWay()).containsExactly("x0");
    }

    @Test
    void anEndpointThatNeverGivesTheChallengeBackSuspendsTheSubscription() {
        rig.registered(Samples.subscription("s").setRetryLadderMillis(List.of(1_000L)), SubscriptionStatus.PENDING, 1);
        rig.notified(Samples.verification("s"));

        rig.pusher.only().answer(200, null, "hello");
        rig.tick();
        rig.passes(Duration.ofSeconds(1));
        rig.answered(404);

        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getOutcome)
                .containsExactly(AttemptOutcome.CHALLENGE_FAILED, AttemptOutcome.HTTP_STATUS);
        assertThat(rig.commands.readValue().getReason()).isEqualTo("verification-failed");
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void anAnswerOfTheFormerEndpointDoesNotVerifyTheNewOne() {
        var subscription = Samples.subscription("s");
        rig.registered(subscription, SubscriptionStatus.PENDING, 1);
        rig.notified(Samples.verification("s"));
        rig.registered(subscription.setUrl("https://other.example/"), SubscriptionStatus.PENDING, 2);

        rig.pusher.only().answer(200, null, Samples.CHALLENGE);
        rig.tick();

        assertThat(rig.commands.isEmpty()).isTrue();
        var again = rig.pusher.only();
        assertThat(again.request().subscription().getUrl()).isEqualTo("https://other.example/");
        again.answer(200, null, Samples.CHALLENGE);
        rig.tick();
        assertThat(rig.commands.readValue().getIfVersion()).isEqualTo(2);
    }

    @Test
    void aRefusalOfTheFormerEndpointDoesNotSuspendTheNewOne() {
        var subscription = Samples.subscription("s").setRetryLadderMillis(List.of(1_000L));
        rig.registered(subscription, SubscriptionStatus.PENDING, 1);
        rig.notified(Samples.verification("s"));
        rig.registered(subscription.setUrl("https://other.example/"), SubscriptionStatus.PENDING, 2);

        rig.answered(410);

        assertThat(rig.commands.isEmpty()).isTrue();
        assertThat(rig.pusher.only().request().subscription().getUrl()).isEqualTo("https://other.example/");
    }

    @Test
    void aVerificationThatComesBeforeTheChangeBehindItWaitsForIt() {
        Instant earlier = rig.now().minusSeconds(1);
        var subscription = Samples.subscription("s").setVerifiedAt(earlier);
        rig.registered(subscription, SubscriptionStatus.ACTIVE, 1);
        rig.notified(Samples.verification("s"));
        assertThat(rig.pusher.count()).isZero();

        rig.registered(subscription.setUrl("https://other.example/"), SubscriptionStatus.PENDING, 2);
        rig.tick();

        assertThat(rig.pusher.only().request().subscription().getUrl()).isEqualTo("https://other.example/");
    }

    @Test
    void aVerificationOfAnActiveSubscriptionIsNotPushed() {
        rig.registered(Samples.subscription("s"));

        rig.notified(Samples.verification("s"));

        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.pending()).isEmpty();
    }

    @Test
    void aRestartGoesOnWithTheLadderAndRepeatsWhatWasUnderWay() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0", "x1");
        rig.answered(500);
        assertThat(rig.pusher.underWay()).containsExactly("x1");

        rig = rig.restarted(state.resolve("second"));
        rig.registered(Samples.subscription("s"));
        rig.tick();

        assertThat(rig.pusher.underWay()).containsExactly("x1");
        rig.answered(200);
        rig.passes(Duration.ofSeconds(10));
        rig.answered(200);
        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getNotificationId, Attempt::getAttempt)
                .containsExactly(tuple("x1", 1), tuple("x0", 2));
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    void aCrashBetweenTheFlushesOfTheStoresLosesNothing() {
        rig.registered(Samples.subscription("s"), SubscriptionStatus.PAUSED, 1);
        rig.notified("s", "x", "x0", "x1");
        rig.notified("s", "y", "y0");

        rig = rig.restarted(state.resolve("second"), List.of());
        rig.registered(Samples.subscription("s"));
        rig.tick();

        assertThat(rig.pusher.underWay()).containsExactlyInAnyOrder("x0", "y0");
    }

    @Test
    void whatIsReadAgainAfterACrashKeepsItsAttempts() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0");
        rig.answered(500);

        rig = rig.restarted(state.resolve("second"));
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0");

        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.pending()).singleElement().satisfies(row -> assertThat(row.value.getAttempts())
                .isEqualTo(1));
    }

    @Test
    void theBoardShowsWhatIsPendingOfEachSubscriptionAndSinceWhen() {
        rig.registered(Samples.subscription("s"));
        rig.registered(Samples.subscription("t"), SubscriptionStatus.SUSPENDED, 2);
        rig.notified(Samples.notification("s", "x", "s0").setCreatedAt(Samples.START.plusSeconds(1)));
        rig.notified(Samples.notification("t", "x", "t0").setCreatedAt(Samples.START.plusSeconds(2)));
        rig.notified(Samples.notification("t", "x", "t1").setCreatedAt(Samples.START.plusSeconds(3)));

        rig.answered(503);
        assertThat(rig.board.of("s")).isEqualTo(new PendingFigures("s", 1, Samples.START.plusSeconds(1)));
        assertThat(rig.board.of("t")).isEqualTo(new PendingFigures("t", 2, Samples.START.plusSeconds(2)));

        rig.passes(Duration.ofSeconds(11));
        rig.answered(204);
        assertThat(rig.board.of("s")).isEqualTo(new PendingFigures("s", 0, null));
    }

    @Test
    void theBoardIsTheTasks() {
        rig.registered(Samples.subscription("s"), SubscriptionStatus.PAUSED, 2);
        rig.notified("s", "x", "n0", "n1");
        PendingFigures before = rig.board.of("s");
        PendingBoard board = rig.board;

        rig = rig.restarted(state.resolve("second"));

        assertThat(board.of("s")).isEqualTo(new PendingFigures("s", 0, null));
        rig.registered(Samples.subscription("s"), SubscriptionStatus.PAUSED, 2);
        assertThat(before.pending()).isEqualTo(2);
        assertThat(rig.board.of("s")).isEqualTo(before);
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheRestGoesOn() {
        rig.registered(Samples.subscription("s"));

        rig.poison("notifications", "s");
        rig.notified("s", "x", "x0");
        rig.answered(200);

        assertThat(rig.attempts.readValue().getNotificationId()).isEqualTo("x0");
        assertThat(rig.poison).containsExactly("notifications: UNDECODABLE");
    }

    @Test
    void aPoisonedSubscriptionIsCountedAndItsLastGoodStateHolds() {
        rig.registered(Samples.subscription("s"));

        rig.poison("subscriptions", "s");
        rig.notified("s", "x", "x0");

        assertThat(rig.pusher.underWay()).containsExactly("x0");
        assertThat(rig.meters
                        .get("budkavle.notifier.subscriptions.poison")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aPusherThatThrowsIsAFailedAttempt() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0");

        rig.pusher.only().result().completeExceptionally(new IllegalStateException("secret"));
        rig.tick();

        Attempt attempt = rig.attempts.readValue();
        assertThat(attempt.getOutcome()).isEqualTo(AttemptOutcome.FAILED);
        assertThat(attempt.getErrorClass()).isEqualTo("IllegalStateException");
        assertThat(rig.pending()).hasSize(1);
    }

    @Test
    void deadLettersCanBeReadAsNotifications() {
        rig.registered(Samples.subscription("s"));
        rig.notified("s", "x", "x0");
        rig.answered(404);

        Notification dead = rig.deadLetters.readValue();

        assertThat(dead.getData()).isEqualTo(Samples.json("{\"canary\":\"secret\"}"));
        assertThat(Topics.NOTIFICATIONS.deadLetters()).isEqualTo("notifications.dlq");
    }
}
