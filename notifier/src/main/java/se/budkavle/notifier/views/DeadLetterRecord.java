package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.content.RecordReader;
import se.budkavle.schemas.avro.DeadLetterEntry;

/**
 * A dead letter as it lies in its topic, for the command that replays it. For the gateway, never for people: the value of
 * an undecodable record may be content.
 *
 * @param key Base64
 * @param value Base64
 * @param headers Base64 by name
 */
record DeadLetterRecord(
        String sourceTopic,
        String dlqTopic,
        @Nullable String key,
        @Nullable String value,
        Map<String, String> headers,
        @Nullable String messageId,
        @Nullable String recipient,
        @Nullable String subscriptionId,
        @Nullable String organisation) {

    /** Fetches the record of a dead letter. */
    static Fetched<DeadLetterRecord> fetch(RecordReader records, DeadLetterEntry entry) {
        String writtenAt = entry.getExtensions().get(DeadLetterReader.WRITTEN_AT);
        return records.read(
                new TopicPartition(entry.getDlqTopic(), entry.getDlqPartition()),
                entry.getDlqOffset(),
                writtenAt == null ? null : Instant.parse(writtenAt),
                record -> isRecordOf(entry, record) ? of(entry, record) : null);
    }

    private static boolean isRecordOf(DeadLetterEntry entry, ConsumerRecord<byte[], byte[]> record) {
        return DeadLetterReader.storyOf(record).id().equals(entry.getId());
    }

    private static DeadLetterRecord of(DeadLetterEntry entry, ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), encoded(header.value()));
            }
        }
        return new DeadLetterRecord(
                entry.getTopic(),
                entry.getDlqTopic(),
                record.key() == null ? null : encoded(record.key()),
                record.value() == null ? null : encoded(record.value()),
                headers,
                entry.getMessageId(),
                entry.getRecipient(),
                entry.getSubscriptionId(),
                entry.getOrganisation());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Without the record itself. */
    @Override
    public String toString() {
        return "DeadLetterRecord[dlqTopic=" + dlqTopic + "]";
    }
}
