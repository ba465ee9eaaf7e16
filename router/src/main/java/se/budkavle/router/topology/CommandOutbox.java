package se.budkavle.router.topology;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;

/** What every command ends with: an answer to whoever waits for it, and a line in the audit. */
final class CommandOutbox {

    /**
     * Who asked for what.
     *
     * @param commandId the command
     * @param replyTo gateway instance that waits; null: nobody does
     * @param kind what was asked
     * @param entityId about what
     */
    record Asked(
            String commandId,
            @Nullable String replyTo,
            Enum<?> kind,
            String entityId,
            ActorKind actorKind,
            String organisation,
            @Nullable String actorPseudonym) {}

    private final ProcessorContext<Object, Object> context;
    private final RouterMetrics metrics;
    private final String resultsSink;
    private final String auditSink;

    CommandOutbox(
            ProcessorContext<Object, Object> context, RouterMetrics metrics, String resultsSink, String auditSink) {
        this.context = context;
        this.metrics = metrics;
        this.resultsSink = resultsSink;
        this.auditSink = auditSink;
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    /** Hands a record on, with the trace it belongs to. */
    void send(String sink, String key, @Nullable Object value, Record<?, ?> cause) {
        var headers = OutgoingHeaders.none();
        RecordHeaders.put(
                headers, RecordHeaders.TRACEPARENT, RecordHeaders.get(cause.headers(), RecordHeaders.TRACEPARENT));
        context.forward(new Record<Object, Object>(key, value, context.currentSystemTimeMs(), headers), sink);
    }

    /** Answers, without a line in the audit: what is asked is no act of its own. */
    void answer(
            Asked asked, CommandOutcome outcome, @Nullable String code, @Nullable Long version, Record<?, ?> cause) {
        metrics.command(asked.kind(), outcome);
        if (asked.replyTo() != null) {
            CommandResult result = CommandResult.newBuilder()
                    .setCommandId(asked.commandId())
                    .setOutcome(outcome)
                    .setCode(code)
                    .setEntityId(asked.entityId())
                    .setVersion(version)
                    .setAt(now())
                    .build();
            send(resultsSink, asked.replyTo(), result, cause);
        }
    }

    /** Answers and audits. */
    void settle(
            Asked asked, CommandOutcome outcome, @Nullable String code, @Nullable Long version, Record<?, ?> cause) {
        answer(asked, outcome, code, version, cause);
        String from = RecordHeaders.get(cause.headers(), RecordHeaders.CLIENT_ADDRESS);
        AuditEvent audit = AuditEvent.newBuilder()
                .setAuditId(Ids.derived("audit", asked.commandId()))
                .setOrganisation(asked.organisation())
                .setActorKind(asked.actorKind())
                .setActorPseudonym(asked.actorPseudonym())
                .setAction(asked.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .setEntityId(asked.entityId())
                .setOutcome(isDone(outcome) ? AuditOutcome.DONE : AuditOutcome.REFUSED)
                .setCode(code)
                .setCausedBy(asked.commandId())
                .setAt(now())
                .setExtensions(from == null ? Map.of() : Map.of(AuditChain.FROM, from))
                .build();
        send(auditSink, asked.organisation(), audit, cause);
    }

    private static boolean isDone(CommandOutcome outcome) {
        return switch (outcome) {
            case CREATED, DONE, UNCHANGED -> true;
            case FORBIDDEN, NOT_FOUND, CONFLICT, GONE, PRECONDITION_FAILED, INVALID, UNKNOWN -> false;
        };
    }
}
