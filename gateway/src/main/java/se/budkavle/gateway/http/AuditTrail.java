package se.budkavle.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.ClientAddress;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;

/** Writes down what was done here, and not by an owner, before it is answered: what is not written was not done. */
@Singleton
final class AuditTrail {

    private static final String ATTEMPT = "operator-attempt";

    private final RecordSender sender;
    private final ClientAddress clientAddress;
    private final Clock clock;
    private final Counter unwritten;

    AuditTrail(RecordSender sender, ClientAddress clientAddress, Clock clock, MeterRegistry meters) {
        this.sender = sender;
        this.clientAddress = clientAddress;
        this.clock = clock;
        this.unwritten = Counter.builder("budkavle.gateway.audit.unwritten")
                .description("refused attempts that could not be written to the audit")
                .register(meters);
    }

    /**
     * Writes one event, and waits until every in-sync replica has it.
     *
     * @param action what was done, kebab-case
     * @param entityId what it was done to
     * @param code why it came to nothing, a problem's code; null: it did not
     * @throws se.budkavle.gateway.problem.RefusedException 503 if it is not certain
     */
    void record(String action, String entityId, @Nullable String code, Caller caller, String traceparent) {
        var event = event(action, entityId, caller)
                .setActorKind(ActorKind.SENDER)
                .setOutcome(AuditOutcome.DONE)
                .setCode(code)
                .build();
        if (!(sender.send(Topics.AUDIT, caller.organisation(), event, headers(action, caller, traceparent))
                instanceof Sending.Confirmed)) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
    }

    /**
     * Writes down what somebody tried that is an operator's to do. The attempt is refused either way: if this cannot be
     * written, it is counted, and the answer is the same.
     *
     * @param route method and path template of the attempt
     * @param code why it was refused, a problem's code
     */
    void refused(String route, String code, Caller caller, String traceparent) {
        var event = event(ATTEMPT, route, caller)
                .setActorKind(ActorKind.UNKNOWN)
                .setOutcome(AuditOutcome.REFUSED)
                .setCode(code)
                .build();
        if (!(sender.send(Topics.AUDIT, caller.organisation(), event, headers(ATTEMPT, caller, traceparent))
                instanceof Sending.Confirmed)) {
            unwritten.increment();
        }
    }

    private AuditEvent.Builder event(String action, String entityId, Caller caller) {
        return AuditEvent.newBuilder()
                .setAuditId(Ids.newId())
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAction(action)
                .setEntityId(entityId)
                .setExtensions(clientAddress
                        .current()
                        .map(from -> Map.of(AuditChain.FROM, from))
                        .orElse(Map.of()))
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Map<String, String> headers(String action, Caller caller, String traceparent) {
        return Map.of(
                RecordHeaders.KIND, action,
                RecordHeaders.ORGANISATION, caller.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
    }
}
