package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static se.budkavle.router.decision.Fixtures.message;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;
import se.budkavle.schemas.avro.ReplayJobStatus;

/** Replay jobs, as the one who carries them out and the operators ask of their owner. */
class ReplayJobsTest {

    private static final String JOB = "5f0f3a6c-2a55-7d1c-9a3e-000000000001";
    private static final String OPERATOR = "0203:operator.se";

    private final RouterRig router = new RouterRig();
    private TestRecord<byte[], byte[]> first;
    private TestRecord<byte[], byte[]> second;

    @BeforeEach
    void twoAreHeld() {
        router.send(message("nobody.a").build(), message("nobody.b").build());
        router.pass(RouterConfig.defaults().unknownGrace());
        List<TestRecord<byte[], byte[]>> dead = router.deadLetters(Topics.MESSAGES_NORMAL);
        first = dead.get(0);
        second = dead.get(1);
        router.records(Topics.MESSAGES_NORMAL);
        ask(command(ReplayCommandKind.START_JOB).setJob(job()));
        router.values(Topics.COMMAND_RESULTS);
        router.values(Topics.REPLAY_JOBS);
        router.values(Topics.AUDIT);
    }

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void whatIsGrantedWaitsUntilTheJobSendsIt() {
        router.ask(ofJob(first).build());

        assertThat(answers())
                .extracting(CommandResult::getOutcome, CommandResult::getVersion)
                .containsExactly(tuple(CommandOutcome.DONE, 1L));
        assertThat(router.records(Topics.MESSAGES_NORMAL)).isEmpty();
        assertThat(router.values(Topics.DEAD_LETTER_RESOLUTIONS))
                .extracting(DeadLetterResolution::getStatus, DeadLetterResolution::getReplayJobId)
                .containsExactly(tuple(DeadLetterStatus.REPLAYED, JOB));
    }

    @Test
    void whatIsSentGoesBackOnceAndInItsOrderHoweverOftenItIsAsked() {
        ask(send(first, "1"));
        ask(send(second, "2"));
        ask(send(first, "1"));
        ask(send(second, "2"));

        assertThat(router.records(Topics.MESSAGES_NORMAL))
                .extracting(record -> RecordHeaders.get(record.headers(), RecordHeaders.DEAD_LETTER_ID))
                .containsExactly(idOf(first), idOf(second));
        assertThat(answers())
                .extracting(CommandResult::getOutcome)
                .containsExactly(
                        CommandOutcome.DONE, CommandOutcome.DONE, CommandOutcome.UNCHANGED, CommandOutcome.UNCHANGED);
    }

    @Test
    void theSameJobIsGrantedTheSameAgainAlsoWhenForcedAndAnotherIsNot() {
        router.ask(ofJob(first).setForce(true).build());
        router.ask(ofJob(first).setForce(true).build());
        router.ask(ofJob(first).setReplayJobId("another").build());
        router.ask(router.about(first, DeadLetterCommandKind.REPLAY).build());

        assertThat(answers())
                .extracting(CommandResult::getOutcome, CommandResult::getVersion, CommandResult::getCode)
                .containsExactly(
                        tuple(CommandOutcome.DONE, 1L, null),
                        tuple(CommandOutcome.UNCHANGED, 1L, null),
                        tuple(CommandOutcome.CONFLICT, null, "already-replayed"),
                        tuple(CommandOutcome.CONFLICT, null, "already-replayed"));
    }

