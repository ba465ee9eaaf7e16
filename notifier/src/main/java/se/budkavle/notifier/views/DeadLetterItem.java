package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterStatus;

/**
 * A dead letter as operators and subscribers see it, in the form of the public API. Never content.
 *
 * @param id its id
 * @param topic the topic it comes from
 * @param partition its partition there
 * @param offset its offset there
 * @param reason why, a code of the closed list
 * @param explanation one sentence: what it means and what to do about it
 * @param failedAt when it became a dead letter
 * @param attempts how often it was tried
 * @param replays how often it was replayed
 * @param status OPEN, REPLAYED, DISCARDED or EXPIRED
 */
record DeadLetterItem(
        String id,
        String topic,
        int partition,
        long offset,
        String reason,
        String explanation,
        @Nullable String messageId,
        @Nullable String recipient,
        @Nullable String subscriptionId,
        @Nullable String organisation,
        Instant failedAt,
        int attempts,
        int replays,
        String status)
        implements Slice.Item {

    static DeadLetterItem of(DeadLetterEntry entry) {
        return new DeadLetterItem(
                entry.getId(),
                entry.getTopic(),
                entry.getPartition(),
                entry.getOffset(),
                entry.getReason(),
                Reason.of(entry.getReason()).map(Reason::explanation).orElse(""),
                entry.getMessageId(),
                entry.getRecipient(),
                entry.getSubscriptionId(),
                entry.getOrganisation(),
                entry.getFailedAt(),
                entry.getAttempts(),
                entry.getReplays(),
                entry.getStatus() == DeadLetterStatus.UNKNOWN
                        ? DeadLetterStatus.OPEN.name()
                        : entry.getStatus().name());
    }

    @Override
    public Position position() {
        return new Position(failedAt, id);
    }
}
