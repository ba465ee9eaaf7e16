package se.budkavle.notifier.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.CommandAnswers.Envelope;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/** What is begun for dead letters that nobody handles. */
class DisposalTest {

    private static final Instant FAILED = Instant.parse("2026-05-01T12:00:00Z");
    private static final DeadLetterRetention RETENTION = new DeadLetterRetention(Duration.ofDays(60));
    private static final ReplaySettings SETTINGS =
            new ReplaySettings(1, 7, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofHours(1), 30);

    private final Installation installation = new Installation();

    @Test
    void whatIsOpenAWeekBeforeItsRecordGoesIsGivenUp() {
        lookAt(FAILED.plus(Duration.ofDays(53)));
        assertThat(installation.begun).isEmpty();

        lookAt(FAILED.plus(Duration.ofDays(54)));

        assertThat(installation.begun).singleElement().satisfies(command -> {
            assertThat(command.getKind()).isEqualTo(ReplayCommandKind.START_JOB);
            assertThat(command.getActorKind()).isEqualTo(ActorKind.BACKBONE);
            ReplayJob job = command.getJob();
            assertThat(job.getKind()).isEqualTo(ReplayJobKind.DISCARD);
            assertThat(job.getFilter()).isEqualTo("{\"status\":\"OPEN\",\"to\":\"2026-05-02T00:00:00Z\"}");
            assertThat(job.getMatched()).isEqualTo(1);
            assertThat(job.getRatePerSecond()).isEqualTo(30);
            assertThat(job.getReason()).isEqualTo("retention-over");
        });
    }

    @Test
    void aDayHasOneJobAndTheNextDayAnother() {
        Instant over = FAILED.plus(Duration.ofDays(54));
        lookAt(over);
        lookAt(over.plus(Duration.ofHours(1)));
        lookAt(over.plus(Duration.ofDays(1)));

        assertThat(installation.begun)
                .extracting(ReplayCommand::getReplayJobId)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatAnotherInstanceCarriesOutItBegins() {
        installation.isAnothers = true;
        lookAt(FAILED.plus(Duration.ofDays(54)));
        assertThat(installation.begun).isEmpty();
    }

    private void lookAt(Instant now) {
        new Disposal(installation, SETTINGS, RETENTION, Clock.fixed(now, ZoneOffset.UTC)).look(() -> installation);
    }

    /** The views of an installation with one dead letter, which shows each job when it has begun. */
    private static final class Installation implements ReplayWork, Asking {

        private final List<ReplayCommand> begun = new ArrayList<>();
        private boolean isAnothers;

        @Override
        public boolean mayBegin(String id) {
            return !isAnothers
                    && begun.stream().noneMatch(job -> job.getReplayJobId().equals(id));
        }

        @Override
        public long open(Instant before) {
            return FAILED.isBefore(before) ? 1 : 0;
        }

        @Override
        public <C extends SpecificRecord> CompletableFuture<Optional<CommandResult>> begin(
                Topic<C> topic, String key, Function<Envelope, C> command) {
            begun.add((ReplayCommand) command.apply(new Envelope("c", "here")));
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public List<ReplayJob> active() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable ReplayJob job(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Page candidates(ReplayJob job, @Nullable String after, int limit, boolean onlyOwn) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<String, DeadRecord> records(List<Candidate> candidates) {
            throw new UnsupportedOperationException();
        }
    }
}
