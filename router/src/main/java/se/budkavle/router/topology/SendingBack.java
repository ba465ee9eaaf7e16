package se.budkavle.router.topology;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.DeadLetterCommand;

/** Gives the records of dead letters back to the topics they come from. */
final class SendingBack {

    private final ProcessorContext<Object, Object> context;
    private final UnaryOperator<String> sinkOf;

    /** @param sinkOf the sink of a source topic */
    SendingBack(ProcessorContext<Object, Object> context, UnaryOperator<String> sinkOf) {
        this.context = context;
        this.sinkOf = sinkOf;
    }

    /** The dead letter's record once more, marked as the replay with that number. */
    void replay(DeadLetterCommand command, int replay, DeadRecords records, Instant now) {
        Headers headers = DeadRecords.headersOf(command);
        RecordHeaders.put(headers, RecordHeaders.REPLAY, Integer.toString(replay));
        send(command, headers, records.replayedValue(command, replay, now), now);
    }

    /** The dead letter's record, to end in its lane. */
    void discard(DeadLetterCommand command, String reason, Instant now) {
        Headers headers = DeadRecords.headersOf(command);
        RecordHeaders.put(headers, RecordHeaders.DISCARD, reason);
        send(command, headers, DeadRecords.bytes(command.getRecordValue()), now);
    }

    /** The recipient that a dead letter is about; null: none. */
    static @Nullable String recipientOf(DeadLetterCommand command, @Nullable DeadLetter story) {
        return command.getRecipient() == null && story != null ? story.recipient() : command.getRecipient();
    }

    private void send(DeadLetterCommand command, Headers headers, byte @Nullable [] value, Instant now) {
        DeadLetter story = DeadLetter.from(headers);
        DeadLetter.removeFrom(headers);
        RecordHeaders.put(headers, RecordHeaders.DEAD_LETTER_ID, command.getDeadLetterId());
        RecordHeaders.put(headers, RecordHeaders.RECIPIENT, recipientOf(command, story));
        byte[] key = DeadRecords.bytes(command.getRecordKey());
        context.forward(
                new Record<Object, Object>(key, value, now.toEpochMilli(), headers),
                sinkOf.apply(command.getSourceTopic()));
    }
}
