package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.DeadLetterOutcome;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.ReplayEnding;

/** Reads, from what is told anyway, how the replay of a dead letter ended; keyed by that dead letter. */
final class ReplayEndings {

    private static final Set<MessageEventType> IN_VAIN =
            Set.of(MessageEventType.UNDELIVERABLE, MessageEventType.EXPIRED);

    private ReplayEndings() {}

    /** It became a dead letter again. */
    static Processor<byte[], byte[], String, DeadLetterOutcome> ofDeadLetters() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<byte[], byte[]> record) {
                String previous = RecordHeaders.get(record.headers(), RecordHeaders.DEAD_LETTER_ID);
                if (previous != null) {
                    RecordMetadata place = context().recordMetadata().orElseThrow();
                    Instant writtenAt = Instant.ofEpochMilli(record.timestamp());
                    DeadLetter story = DeadLetterReader.storyOf(
                            record.headers(), place.topic(), place.partition(), place.offset(), writtenAt);
                    context()
                            .forward(ended(
                                    previous,
                                    ReplayEnding.FAILED_AGAIN,
                                    story.id(),
                                    story.failedAt(),
                                    record.timestamp()));
                }
            }
        };
    }

    /** The subscriber got it. */
    static Processor<String, Attempt, String, DeadLetterOutcome> ofAttempts() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, Attempt> record) {
                Attempt attempt = record.value();
                String replayId = attempt.getReplayId();
                if (replayId != null && attempt.getConsequence() == AttemptConsequence.SETTLED) {
                    context()
                            .forward(
                                    ended(replayId, ReplayEnding.SUCCEEDED, null, attempt.getAt(), record.timestamp()));
                }
            }
        };
    }

    /** The message is in the recipient's inbox, or has ended without having been there. */
    static Processor<String, MessageEvent, String, DeadLetterOutcome> ofMessageEvents() {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, MessageEvent> record) {
                MessageEvent event = record.value();
                String cause = event.getCausedBy();
                if (cause == null || event.getReplay() == 0 || event.getActorKind() != ActorKind.BACKBONE) {
                    return;
                }
                if (event.getType() == MessageEventType.AVAILABLE) {
                    context().forward(ended(cause, ReplayEnding.SUCCEEDED, null, event.getAt(), record.timestamp()));
                } else if (IN_VAIN.contains(event.getType())) {
                    context().forward(ended(cause, ReplayEnding.FAILED_AGAIN, null, event.getAt(), record.timestamp()));
                }
            }
        };
    }

    private static Record<String, DeadLetterOutcome> ended(
            String deadLetterId, ReplayEnding ending, @Nullable String successor, Instant at, long timestamp) {
        return new Record<>(
                deadLetterId,
                DeadLetterOutcome.newBuilder()
                        .setDeadLetterId(deadLetterId)
                        .setEnding(ending)
                        .setSuccessor(successor)
                        .setAt(at)
                        .build(),
                timestamp);
    }
}
