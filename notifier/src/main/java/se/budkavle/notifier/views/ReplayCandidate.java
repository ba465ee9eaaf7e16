package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeadLetterEntry;

/**
 * A dead letter that a job may replay, and where its record lies.
 *
 * @param item as it is shown
 * @param dlqTopic topic of its record
 * @param dlqPartition partition of its record
 * @param dlqOffset offset of its record
 * @param writtenAt from where on the record is searched for, should its offset no longer fit
 */
record ReplayCandidate(
        DeadLetterItem item,
        String dlqTopic,
        int dlqPartition,
        long dlqOffset,
        @Nullable Instant writtenAt) implements Slice.Item {

    static ReplayCandidate of(DeadLetterEntry entry) {
        String writtenAt = entry.getExtensions().get(DeadLetterReader.WRITTEN_AT);
        return new ReplayCandidate(
                DeadLetterItem.of(entry),
                entry.getDlqTopic(),
                entry.getDlqPartition(),
                entry.getDlqOffset(),
                writtenAt == null ? null : Instant.parse(writtenAt));
    }

    @Override
    public Position position() {
        return item.position();
    }
}
