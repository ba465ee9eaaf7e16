package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;
import se.budkavle.schemas.avro.Visibility;

/** What becomes of an endpoint that fails for long, and of what waits for it, in virtual time. */
class FailingEndpointTest {

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

    private static Subscription.Builder subscription() {
        return Samples.subscription("s");
    }

    /** Five subjects, whose notifications fail. */
    private void opens() {
        rig.registered(subscription());
        for (String subject : List.of("a", "b", "c", "d", "e")) {
            rig.notified("s", subject, subject + "0");
            rig.answered(500);
        }
    }

    private double gauge(String name) {
        return rig.meters.get("budkavle.notifier.push." + name).gauge().value();
    }

    @Test
    void isOnlyProbedOnTheStepsOfTheLadder() {
        opens();
        rig.notified("s", "f", "f0");
        assertThat(rig.pusher.count()).as("open").isZero();
        assertThat(gauge("endpoints.open")).isEqualTo(1);

        for (Duration step : List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1))) {
            rig.passes(step.minusMillis(20));
            assertThat(rig.pusher.count()).as("before %s", step).isZero();
            rig.passes(Duration.ofMillis(20));
            rig.answered(500);
        }

        assertThat(rig.meters
                        .get("budkavle.notifier.push.breaker.opened")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatCameMeanwhileIsNotWrittenAnewAndGoesWhenItSucceeds() {
        opens();
        rig.notified("s", "f", "f0", "f1");
        rig.notified("s", "g", "g0");

        rig.passes(Duration.ofSeconds(10));
        rig.answered(200);

        assertThat(rig.pusher.underWay()).contains("f0", "g0").doesNotContain("f1");
        assertThat(gauge("endpoints.open")).isZero();
        assertThat(gauge("endpoints.failing")).isZero();
        List<String> pushed = answerAll();
        assertThat(pushed).containsSubsequence("f0", "f1").contains("b0", "c0", "d0", "e0", "g0");
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    @Timeout(value = 8, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aProbeThatIsNotAnsweredHoldsUpNobody() {
        opens();
        rig.passes(Duration.ofSeconds(10));
        assertThat(rig.pusher.count()).as("the probe").isEqualTo(1);
        rig.notified("s", "f", "f0");
        rig.tick();

        rig.registered(Samples.subscription("other"));
        rig.notified("other", "x", "n0");

        assertThat(rig.pusher.underWay()).hasSize(2).contains("n0");
    }

    @Test
    @Timeout(value = 8, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatHasAPaceAndNoRoomWaitsForAnAnswer() {
        rig.registered(subscription().setMaxPerSecond(100).setMaxInFlight(1));
        rig.notified("s", "a", "a0");
        rig.notified("s", "b", "b0");
        rig.passes(Duration.ofSeconds(1));
        assertThat(rig.pusher.underWay()).containsExactly("a0");

        rig.answered(200);

        assertThat(rig.pusher.underWay()).containsExactly("b0");
    }

    @Test
    void staysOpenOverARestart() {
        opens();

        rig = rig.restarted(state.resolve("second"));
        rig.registered(subscription());
        rig.notified("s", "f", "f0");

        assertThat(rig.pusher.count()).isZero();
        rig.passes(Duration.ofSeconds(11));
        assertThat(rig.pusher.count()).isEqualTo(1);
    }

    @Test
    void beginsAnewWithAChangedSubscription() {
        opens();

        rig.registered(subscription().setUrl("https://mended.example/").setVersion(2));

        assertThat(rig.pusher.underWay()).containsExactlyInAnyOrder("a0", "b0", "c0", "d0", "e0");
        assertThat(gauge("endpoints.failing")).isZero();
    }

    @Test
    void ofADeletedSubscriptionNothingIsKept() {
        opens();

        rig.deleted("s");
        rig.passes(Duration.ofSeconds(10));
        rig.passes(Duration.ofSeconds(11));
        rig.tick();

        assertThat(rig.pending()).isEmpty();
        assertThat(gauge("endpoints.failing")).isZero();
    }

    @Test
    void suspendsAfterThreeDaysTellsTheSubscriberAndKeepsWhatWaits() {
        opens();
        var failsSince = rig.now();
        failUntilSuspended();

        var command = rig.commands.readValue();
        assertThat(command.getKind()).isEqualTo(RegistryCommandKind.SUSPEND_SUBSCRIPTION);
        assertThat(command.getReason()).isEqualTo("endpoint-failing");
        assertThat(command.getIfVersion()).isEqualTo(1);
        Event event = rig.events.readValue();
        assertThat(event.getType()).isEqualTo("se.budkavle.subscription.suspended");
        assertThat(event.getOwner()).isEqualTo("budkavle");
        assertThat(event.getVisibility()).isEqualTo(Visibility.LIMITED);
        assertThat(event.getAudience()).containsExactly(Samples.ORGANISATION);
        assertThat(event.getSubject()).isEqualTo("s");
        assertThat(StandardCharsets.UTF_8.decode(event.getData()).toString())
                .startsWith(
                        "{\"subscriptionId\":\"s\",\"reason\":\"endpoint-failing\",\"since\":\"2026-03-02T08:00:00");
        assertThat(Duration.between(failsSince, rig.now())).isBetween(Duration.ofDays(3), Duration.ofHours(85));
        assertThat(rig.attempts.readValuesToList().getLast().getConsequence()).isEqualTo(AttemptConsequence.SUSPENDED);

        rig.passes(Duration.ofDays(2));
        assertThat(rig.pusher.count()).isZero();
        assertThat(rig.events.isEmpty()).as("told once").isTrue();
    }

    @Test
    void resumePushesWhatWasMissedInOrder() {
        rig.registered(subscription().setOrdering(Ordering.STRICT).setRetryLadderMillis(halfDays()));
        for (String subject : List.of("a", "b", "c", "d", "e")) {
            rig.notified("s", subject, subject + "0", subject + "1");
            rig.answered(500);
        }
        failUntilSuspended();
        var suspended = subscription().setOrdering(Ordering.STRICT).setRetryLadderMillis(halfDays());
        rig.registered(suspended, SubscriptionStatus.SUSPENDED, 2);
        rig.notified("s", "a", "a2");
        rig.passes(Duration.ofDays(1));
        assertThat(rig.pusher.count()).isZero();

        rig.registered(suspended, SubscriptionStatus.ACTIVE, 3);
        List<String> pushed = answerAll();

        assertThat(pushed).hasSize(11).containsSubsequence("a0", "a1", "a2").containsSubsequence("e0", "e1");
        assertThat(rig.deadLetters.isEmpty()).isTrue();
        assertThat(rig.pending()).isEmpty();
        assertThat(rig.schedule()).isEmpty();
    }

    @Test
    void slowEndpointsHaveTheirShareAndLeaveTheRestToOthers() {
        rig.close();
        rig = new DispatcherRig(state.resolve("other"), Samples.settings(4, 8));
        rig.registered(Samples.subscription("slow"));
        rig.registered(Samples.subscription("also-slow"));
        rig.registered(Samples.subscription("healthy"));
        for (int i = 0; i < 4; i++) {
            rig.notified("slow", "x" + i, "s" + i);
        }
        rig.passes(Duration.ofMillis(300));
        rig.notified("also-slow", "x", "t0");
        rig.passes(Duration.ofMillis(300));

        rig.notified("also-slow", "y", "t1");
        rig.notified("healthy", "x", "h0");

        assertThat(rig.pusher.underWay()).containsExactly("s0", "s1", "s2", "s3", "t0", "h0");
        rig.pusher.take(0).answer(200);
        rig.pusher.take(0).answer(200);
        rig.tick();
        assertThat(rig.pusher.underWay()).contains("t1");
    }

    @Test
    void aSubscriptionsPaceIsKept() {
        rig.registered(subscription().setMaxPerSecond(2));
        for (int i = 0; i < 6; i++) {
            rig.notified("s", "x" + i, "n" + i);
        }

        List<Integer> perHalfSecond = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            perHalfSecond.add(rig.pusher.count());
            answerWhatIsUnderWay();
            rig.passes(Duration.ofMillis(500));
        }

        assertThat(perHalfSecond).containsExactly(1, 1, 1, 1, 1, 1);
        assertThat(rig.pending()).isEmpty();
    }

    private static List<Long> halfDays() {
        return Collections.nCopies(20, Duration.ofHours(12).toMillis());
    }

    private void failUntilSuspended() {
        for (int i = 0; i < 1000 && rig.commands.isEmpty(); i++) {
            while (rig.pusher.count() > 0) {
                rig.pusher.take(0).answer(503);
            }
            rig.passes(Duration.ofMinutes(30));
        }
    }

    private void answerWhatIsUnderWay() {
        while (rig.pusher.count() > 0) {
            rig.pusher.take(0).answer(200);
        }
        rig.tick();
    }

    /** Answers everything that is pushed; gives what it was. */
    private List<String> answerAll() {
        List<String> pushed = new ArrayList<>();
        for (int round = 0; round < 100 && !rig.pending().isEmpty(); round++) {
            pushed.addAll(rig.pusher.underWay());
            answerWhatIsUnderWay();
            if (rig.pusher.count() == 0) {
                rig.passes(Duration.ofSeconds(10));
            }
        }
        assertThat(rig.attempts.readValuesToList())
                .extracting(Attempt::getSubscriptionId)
                .containsOnly("s");
        return pushed;
    }
}
