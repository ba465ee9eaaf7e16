package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.ReplayJob;
import se.budkavle.schemas.avro.ReplayJobKind;

/**
 * Something that an operator looked for. Names what was found and never what was looked for, which may be a case id.
 *
 * @param kind MESSAGE, DEAD_LETTER, REPLAY_JOB or DISCARD_JOB
 * @param id its own id
 * @param organisation whose it is, where that is known
 * @param matched by which of its ids it was found
 * @param at when a message was accepted, a dead letter failed, a job began
 */
record SearchHit(String kind, String id, @Nullable String organisation, String matched, Instant at)
        implements Slice.Item {

    private static final String MESSAGE = "MESSAGE";

    static SearchHit of(MessageEvent accepted) {
        return new SearchHit(
                MESSAGE, accepted.getMessageId(), accepted.getOrganisation(), "messageId", accepted.getAt());
    }

    static SearchHit of(String messageId, String organisation, IdKind matched, Instant acceptedAt) {
        return new SearchHit(MESSAGE, messageId, organisation, matched.text(), acceptedAt);
    }

    static SearchHit of(DeadLetterEntry entry) {
        return new SearchHit(
                "DEAD_LETTER", entry.getId(), entry.getOrganisation(), "deadLetterId", entry.getFailedAt());
    }

    static SearchHit of(ReplayJob job) {
        boolean discards = job.getKind() == ReplayJobKind.DISCARD;
        return new SearchHit(
                discards ? "DISCARD_JOB" : "REPLAY_JOB",
                job.getReplayJobId(),
                job.getOrganisation(),
                "jobId",
                job.getCreatedAt());
    }

    @Override
    public Position position() {
        return new Position(at, id);
    }
}
