package se.budkavle.schemas.streams;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/**
 * What becomes of a record that cannot be read or processed: it goes to the dead letters of its own topic, as it was,
 * written by the task's own producer and so within its transaction, and the application goes on. Kafka's built-in dead
 * letter topic (KIP-1034) would be one for all topics. What is no fault of the record (the registry or Kafka away) stops
 * the task instead, to be tried again: see {@link StreamsApplication}.
 */
public final class PoisonHandler implements DeserializationExceptionHandler, ProcessingExceptionHandler {

    /** Configuration key: a {@link PoisonListener}. */
    static final String LISTENER = "budkavle.poison.listener";

    private static final Logger log = LoggerFactory.getLogger(PoisonHandler.class);

    private static final Set<String> WITH_DEAD_LETTERS =
            Topics.withDeadLetters().stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    private PoisonListener listener = PoisonListener.NONE;

    @Override
    public void configure(Map<String, ?> configuration) {
        if (configuration.get(LISTENER) instanceof PoisonListener configured) {
            listener = configured;
        }
    }

    @Override
    public DeserializationExceptionHandler.Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
        if (isPassing(error)) {
            return DeserializationExceptionHandler.Response.fail();
        }
        return DeserializationExceptionHandler.Response.resume(setAside(
                new Origin(record.topic(), record.partition(), record.offset(), record.timestamp()),
                record.key(),
                record.value(),
                record.headers(),
                Reason.UNDECODABLE,
                error));
    }

    @Override
    public ProcessingExceptionHandler.Response handleError(
            ErrorHandlerContext context, Record<?, ?> record, Exception error) {
        // A timer has no record of its own to set aside.
        boolean isTimer = context.topic() == null;
        if (isTimer || isPassing(error)) {
            log.atError()
                    .addKeyValue("processor", context.processorNodeId())
                    .addKeyValue("error", className(error))
                    .log("Processing failed and is tried again");
            return ProcessingExceptionHandler.Response.fail();
        }
        return ProcessingExceptionHandler.Response.resume(setAside(
                new Origin(context.topic(), context.partition(), context.offset(), context.timestamp()),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                Reason.PROCESSING_FAILED,
                error));
    }

    private record Origin(String topic, int partition, long offset, long timestamp) {}

    private List<ProducerRecord<byte[], byte[]>> setAside(
            Origin origin,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            Reason reason,
            Exception error) {
        listener.onPoison(origin.topic(), reason);
        // The error's text may quote the record, which may be content: its class must do.
        log.atError()
                .addKeyValue("topic", origin.topic())
                .addKeyValue("partition", origin.partition())
                .addKeyValue("offset", origin.offset())
                .addKeyValue("reason", reason.code())
                .addKeyValue("error", className(error))
                .addKeyValue("at", firstFrame(error))
                .log("A record was set aside");
        if (!WITH_DEAD_LETTERS.contains(origin.topic())) {
            return List.of();
        }
        Instant now = Instant.now();
        ProducerRecord<byte[], byte[]> deadLetter = new ProducerRecord<>(
                Topics.deadLettersOf(origin.topic()), null, now.toEpochMilli(), key, value, headers);
        new DeadLetter(
                        DeadLetter.id(origin.topic(), origin.partition(), origin.offset(), null),
                        origin.topic(),
                        origin.partition(),
                        origin.offset(),
                        reason,
                        RecordHeaders.get(headers, RecordHeaders.MESSAGE_ID),
                        RecordHeaders.get(headers, RecordHeaders.RECIPIENT),
                        null,
                        RecordHeaders.get(headers, RecordHeaders.ORGANISATION),
                        now,
                        now,
                        1,
                        RecordHeaders.number(headers, RecordHeaders.REPLAY, 0))
                .writeTo(deadLetter.headers());
        return List.of(deadLetter);
    }

    /** Whether the fault will pass without the record being changed. */
    private static boolean isPassing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                return true;
            }
            if (cause instanceof KafkaException && !(cause instanceof SerializationException)) {
                return cause.getCause() == null || isPassing(cause.getCause());
            }
        }
        return false;
    }

    private static String className(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getName();
    }

    private static String firstFrame(Throwable error) {
        StackTraceElement[] frames = error.getStackTrace();
        return frames.length == 0 ? "" : frames[0].toString();
    }
}
