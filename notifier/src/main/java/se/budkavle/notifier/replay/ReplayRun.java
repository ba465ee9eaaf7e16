package se.budkavle.notifier.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.replay.ReplayWork.Candidate;
import se.budkavle.notifier.replay.ReplayWork.DeadRecord;
import se.budkavle.notifier.replay.ReplayWork.Page;
import se.budkavle.schemas.CommandAnswers;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;
import se.budkavle.schemas.avro.ReplayJobStatus;

/**
 * Carries a job out, chunk by chunk, from where the job says:
 *
 * <pre>
 *  page of dead letters ──▶ the owner of each: may it? ──▶ the job's owner: send these, in this order ──▶ so far it is done
 * </pre>
 *
 * Whatever is not certain ends the run; the next one begins where the job says, and every owner answers what it has done
 * already as it did then. So a run may crash anywhere, and two runs of one job do no harm.
 */
final class ReplayRun {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);

    /** In whose name the steps of a job are told, and jobs are begun that no operator asked for. */
    static final String BACKBONE = "budkavle";

    /** Chunks in a second, where the pace allows as many: so long it takes until a stop is heeded. */
    private static final int CHUNKS_PER_SECOND = 4;

    private final ReplayWork work;
    private final Asking asking;
    private final ReplaySettings settings;
    private final Clock clock;

    ReplayRun(ReplayWork work, Asking asking, ReplaySettings settings, Clock clock) {
        this.work = work;
        this.asking = asking;
        this.settings = settings;
        this.clock = clock;
    }

    /** What came of a chunk, without what was sent: the job's owner counts that. */
    private record Tally(long done, long skipped) {}

    /** What the owner of a dead letter was asked. */
    private record Asked(Candidate candidate, DeadRecord record, CompletableFuture<Optional<CommandResult>> decision) {}

    /** What the owner of a dead letter allows. */
    private record Granted(Candidate candidate, DeadRecord record, int replay) {}

    /** Goes on with a job until it ends, stops, or something is not certain. */
    void run(String id) throws InterruptedException {
        ReplayJob first = work.job(id);
        String cursor = first == null ? null : first.getCursor();
        for (ReplayJob job = first; job != null; job = work.job(id)) {
            long begin = System.nanoTime();
            boolean stops = job.getStatus() == ReplayJobStatus.STOPPING;
            Page page = work.candidates(job, cursor, chunk(job), stops);
            Tally tally = carryOut(job, page.items());
            if (tally == null || !advance(job, cursor, page, tally)) {
                LOG.atWarn()
                        .addKeyValue("replayId", id)
                        .log("A step of a replay job is not certain: it begins again there");
                return;
            }
            if (page.next() == null) {
                return;
            }
            cursor = page.next();
            pause(job, page.items().size(), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private int chunk(ReplayJob job) {
        return Math.clamp(job.getRatePerSecond() / CHUNKS_PER_SECOND, 1, settings.chunk());
    }

    private static void pause(ReplayJob job, int done, Duration took) throws InterruptedException {
        Duration due = Duration.ofSeconds(1).multipliedBy(done).dividedBy(Math.max(1, job.getRatePerSecond()));
        if (due.compareTo(took) > 0) {
            Thread.sleep(due.minus(took));
        }
    }

    /** @return what came of it; null: that is not certain */
    private @Nullable Tally carryOut(ReplayJob job, List<Candidate> candidates) {
        Map<String, DeadRecord> records = candidates.isEmpty() ? Map.of() : work.records(candidates);
        List<Asked> all = new ArrayList<>();
        for (Candidate candidate : candidates) {
            DeadRecord record = records.get(candidate.id());
            if (record != null) {
                all.add(ask(job, candidate, record));
            }
        }
        int skipped = candidates.size() - all.size();
        List<Granted> granted = new ArrayList<>();
        for (Asked asked : all) {
            CommandResult decision = asked.decision().join().orElse(null);
            if (decision == null) {
                return null;
            }
            if (isDone(decision)) {
                int replay = decision.getVersion() == null ? 1 : Math.toIntExact(decision.getVersion());
                granted.add(new Granted(asked.candidate(), asked.record(), replay));
            } else {
                skipped++;
            }
        }
        if (job.getKind() == ReplayJobKind.DISCARD) {
            return new Tally(granted.size(), skipped);
        }
        return sendBack(job, granted) ? new Tally(0, skipped) : null;
    }

    private Asked ask(ReplayJob job, Candidate candidate, DeadRecord record) {
        boolean isDiscard = job.getKind() == ReplayJobKind.DISCARD;
        return new Asked(
                candidate, record, asking.begin(Topics.DEAD_LETTER_COMMANDS, candidate.id(), envelope -> command(
                                job, candidate, record, isDiscard)
                        .setCommandId(envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build()));
    }

    /** All of one job go to one partition, so that they go back to their sources in this order. */
    private boolean sendBack(ReplayJob job, List<Granted> granted) {
        List<CompletableFuture<Optional<CommandResult>>> sent = new ArrayList<>();
        for (Granted each : granted) {
            sent.add(asking.begin(Topics.REPLAY_COMMANDS, job.getReplayJobId(), envelope -> step(
                            job, ReplayCommandKind.SEND, envelope)
                    .setPlace(each.candidate().place())
                    .setReplay(each.replay())
                    .setDeadLetter(command(job, each.candidate(), each.record(), true)
                            .setCommandId(envelope.commandId())
                            .build())
                    .build()));
        }
        boolean isCertain = true;
        for (CompletableFuture<Optional<CommandResult>> each : sent) {
            isCertain &= each.join().filter(ReplayRun::isDone).isPresent();
        }
        return isCertain;
    }

    private boolean advance(ReplayJob job, @Nullable String cursor, Page page, Tally tally) {
        String reached = page.next() == null && !page.items().isEmpty()
                ? page.items().getLast().place()
                : page.next();
        return asking.begin(Topics.REPLAY_COMMANDS, job.getReplayJobId(), envelope -> step(
                                job, ReplayCommandKind.ADVANCE, envelope)
                        .setFromPlace(cursor)
                        .setPlace(reached)
                        .setDone(tally.done())
                        .setSkipped(tally.skipped())
                        .setIsEnd(page.next() == null)
                        .build())
                .join()
                .filter(ReplayRun::isDone)
                .isPresent();
    }

    private ReplayCommand.Builder step(ReplayJob job, ReplayCommandKind kind, CommandAnswers.Envelope envelope) {
        return ReplayCommand.newBuilder()
                .setCommandId(envelope.commandId())
                .setReplyTo(envelope.replyTo())
                .setKind(kind)
                .setReplayJobId(job.getReplayJobId())
                .setActorKind(ActorKind.BACKBONE)
                .setOrganisation(BACKBONE)
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** @param whole with the record's key and value: to ask whether it may be replayed, its headers will do */
    private DeadLetterCommand.Builder command(ReplayJob job, Candidate candidate, DeadRecord record, boolean whole) {
        return DeadLetterCommand.newBuilder()
                .setKind(
                        job.getKind() == ReplayJobKind.DISCARD
                                ? DeadLetterCommandKind.DISCARD
                                : DeadLetterCommandKind.REPLAY)
                .setDeadLetterId(candidate.id())
                .setSourceTopic(candidate.topic())
                .setRecordKey(whole ? record.key() : null)
                .setRecordValue(whole ? record.value() : null)
                .setRecordHeaders(record.headers())
                .setMessageId(candidate.messageId())
                .setRecipient(candidate.recipient())
                .setSubscriptionId(candidate.subscriptionId())
                .setOwnerOrganisation(candidate.organisation())
                .setForce(job.getForce())
                .setReplayJobId(job.getReplayJobId())
                .setReason(job.getReason())
                .setActorKind(BACKBONE.equals(job.getOrganisation()) ? ActorKind.BACKBONE : ActorKind.OPERATOR)
                .setOrganisation(job.getOrganisation())
                .setActorPseudonym(job.getActorPseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static boolean isDone(CommandResult result) {
        return result.getOutcome() == CommandOutcome.DONE || result.getOutcome() == CommandOutcome.UNCHANGED;
    }
}
