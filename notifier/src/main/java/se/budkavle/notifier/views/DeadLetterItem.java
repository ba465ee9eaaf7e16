package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.ReplayEnding;

/**
 * A dead letter as operators and subscribers see it, in the form of the public API. Never content.
 *
 * @param id its id
 * @param stage at which work it failed: {@link DeadLetterStage}
 * @param topic the topic it comes from
 * @param partition its partition there
 * @param offset its offset there
 * @param reason why, a code of the closed list
 * @param explanation one sentence: what it means and what to do about it
 * @param firstFailedAt when it failed first
 * @param failedAt when it became a dead letter
 * @param attempts how often it was tried
 * @param replays how often it was replayed
 * @param status OPEN, REPLAYED, DISCARDED or EXPIRED
 * @param outcome of the last replay: UNDER_WAY, SUCCEEDED or FAILED_AGAIN; null: it was not replayed
 * @param replayId the job that replayed it, or gave it up
 * @param previous the dead letter whose replay failed and became this one
 * @param successor the dead letter that its last replay became
 */
record DeadLetterItem(
        String id,
        String stage,
        String topic,
        int partition,
        long offset,
        String reason,
        String explanation,
        @Nullable String messageId,
        @Nullable String recipient,
        @Nullable String subscriptionId,
        @Nullable String organisation,
        @Nullable Instant firstFailedAt,
        Instant failedAt,
        int attempts,
        int replays,
        String status,
        @Nullable String outcome,
        @Nullable String replayId,
        @Nullable String previous,
        @Nullable String successor)
        implements Slice.Item {

    private static final String UNDER_WAY = "UNDER_WAY";

    static DeadLetterItem of(DeadLetterEntry entry) {
        return new DeadLetterItem(
                entry.getId(),
                DeadLetterStage.of(entry.getTopic()).name(),
                entry.getTopic(),
                entry.getPartition(),
                entry.getOffset(),
                entry.getReason(),
                Reason.of(entry.getReason()).map(Reason::explanation).orElse(""),
                entry.getMessageId(),
                entry.getRecipient(),
                entry.getSubscriptionId(),
                entry.getOrganisation(),
                entry.getFirstFailedAt(),
                entry.getFailedAt(),
                entry.getAttempts(),
                entry.getReplays(),
                entry.getStatus() == DeadLetterStatus.UNKNOWN
                        ? DeadLetterStatus.OPEN.name()
                        : entry.getStatus().name(),
                outcome(entry),
                entry.getReplayJobId(),
                entry.getPrevious(),
                entry.getSuccessor());
    }

    private static @Nullable String outcome(DeadLetterEntry entry) {
        if (entry.getStatus() != DeadLetterStatus.REPLAYED) {
            return null;
        }
        return entry.getEnding() == ReplayEnding.UNKNOWN
                ? UNDER_WAY
                : entry.getEnding().name();
    }

    @Override
    public Position position() {
        return Position.of(failedAt, topic, partition, offset, id);
    }
}
