package se.budkavle.notifier.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.CommandAnswers.Envelope;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;
import se.budkavle.schemas.avro.ReplayJobStatus;

/** A job, with its owners as the router's topology decides (tested there), and answers that get lost. */
class ReplayRunTest {

    private static final ReplaySettings SETTINGS =
            new ReplaySettings(1, 7, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 100);

    @Test
    void everyOneIsSentInItsOrderAndTheOthersAreSkipped() throws Exception {
        Installation installation = new Installation(20, Set.of(3), Set.of(5), ReplayJobKind.REPLAY, 0);

        installation.runUntilItEnds();

        assertThat(installation.sent)
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .filter(i -> i != 3 && i != 5)
                        .mapToObj(Installation::id)
                        .toList());
        assertThat(installation.job.getReplayed()).isEqualTo(18);
        assertThat(installation.job.getSkipped()).isEqualTo(2);
        assertThat(installation.job.getStatus()).isEqualTo(ReplayJobStatus.DONE);
    }

    /** Whatever answer is lost, and the run with it: it begins where the job says, and nothing is doubled or left out. */
    @Property(tries = 200)
    void lostAnswersChangeNothing(@ForAll @IntRange(min = 0, max = 40) int dead, @ForAll Random random)
            throws Exception {
        Installation installation =
                new Installation(dead, Set.of(1), Set.of(), ReplayJobKind.REPLAY, random.nextInt(1, 30));

        installation.runUntilItEnds();

        assertThat(installation.sent)
                .containsExactlyElementsOf(IntStream.range(0, dead)
                        .filter(i -> i != 1)
                        .mapToObj(Installation::id)
                        .toList());
        assertThat(installation.job.getReplayed() + installation.job.getSkipped())
                .isEqualTo(dead);
        assertThat(installation.job.getStatus()).isEqualTo(ReplayJobStatus.DONE);
    }

    @Property(tries = 50)
    void discardsAreCountedOnceToo(@ForAll @IntRange(min = 0, max = 40) int dead, @ForAll Random random)
            throws Exception {
        Installation installation =
                new Installation(dead, Set.of(), Set.of(), ReplayJobKind.DISCARD, random.nextInt(1, 30));

        installation.runUntilItEnds();

        assertThat(installation.sent).isEmpty();
        assertThat(installation.job.getReplayed()).isEqualTo(dead);
        assertThat(installation.granted).hasSize(dead);
    }

    @Test
    void whatStopsSendsWhatWasGrantedAndNothingElse() throws Exception {
        Installation installation = new Installation(30, Set.of(), Set.of(), ReplayJobKind.REPLAY, 10);
        installation.run();
        installation.job = ReplayJob.newBuilder(installation.job)
                .setStatus(ReplayJobStatus.STOPPING)
                .build();
        int granted = installation.granted.size();

        installation.runUntilItEnds();

        assertThat(installation.sent).hasSize(granted);
        assertThat(installation.job.getStatus()).isEqualTo(ReplayJobStatus.STOPPED);
    }

    @Test
    void inWhoseNameAJobAsks() throws Exception {
        Installation operators = new Installation(2, Set.of(), Set.of(), ReplayJobKind.DISCARD, 0);
        Installation backbones = new Installation(2, Set.of(), Set.of(), ReplayJobKind.DISCARD, 0);
        backbones.job = ReplayJob.newBuilder(backbones.job)
                .setOrganisation(ReplayRun.BACKBONE)
                .build();

        operators.runUntilItEnds();
        backbones.runUntilItEnds();

        assertThat(operators.askers).containsExactly(ActorKind.OPERATOR);
        assertThat(backbones.askers).containsExactly(ActorKind.BACKBONE);
    }

    /** The views and the owners of an installation. */
    private static final class Installation implements ReplayWork, Asking {

        private final Map<String, Candidate> dead = new LinkedHashMap<>();
        private final Set<String> refused = new HashSet<>();
        private final Set<String> gone = new HashSet<>();
        private final Set<String> granted = new HashSet<>();
        private final List<String> sent = new ArrayList<>();
        private final Set<ActorKind> askers = new HashSet<>();
        private ReplayJob job;
        private int answersUntilOneIsLost;

        Installation(int dead, Set<Integer> refused, Set<Integer> gone, ReplayJobKind kind, int answersUntilOneIsLost) {
            for (int i = 0; i < dead; i++) {
                this.dead.put(
                        id(i),
                        new Candidate(id(i), "place-" + id(i), "notifications", null, null, "s", "o", "d", 0, i, null));
            }
            refused.forEach(i -> this.refused.add(id(i)));
            gone.forEach(i -> this.gone.add(id(i)));
            this.answersUntilOneIsLost = answersUntilOneIsLost;
            this.job = ReplayJob.newBuilder()
                    .setReplayJobId("job")
                    .setKind(kind)
                    .setStatus(ReplayJobStatus.RUNNING)
                    .setFilter("{}")
                    .setRatePerSecond(1_000_000)
                    .setOrganisation("o")
                    .setCreatedAt(Instant.EPOCH)
                    .setUpdatedAt(Instant.EPOCH)
                    .build();
        }

        static String id(int number) {
            return "%03d".formatted(number);
        }

        void run() throws InterruptedException {
            new ReplayRun(this, this, SETTINGS, Clock.systemUTC()).run("job");
        }

        void runUntilItEnds() throws InterruptedException {
            for (int runs = 0; job("job") != null; runs++) {
                assertThat(runs).as("runs").isLessThan(100);
                run();
            }
        }

        @Override
        public List<ReplayJob> active() {
            return List.of(job);
        }

        @Override
        public @Nullable ReplayJob job(String id) {
            boolean ended = job.getStatus() == ReplayJobStatus.DONE || job.getStatus() == ReplayJobStatus.STOPPED;
            return ended ? null : ReplayJob.newBuilder(job).build();
        }

        @Override
        public boolean mayBegin(String id) {
            return false;
        }

        @Override
        public long open(Instant before) {
            return 0;
        }

        @Override
        public Page candidates(ReplayJob asked, @Nullable String after, int limit, boolean onlyOwn) {
            List<Candidate> rest = dead.values().stream()
                    .filter(each -> after == null || each.place().compareTo(after) > 0)
                    .filter(each -> !onlyOwn || granted.contains(each.id()))
                    .toList();
            return rest.size() <= limit
                    ? new Page(rest, null)
                    : new Page(rest.subList(0, limit), rest.get(limit - 1).place());
        }

        @Override
        public Map<String, DeadRecord> records(List<Candidate> candidates) {
            return candidates.stream()
                    .filter(each -> !gone.contains(each.id()))
                    .collect(Collectors.toMap(Candidate::id, each -> new DeadRecord(null, null, Map.of())));
        }

        @Override
        public <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
                Topic<C> topic, String key, Function<Envelope, C> command) {
            SpecificRecord asked = command.apply(new Envelope("c", "here"));
            if (asked instanceof DeadLetterCommand deadLetter) {
                askers.add(deadLetter.getActorKind());
            }
            CommandOutcome outcome = asked instanceof DeadLetterCommand ? decide(key) : decide((ReplayCommand) asked);
            answersUntilOneIsLost--;
            return CompletableFuture.completedFuture(
                    answersUntilOneIsLost == 0
                            ? Optional.empty()
                            : Optional.of(CommandResult.newBuilder()
                                    .setCommandId("c")
                                    .setEntityId(key)
                                    .setOutcome(outcome)
                                    .setVersion(1L)
                                    .setAt(Instant.EPOCH)
                                    .build()));
        }

        private CommandOutcome decide(String deadLetterId) {
            if (refused.contains(deadLetterId)) {
                return CommandOutcome.CONFLICT;
            }
            return granted.add(deadLetterId) ? CommandOutcome.DONE : CommandOutcome.UNCHANGED;
        }

        private CommandOutcome decide(ReplayCommand step) {
            if (job("job") == null) {
                return CommandOutcome.CONFLICT;
            }
            if (step.getKind() == ReplayCommandKind.SEND) {
                boolean isPassed = job.getCursor() != null && step.getPlace().compareTo(job.getCursor()) <= 0;
                if (isPassed || sent.contains(step.getDeadLetter().getDeadLetterId())) {
                    return CommandOutcome.UNCHANGED;
                }
                job = ReplayJob.newBuilder(job)
                        .setReplayed(job.getReplayed() + 1)
                        .build();
                sent.add(step.getDeadLetter().getDeadLetterId());
                return CommandOutcome.DONE;
            }
            if (!Objects.equals(step.getFromPlace(), job.getCursor())) {
                return CommandOutcome.CONFLICT;
            }
            ReplayJobStatus ended =
                    job.getStatus() == ReplayJobStatus.STOPPING ? ReplayJobStatus.STOPPED : ReplayJobStatus.DONE;
            job = ReplayJob.newBuilder(job)
                    .setCursor(step.getPlace() == null ? job.getCursor() : step.getPlace())
                    .setReplayed(job.getReplayed() + step.getDone())
                    .setSkipped(job.getSkipped() + step.getSkipped())
                    .setStatus(step.getIsEnd() ? ended : job.getStatus())
                    .build();
            return CommandOutcome.DONE;
        }
    }
}
