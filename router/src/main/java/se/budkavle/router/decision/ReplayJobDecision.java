package se.budkavle.router.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobStatus;

/** What becomes of a replay job. Pure. */
public sealed interface ReplayJobDecision {

    /**
     * The job is now so.
     *
     * @param job as it is remembered and shown
     * @param outcome what the answer says
     */
    record Write(ReplayJob job, CommandOutcome outcome) implements ReplayJobDecision {}

    /**
     * A dead letter goes back to its source, and the job is now so.
     *
     * @param job as it is remembered and shown
     */
    record Send(ReplayJob job) implements ReplayJobDecision {}

    /** What is asked is so already. */
    record Known() implements ReplayJobDecision {}

    /**
     * The command is refused.
     *
     * @param outcome the class of refusal
     * @param code the problem's code, kebab-case
     */
    record Refuse(CommandOutcome outcome, String code) implements ReplayJobDecision {}

    /** The job has ended. */
    String ENDED = "replay-ended";

    /** Somebody else has gone on with the job. */
    String MOVED = "replay-moved";

    /** There is no such job. */
    String UNKNOWN = "unknown-replay";

    /** This version does not know the command, or it lacks something. */
    String NOT_SUPPORTED = "command-not-supported";

    /**
     * Decides.
     *
     * @param command what is asked
     * @param before the job; null: there is none
     * @param now the time of the decision
     */
    static ReplayJobDecision of(ReplayCommand command, @Nullable ReplayJob before, Instant now) {
        return switch (command.getKind()) {
            case START_JOB -> start(command, before, now);
            case STOP_JOB -> before == null ? unknown() : stop(before, now);
            case SEND, ADVANCE -> {
                if (command.getActorKind() != ActorKind.BACKBONE) {
                    yield new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED);
                }
                yield before == null ? unknown() : goOn(command, before, now);
            }
            case UNKNOWN -> new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED);
        };
    }

    private static ReplayJobDecision start(ReplayCommand command, @Nullable ReplayJob before, Instant now) {
        ReplayJob wanted = command.getJob();
        if (wanted == null) {
            return new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED);
        }
        if (before != null) {
            return new Known();
        }
        ReplayJob job = ReplayJob.newBuilder(wanted)
                .setReplayJobId(command.getReplayJobId())
                .setStatus(ReplayJobStatus.RUNNING)
                .setReplayed(0)
                .setSkipped(0)
                .setCursor(null)
                .setSent(List.of())
                .setOrganisation(command.getOrganisation())
                .setActorPseudonym(command.getActorPseudonym())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .build();
        return new Write(job, CommandOutcome.CREATED);
    }

    private static ReplayJobDecision stop(ReplayJob before, Instant now) {
        return switch (before.getStatus()) {
            case RUNNING ->
                new Write(
                        ReplayJob.newBuilder(before)
                                .setStatus(ReplayJobStatus.STOPPING)
                                .setUpdatedAt(now)
                                .build(),
                        CommandOutcome.DONE);
            case STOPPING, STOPPED -> new Known();
            case DONE, UNKNOWN -> new Refuse(CommandOutcome.CONFLICT, ENDED);
        };
    }

    private static ReplayJobDecision goOn(ReplayCommand command, ReplayJob before, Instant now) {
        String place = command.getPlace();
        if (hasEnded(before)) {
            return new Refuse(CommandOutcome.CONFLICT, ENDED);
        }
        if (command.getKind() == ReplayCommandKind.ADVANCE) {
            return advance(command, before, now);
        }
        DeadLetterCommand deadLetter = command.getDeadLetter();
        return place == null || deadLetter == null
                ? new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED)
                : send(place, deadLetter.getDeadLetterId(), before, now);
    }

    /** What comes again, after a crash of the one who carries the job out, has gone. */
    private static ReplayJobDecision send(String place, String deadLetterId, ReplayJob before, Instant now) {
        boolean isPassed = before.getCursor() != null && place.compareTo(before.getCursor()) <= 0;
        if (isPassed || before.getSent().contains(deadLetterId)) {
            return new Known();
        }
        List<String> sent = new ArrayList<>(before.getSent());
        sent.add(deadLetterId);
        return new Send(ReplayJob.newBuilder(before)
                .setSent(sent)
                .setReplayed(before.getReplayed() + 1)
                .setUpdatedAt(now)
                .build());
    }

    private static ReplayJobDecision advance(ReplayCommand command, ReplayJob before, Instant now) {
        if (!Objects.equals(command.getFromPlace(), before.getCursor())) {
            return new Refuse(CommandOutcome.CONFLICT, MOVED);
        }
        ReplayJobStatus ended =
                before.getStatus() == ReplayJobStatus.STOPPING ? ReplayJobStatus.STOPPED : ReplayJobStatus.DONE;
        String place = command.getPlace();
        ReplayJob job = ReplayJob.newBuilder(before)
                .setCursor(place == null ? before.getCursor() : place)
                .setSent(List.of())
                .setReplayed(before.getReplayed() + command.getDone())
                .setSkipped(before.getSkipped() + command.getSkipped())
                .setStatus(command.getIsEnd() ? ended : before.getStatus())
                .setUpdatedAt(now)
                .build();
        return new Write(job.getStatus() == ReplayJobStatus.DONE ? accountedFor(job) : job, CommandOutcome.DONE);
    }

    /**
     * A job that has gone through all of it: what matched when it was counted, and no more when its turn came, as somebody
     * had replayed it or given it up in between, was skipped. What came into view only later was there too.
     */
    private static ReplayJob accountedFor(ReplayJob job) {
        long met = job.getReplayed() + job.getSkipped();
        long matched = Math.max(job.getMatched(), met);
        return ReplayJob.newBuilder(job)
                .setMatched(matched)
                .setSkipped(job.getSkipped() + matched - met)
                .build();
    }

    /** Whether nothing can change a job any more. */
    static boolean hasEnded(ReplayJob job) {
        return job.getStatus() == ReplayJobStatus.DONE || job.getStatus() == ReplayJobStatus.STOPPED;
    }

    private static ReplayJobDecision unknown() {
        return new Refuse(CommandOutcome.NOT_FOUND, UNKNOWN);
    }
}
