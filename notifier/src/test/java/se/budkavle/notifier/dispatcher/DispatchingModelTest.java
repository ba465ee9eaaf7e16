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
 * Whatever happens in whatever order: one request at a time for a subject, in STRICT no inversion, never more under way
 * than allowed, nothing pushed during a pause, everything ends, and the stores are empty afterwards.
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

    @Property(tries = 8, shrinking = ShrinkingMode.BOUNDED)
    void strict(@ForAll("steps") List<Step> steps) {
        new Run(Ordering.STRICT).all(steps);
    }

    @Property(tries = 8, shrinking = ShrinkingMode.BOUNDED)
    void bestEffort(@ForAll("steps") List<Step> steps) {
        new Run(Ordering.BEST_EFFORT).all(steps);
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
        private DispatcherRig rig = new DispatcherRig(newState(), Samples.settings(MAX_IN_FLIGHT, MAX_OUTSTANDING));

        Run(Ordering ordering) {
            this.ordering = ordering;
            registerAll();
        }

        void all(List<Step> steps) {
            try {
                for (Step step : steps) {
                    take(step);
                    rig.tick();
                    attempts.addAll(rig.attempts.readValuesToList());
                    checkUnderWay();
                }
                finish();
                checkEnd();
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

        private void checkUnderWay() {
            List<String> underWay = rig.pusher.underWay();
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

        /** Everybody is awake, and every endpoint answers. */
        private void finish() {
            paused.clear();
            version++;
            registerAll();
            rig.tick();
            for (int round = 0;
                    round < 20 + 4 * notified.size() && !rig.pending().isEmpty();
                    round++) {
                while (rig.pusher.count() > 0) {
                    rig.pusher.take(0).answer(200);
                    rig.tick();
                }
                rig.passes(Duration.ofSeconds(11));
                rig.tick();
            }
            attempts.addAll(rig.attempts.readValuesToList());
        }

        private void checkEnd() {
            assertThat(rig.pending()).isEmpty();
            assertThat(rig.schedule()).isEmpty();
            Set<String> ended = new HashSet<>();
            Map<String, Integer> lastOfSubject = new HashMap<>();
            for (Attempt attempt : attempts) {
                String id = attempt.getNotificationId();
                boolean isEnd = attempt.getConsequence() == AttemptConsequence.SETTLED
                        || attempt.getConsequence() == AttemptConsequence.DEAD_LETTER;
                if (isEnd && ended.add(id) && ordering == Ordering.STRICT) {
                    int number = Integer.parseInt(id.substring(1));
                    assertThat(number)
                            .as("inversion in %s", subjectOf.get(id))
                            .isGreaterThan(lastOfSubject.getOrDefault(subjectOf.get(id), -1));
                    lastOfSubject.put(subjectOf.get(id), number);
                }
            }
            assertThat(ended).containsExactlyInAnyOrderElementsOf(notified);
        }
    }
}
