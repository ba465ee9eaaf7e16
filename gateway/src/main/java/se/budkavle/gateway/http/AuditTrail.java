package se.budkavle.gateway.http;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;

/** Writes down what was done here, and not by an owner, before it is answered: what is not written was not done. */
@Singleton
final class AuditTrail {

    private final RecordSender sender;
    private final Clock clock;

    AuditTrail(RecordSender sender, Clock clock) {
        this.sender = sender;
        this.clock = clock;
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
        var event = AuditEvent.newBuilder()
                .setAuditId(Ids.newId())
                .setOrganisation(caller.organisation())
                .setActorKind(ActorKind.SENDER)
                .setActorPseudonym(caller.pseudonym())
                .setAction(action)
                .setEntityId(entityId)
                .setOutcome(AuditOutcome.DONE)
                .setCode(code)
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .build();
        var headers = Map.of(
                RecordHeaders.KIND, action,
                RecordHeaders.ORGANISATION, caller.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        if (!(sender.send(Topics.AUDIT, caller.organisation(), event, headers) instanceof Sending.Confirmed)) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
    }
}
