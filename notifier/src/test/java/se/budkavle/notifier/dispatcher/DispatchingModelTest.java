package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.kafka.common.utils.Utils;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.Ordering;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/**
 * Whatever happens in whatever order, failures, pauses and restarts: one request at a time for a subject; in STRICT no
 * inversion, in BEST_EFFORT none where nothing failed; never more under way than allowed; nothing is lost, nothing that
 * succeeded is pushed again, everything ends, and the stores are empty afterwards. All of it also when breakers open early,
 * and when few lanes or none are remembered.
 */
class DispatchingModelTest {

    private static final int SUBSCRIPTIONS = 2;
    private static final int SUBJECTS = 3;
    private static final int MAX_IN_FLIGHT = 2;
    private static final int MAX_OUTSTANDING = 3;

    sealed interface Step {
        record Notify(int subscription, int subject) implements Step {}

        record Answer(int which, int status) implements Step {}

        record Pass(int seconds) implements Step {}

        record Pause(int subscription, boolean paused) implements Step {}

        record Restart(boolean scheduleLost) implements Step {}
    }

    private Path directory;
    private int states;

    @BeforeProperty
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("dispatching");
    }

    @AfterProperty
    void deleteDirectory() throws IOException {
        Utils.delete(directory.toFile());
    }

    private Path newState() {
        return directory.resolve(Integer.toString(states++));
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void strict(@ForAll("steps") List<Step> steps, @ForAll("settings") DispatcherSettings settings) {
        new Run(Ordering.STRICT, settings).all(steps);
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void bestEffort(@ForAll("steps") List<Step> steps, @ForAll("settings") DispatcherSettings settings) {
        new Run(Ordering.BEST_EFFORT, settings).all(steps);
    }

    /** What did not fail goes as soon as there is room for it: no sweep need come by first. */
    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void onlyWhatFailedWaitsForTime(@ForAll("untimed") List<Step> steps) {
        new Run(Ordering.BEST_EFFORT, Samples.settings(MAX_IN_FLIGHT, MAX_OUTSTANDING, 100, 4096)).untimed(steps);
    }

    @Provide
    Arbitrary<List<Step>> untimed() {
        return steps().map(steps -> steps.stream()
                .filter(step -> !(step instanceof Step.Pass || step instanceof Step.Restart))
                .toList());
    }

    @Provide
    Arbitrary<DispatcherSettings> settings() {
        return Combinators.combine(Arbitraries.of(1, 2, 100), Arbitraries.of(0, 1, 4096))
                .as((breakerThreshold, lanesRemembered) ->
                        Samples.settings(MAX_IN_FLIGHT, MAX_OUTSTANDING, breakerThreshold, lanesRemembered));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> subscription = Arbitraries.integers().between(0, SUBSCRIPTIONS - 1);
        Arbitrary<Step> notify = Combinators.combine(
                        subscription, Arbitraries.integers().between(0, SUBJECTS - 1))
                .as(Step.Notify::new);
        Arbitrary<Step> answer = Combinators.combine(
                        Arbitraries.integers().between(0, 5), Arbitraries.of(200, 200, 500, 503, 400))
                .as(Step.Answer::new);
        Arbitrary<Step> pass = Arbitraries.of(1, 9, 11, 40).map(Step.Pass::new);
        Arbitrary<Step> pause =
                Combinators.combine(subscription, Arbitraries.of(true, false)).as(Step.Pause::new);
        Arbitrary<Step> restart = Arbitraries.of(true, false).map(Step.Restart::new);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(10, notify),
                        net.jqwik.api.Tuple.of(10, answer),
                        net.jqwik.api.Tuple.of(3, pass),
                        net.jqwik.api.Tuple.of(2, pause),
                        net.jqwik.api.Tuple.of(1, restart))
                .list()
                .ofMinSize(5)
                .ofMaxSize(50);
    }

    private final class Run {

        private final Ordering ordering;
        private final Map<String, Boolean> paused = new HashMap<>();
        private final Map<String, String> subjectOf = new HashMap<>();
        private final List<String> notified = new ArrayList<>();
        private final List<Attempt> attempts = new ArrayList<>();
        private long version = 1;
        private final Set<String> succeeded = new HashSet<>();
        private DispatcherRig rig;

        Run(Ordering ordering, DispatcherSettings settings) {
            this.ordering = ordering;
            rig = new DispatcherRig(newState(), settings);
            registerAll();
        }

        void all(List<Step> steps) {
            take(
                    steps,
                    () -> {
                        takeAttempts();
                        checkUnderWay();
                        checkIndex();
                    },
                    () -> {
                        finish();
                        checkEnd();
                    });
        }

        void untimed(List<Step> steps) {
            take(steps, () -> {}, () -> {
                wake();
                answerAll();
                assertThat(rig.pending()).allMatch(row -> row.value.getAttempts() > 0);
            });
        }

        private void take(List<Step> steps, Runnable afterEach, Runnable inTheEnd) {
            try {
                for (Step step : steps) {
                    take(step);
                    rig.tick();
                    afterEach.run();
                }
                inTheEnd.run();
            } finally {
                rig.close();
            }
        }

        private void take(Step step) {
            switch (step) {
                case Step.Notify(int subscription, int subject) -> {
                    String id = "n" + notified.size();
                    notified.add(id);
                    subjectOf.put(id, subscription + "/" + subject);
                    rig.notified(Integer.toString(subscription), Integer.toString(subject), id);
                }
                case Step.Answer(int which, int status) -> {
                    if (rig.pusher.count() > 0) {
                        rig.pusher.take(which % rig.pusher.count()).answer(status);
                    }
                }
                case Step.Pass(int seconds) -> rig.passes(Duration.ofSeconds(seconds));
                case Step.Pause(int subscription, boolean pause) -> {
                    paused.put(Integer.toString(subscription), pause);
                    version++;
                    registerAll();
                }
                case Step.Restart(boolean scheduleLost) -> {
                    // Sequences go on where they were: the new driver counts its offsets from 0 again.
                    int offset = notified.size();
                    rig = scheduleLost ? rig.restarted(newState(), List.of()) : rig.restarted(newState());
                    rig.skipOffsets(offset);
                    registerAll();
                }
            }
        }

        private void registerAll() {
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                String id = Integer.toString(i);
                Subscription.Builder subscription = Samples.subscription(id)
                        .setOrdering(ordering)
                        .setMaxInFlight(MAX_IN_FLIGHT)
                        .setRetryLadderMillis(List.of(10_000L, 30_000L));
                boolean isPaused = paused.getOrDefault(id, false);
                rig.registeredUnseen(subscription
                        .setStatus(isPaused ? SubscriptionStatus.PAUSED : SubscriptionStatus.ACTIVE)
                        .setVersion(version));
            }
        }

        private void takeAttempts() {
            for (Attempt attempt : rig.attempts.readValuesToList()) {
                attempts.add(attempt);
                if (attempt.getConsequence() == AttemptConsequence.SETTLED) {
                    succeeded.add(attempt.getNotificationId());
                }
            }
        }

        /** What failed and waits, and nothing else, is found by its message. */
        private void checkIndex() {
            assertThat(rig.retryIndex()).hasSize((int) rig.pending().stream()
                    .filter(row -> row.value.getAttempts() > 0)
                    .count());
        }

        private void checkUnderWay() {
            List<String> underWay = rig.pusher.underWay();
            assertThat(underWay.stream().filter(succeeded::contains))
                    .as("pushed again after its success")
                    .isEmpty();
            Set<String> subjects = new HashSet<>();
            underWay.forEach(id -> assertThat(subjects.add(subjectOf.get(id)))
                    .as("one at a time of a subject: %s", underWay)
                    .isTrue());
            assertThat(underWay).hasSizeLessThanOrEqualTo(MAX_OUTSTANDING);
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                String prefix = i + "/";
                assertThat(underWay.stream().filter(id -> subjectOf.get(id).startsWith(prefix)))
                        .hasSizeLessThanOrEqualTo(MAX_IN_FLIGHT);
            }
        }

        /** Nothing succeeds before what came earlier in its subject, unless that had failed. */
        private void checkOrder() {
            Set<String> done = new HashSet<>();
            for (Attempt attempt : attempts) {
                String id = attempt.getNotificationId();
                if (attempt.getConsequence() == AttemptConsequence.SETTLED) {
                    List<String> earlier = notified.subList(0, notified.indexOf(id)).stream()
                            .filter(other -> subjectOf.get(other).equals(subjectOf.get(id)))
                            .toList();
                    assertThat(earlier).as("before %s", id).isSubsetOf(done);
                }
                if (attempt.getConsequence() != AttemptConsequence.RETRY || ordering == Ordering.BEST_EFFORT) {
                    done.add(id);
                }
            }
        }

        /** Everybody is awake, and every endpoint answers. */
        private void finish() {
            wake();
            for (int round = 0;
                    round < 20 + 4 * notified.size() && !rig.pending().isEmpty();
                    round++) {
                answerAll();
                rig.passes(Duration.ofSeconds(11));
                rig.tick();
            }
            takeAttempts();
        }

        private void wake() {
            paused.clear();
            version++;
            registerAll();
            rig.tick();
        }

        private void answerAll() {
            while (rig.pusher.count() > 0) {
                rig.pusher.take(0).answer(200);
                rig.tick();
            }
        }

        private void checkEnd() {
            checkOrder();
            assertThat(rig.pending()).isEmpty();
            assertThat(rig.schedule()).isEmpty();
            assertThat(rig.retryIndex()).isEmpty();
            Set<String> ended = new HashSet<>();
            for (Attempt attempt : attempts) {
                if (attempt.getConsequence() != AttemptConsequence.RETRY) {
                    ended.add(attempt.getNotificationId());
                }
            }
            assertThat(ended).containsExactlyInAnyOrderElementsOf(notified);
        }
    }
}
