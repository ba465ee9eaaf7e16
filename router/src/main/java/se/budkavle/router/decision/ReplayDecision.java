package se.budkavle.router.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.DeadLetterResolution;
import se.budkavle.schemas.avro.DeadLetterStatus;

/** What becomes of a dead letter. */
public sealed interface ReplayDecision {

    /**
     * Its record goes back to where it came from.
     *
     * @param replay how many times the record has been replayed with this
     * @param resolution what is remembered
     */
    record Replay(int replay, DeadLetterResolution resolution) implements ReplayDecision {}

    /**
     * It is given up.
     *
     * @param resolution what is remembered
     */
    record Discard(DeadLetterResolution resolution) implements ReplayDecision {}

    /**
     * Its lane has told what became of it.
     *
     * @param resolution what is remembered
     */
    record Settled(DeadLetterResolution resolution) implements ReplayDecision {}

    /** Its lane has told what is known already. */
    record Known() implements ReplayDecision {}

    /**
     * It may be replayed, by the owner of the job that asked, which keeps the order of the records.
     *
     * @param replay as for {@link Replay}
     * @param resolution what is remembered
     */
    record Grant(int replay, DeadLetterResolution resolution) implements ReplayDecision {}

    /**
     * The same job asks again, as it was interrupted.
     *
     * @param replay as for {@link Replay}
     */
    record Again(int replay) implements ReplayDecision {}

    /**
     * The command is refused.
     *
     * @param outcome the class of refusal
     * @param code the problem's code, kebab-case
     */
    record Refuse(CommandOutcome outcome, String code) implements ReplayDecision {}

    /** It was replayed before; {@code force} replays it again. */
    String ALREADY_REPLAYED = "already-replayed";

    /** It was given up. */
    String ALREADY_DISCARDED = "already-discarded";

    /** Its message has ended otherwise: it expired, or was cancelled. */
    String ALREADY_EXPIRED = "already-expired";

    /** There is no such dead letter, or it is another's. */
    String UNKNOWN = "unknown-dead-letter";

    /** This version does not know the command. */
    String NOT_SUPPORTED = "command-not-supported";

    /**
     * Decides. A dead letter is replayed once: what fails again is another dead letter.
     *
     * @param command what is asked
     * @param before what became of it so far; null: it is open
     * @param replaysBefore how many times the record had been replayed when it died
     * @param now the time of the decision
     */
    static ReplayDecision of(
            DeadLetterCommand command, @Nullable DeadLetterResolution before, int replaysBefore, Instant now) {
        boolean isLanes =
                command.getKind() == DeadLetterCommandKind.EXPIRE || command.getKind() == DeadLetterCommandKind.RELEASE;
        if (isLanes) {
            return command.getActorKind() == ActorKind.BACKBONE
                    ? told(command, before, now)
                    : new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED);
        }
        // What nobody handled in time the backbone gives up itself.
        boolean isDisposal =
                command.getActorKind() == ActorKind.BACKBONE && command.getKind() == DeadLetterCommandKind.DISCARD;
        if (command.getActorKind() != ActorKind.OPERATOR
                && !isDisposal
                && !command.getOrganisation().equals(command.getOwnerOrganisation())) {
            return new Refuse(CommandOutcome.NOT_FOUND, UNKNOWN);
        }
        if (before != null
                && command.getReplayJobId() != null
                && command.getReplayJobId().equals(before.getReplayJobId())) {
            return new Again(replaysBefore + before.getReplays());
        }
        if (before != null && before.getStatus() == DeadLetterStatus.DISCARDED) {
            return new Refuse(CommandOutcome.CONFLICT, ALREADY_DISCARDED);
        }
        if (before != null && before.getStatus() == DeadLetterStatus.EXPIRED) {
            return new Refuse(CommandOutcome.CONFLICT, ALREADY_EXPIRED);
        }
        boolean again = before != null && before.getStatus() == DeadLetterStatus.REPLAYED;
        int replaysSince = before == null ? 0 : before.getReplays();
        DeadLetterResolution.Builder resolution = resolution(command, before, now);
        return switch (command.getKind()) {
            case REPLAY -> {
                if (again && !command.getForce()) {
                    yield new Refuse(CommandOutcome.CONFLICT, ALREADY_REPLAYED);
                }
                int replay = replaysBefore + replaysSince + 1;
                DeadLetterResolution after = resolution
                        .setStatus(DeadLetterStatus.REPLAYED)
                        .setReplays(replaysSince + 1)
                        .build();
                yield command.getReplayJobId() == null ? new Replay(replay, after) : new Grant(replay, after);
            }
            case DISCARD ->
                again
                        ? new Refuse(CommandOutcome.CONFLICT, ALREADY_REPLAYED)
                        : new Discard(
                                resolution.setStatus(DeadLetterStatus.DISCARDED).build());
            case EXPIRE, RELEASE, UNKNOWN -> new Refuse(CommandOutcome.INVALID, NOT_SUPPORTED);
        };
    }

    /**
     * The lane that held it owns its fate: what it tells holds, also where a replay or a discard was decided in the
     * meantime, which then reached the lane too late.
     */
    private static ReplayDecision told(DeadLetterCommand command, @Nullable DeadLetterResolution before, Instant now) {
        boolean hasExpired = command.getKind() == DeadLetterCommandKind.EXPIRE;
        DeadLetterStatus status = hasExpired ? DeadLetterStatus.EXPIRED : DeadLetterStatus.REPLAYED;
        if (before != null && before.getStatus() == status) {
            return new Known();
        }
        int replays = before == null ? 0 : before.getReplays();
        return new Settled(resolution(command, before, now)
                .setStatus(status)
                .setReplayJobId(before == null ? null : before.getReplayJobId())
                .setReplays(hasExpired ? replays : replays + 1)
                .build());
    }

    private static DeadLetterResolution.Builder resolution(
            DeadLetterCommand command, @Nullable DeadLetterResolution before, Instant now) {
        return DeadLetterResolution.newBuilder()
                .setDeadLetterId(command.getDeadLetterId())
                .setReplays(before == null ? 0 : before.getReplays())
                .setReplayJobId(command.getReplayJobId())
                .setReason(command.getReason())
                .setActorKind(command.getActorKind())
                .setOrganisation(command.getOrganisation())
                .setActorPseudonym(command.getActorPseudonym())
                .setAt(now);
    }
}
