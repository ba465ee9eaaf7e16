package se.budkavle.notifier.views;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.DeadLetterEntry;
import se.budkavle.schemas.avro.DeadLetterStatus;

/** Reads the story of a dead letter from its headers; its value, which may be content, is never looked at. */
final class DeadLetterReader extends ContextualProcessor<byte[], byte[], String, DeadLetterEntry> {

    /** When the dead letter was written: from where it is searched for, should its offset no longer fit. */
    static final String WRITTEN_AT = "writtenAt";

    private static final String SUFFIX = ".dlq";

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context().recordMetadata().orElseThrow();
        Instant writtenAt = Instant.ofEpochMilli(record.timestamp());
        DeadLetter story = storyOf(record.headers(), place.topic(), place.partition(), place.offset(), writtenAt);
        DeadLetterEntry entry = DeadLetterEntry.newBuilder()
                .setId(story.id())
                .setTopic(story.sourceTopic())
                .setPartition(story.sourcePartition())
                .setOffset(story.sourceOffset())
                .setDlqTopic(place.topic())
                .setDlqPartition(place.partition())
                .setDlqOffset(place.offset())
                .setReason(story.reason().code())
                .setMessageId(story.messageId())
                .setRecipient(story.recipient())
                .setSubscriptionId(story.subscriptionId())
                .setOrganisation(story.organisation())
                .setFirstFailedAt(story.firstFailedAt().truncatedTo(ChronoUnit.MILLIS))
                .setFailedAt(story.failedAt().truncatedTo(ChronoUnit.MILLIS))
                .setAttempts(story.attempts())
                .setReplays(story.replays())
                .setStatus(DeadLetterStatus.OPEN)
                .setPrevious(RecordHeaders.get(record.headers(), RecordHeaders.DEAD_LETTER_ID))
                .setExtensions(Map.of(WRITTEN_AT, writtenAt.toString()))
                .build();
        context().forward(new Record<>(entry.getId(), entry, record.timestamp()));
    }

    /** The story of a record as it lies in its topic. */
    static DeadLetter storyOf(ConsumerRecord<byte[], byte[]> record) {
        return storyOf(
                record.headers(),
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    /** The story that the headers tell; where they tell none, what its place tells. */
    static DeadLetter storyOf(Headers headers, String topic, int partition, long offset, Instant writtenAt) {
        DeadLetter told = DeadLetter.from(headers);
        if (told != null) {
            return told;
        }
        String source = topic.endsWith(SUFFIX) ? topic.substring(0, topic.length() - SUFFIX.length()) : topic;
        return new DeadLetter(
                DeadLetter.id(topic, partition, offset, null),
                source,
                partition,
                offset,
                Reason.UNDECODABLE,
                null,
                null,
                null,
                null,
                writtenAt,
                writtenAt,
                1,
                0);
    }
}
