package se.budkavle.notifier.replay;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ReplayCommand;
import se.budkavle.schemas.avro.ReplayCommandKind;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/**
 * Has dead letters given up that nobody handled for as long as they may be open, while their records can still be read: a
 * message that waits behind one ends, and its sender is told. It is a job over a filter, as operators have them, one for each
 * day that has something for it; whoever carries it out, and however often it is begun, it is the same one.
 */
final class Disposal {

    private final ReplayWork work;
    private final ReplaySettings settings;
    private final DeadLetterRetention retention;
    private final Clock clock;

    Disposal(ReplayWork work, ReplaySettings settings, DeadLetterRetention retention, Clock clock) {
        this.work = work;
        this.settings = settings;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Begins the job of the day, if it is this instance's and there is something for it.
     *
     * @param asking is asked if so; a beginning that is lost is made up for by the next look
     */
    void look(Supplier<Asking> asking) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant before = now.minus(retention.open()).truncatedTo(ChronoUnit.DAYS);
        String id = Ids.derived("disposal", before.toString());
        if (!work.mayBegin(id)) {
            return;
        }
        long open = work.open(before);
        if (open > 0) {
            ReplayJob job = job(id, before, open, now);
            var _ = asking.get().begin(Topics.REPLAY_COMMANDS, id, envelope -> ReplayCommand.newBuilder()
                    .setCommandId(envelope.commandId())
                    .setReplyTo(envelope.replyTo())
                    .setKind(ReplayCommandKind.START_JOB)
                    .setReplayJobId(id)
                    .setJob(job)
                    .setActorKind(ActorKind.BACKBONE)
                    .setOrganisation(ReplayRun.BACKBONE)
                    .setAt(now)
                    .build());
        }
    }

    private ReplayJob job(String id, Instant before, long open, Instant now) {
        return ReplayJob.newBuilder()
                .setReplayJobId(id)
                .setKind(ReplayJobKind.DISCARD)
                .setFilter("{\"status\":\"OPEN\",\"to\":\"" + before + "\"}")
                .setRatePerSecond(settings.disposalsPerSecond())
                .setReason(Reason.RETENTION_OVER.code())
                .setMatched(open)
                .setOrganisation(ReplayRun.BACKBONE)
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .build();
    }
}