    @Test
    void progressIsToldByWhoStandsWhereTheJobStands() {
        ask(send(first, "1"));
        ask(advance(null, "1", false).setSkipped(3));
        ask(advance(null, "1", false).setSkipped(3));
        ask(advance("1", "2", true).setSkipped(1));
        ask(send(second, "2"));

        assertThat(router.values(Topics.REPLAY_JOBS))
                .extracting(ReplayJob::getStatus, ReplayJob::getCursor, ReplayJob::getReplayed, ReplayJob::getSkipped)
                .containsExactly(tuple(ReplayJobStatus.RUNNING, "1", 1L, 3L), tuple(ReplayJobStatus.DONE, "2", 1L, 4L));
        assertThat(answers())
                .extracting(CommandResult::getOutcome, CommandResult::getCode)
                .containsExactly(
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.CONFLICT, "replay-moved"),
                        tuple(CommandOutcome.DONE, null),
                        tuple(CommandOutcome.CONFLICT, "replay-ended"));
        assertThat(router.values(Topics.AUDIT)).isEmpty();
    }

    @Test
    void whatMatchedAndNoLongerDidWhenItsTurnCameWasSkipped() {
        ask(command(ReplayCommandKind.START_JOB)
                .setReplayJobId("other")
                .setJob(ReplayJob.newBuilder(job()).setMatched(6).build()));
        ask(send(first, "1").setReplayJobId("other"));
        ask(advance(null, "1", false).setReplayJobId("other").setDone(2).setSkipped(1));
        ask(advance("1", "2", true).setReplayJobId("other").setDone(1));

        assertThat(router.values(Topics.REPLAY_JOBS))
                .extracting(ReplayJob::getStatus, ReplayJob::getMatched, ReplayJob::getReplayed, ReplayJob::getSkipped)
                .containsExactly(
                        tuple(ReplayJobStatus.RUNNING, 6L, 0L, 0L),
                        tuple(ReplayJobStatus.RUNNING, 6L, 3L, 1L),
                        tuple(ReplayJobStatus.DONE, 6L, 4L, 2L));
    }

    @Test
    void whatCameIntoViewAfterItWasCountedMatchedToo() {
        ask(send(first, "1"));
        ask(advance(null, "1", true).setSkipped(2));

        assertThat(router.values(Topics.REPLAY_JOBS))
                .extracting(ReplayJob::getMatched, ReplayJob::getReplayed, ReplayJob::getSkipped)
                .containsExactly(tuple(3L, 1L, 2L));
    }

    @Test
    void whatStopsSendsWhatItWasGrantedAndHasStoppedThen() {
        ask(command(ReplayCommandKind.STOP_JOB));
        ask(send(first, "1"));
        ask(advance(null, "1", true));
        ask(command(ReplayCommandKind.STOP_JOB));

        assertThat(router.records(Topics.MESSAGES_NORMAL)).hasSize(1);
        assertThat(router.values(Topics.REPLAY_JOBS))
                .extracting(ReplayJob::getStatus)
                .containsExactly(ReplayJobStatus.STOPPING, ReplayJobStatus.STOPPED);
        assertThat(answers()).last().returns(CommandOutcome.UNCHANGED, CommandResult::getOutcome);
        assertThat(router.values(Topics.AUDIT))
                .extracting(AuditEvent::getAction)
                .containsExactly("stop-job", "stop-job");
    }

    @Test
    void onlyTheBackboneTellsOfProgressAndNothingIsToldOfAJobThatIsNotThere() {
        ask(advance(null, "1", true).setActorKind(ActorKind.OPERATOR));
        ask(command(ReplayCommandKind.STOP_JOB).setReplayJobId("none"));

        assertThat(answers())
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.INVALID, CommandOutcome.NOT_FOUND);
    }

    @Test
    void aDiscardOfAJobEndsInItsLaneAndIsKnownToTheJob() {
        router.ask(ofJob(first).setKind(DeadLetterCommandKind.DISCARD).build());
        router.ask(ofJob(first).setKind(DeadLetterCommandKind.DISCARD).build());

        assertThat(answers())
                .extracting(CommandResult::getOutcome)
                .containsExactly(CommandOutcome.DONE, CommandOutcome.UNCHANGED);
        assertThat(router.records(Topics.MESSAGES_NORMAL)).hasSize(1);
    }

    @Test
    void aJobThatEndedLongAgoIsDisposedOf() {
        ask(advance(null, "1", true));
        router.values(Topics.REPLAY_JOBS);

        router.pass(RouterConfig.defaults().replayJobRetention().plus(Duration.ofHours(2)));

        assertThat(router.records(Topics.REPLAY_JOBS))
                .extracting(TestRecord::key, TestRecord::value)
                .containsExactly(tuple(JOB, null));
    }

    private List<CommandResult> answers() {
        return router.values(Topics.COMMAND_RESULTS);
    }

    private void ask(ReplayCommand.Builder command) {
        ReplayCommand built = command.build();
        router.pipe(Topics.REPLAY_COMMANDS, built.getReplayJobId(), built);
    }

    private DeadLetterCommand.Builder ofJob(TestRecord<byte[], byte[]> deadLetter) {
        return router.about(deadLetter, DeadLetterCommandKind.REPLAY).setReplayJobId(JOB);
    }

    private ReplayCommand.Builder send(TestRecord<byte[], byte[]> deadLetter, String place) {
        return command(ReplayCommandKind.SEND)
                .setActorKind(ActorKind.BACKBONE)
                .setPlace(place)
                .setReplay(1)
                .setDeadLetter(ofJob(deadLetter).build());
    }

    private ReplayCommand.Builder advance(@Nullable String from, String to, boolean isEnd) {
        return command(ReplayCommandKind.ADVANCE)
                .setActorKind(ActorKind.BACKBONE)
                .setFromPlace(from)
                .setPlace(to)
                .setIsEnd(isEnd);
    }

    private ReplayCommand.Builder command(ReplayCommandKind kind) {
        return ReplayCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo("gateway-1")
                .setKind(kind)
                .setReplayJobId(JOB)
                .setOrganisation(OPERATOR)
                .setAt(router.now());
    }

    private ReplayJob job() {
        return ReplayJob.newBuilder()
                .setReplayJobId(JOB)
                .setKind(ReplayJobKind.REPLAY)
                .setFilter("{}")
                .setRatePerSecond(100)
                .setOrganisation(OPERATOR)
                .setCreatedAt(router.now())
                .setUpdatedAt(router.now())
                .build();
    }

    private static String idOf(TestRecord<byte[], byte[]> deadLetter) {
        return DeadLetter.from(deadLetter.headers()).id();
    }
}
