package se.budkavle.notifier.views;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.AuditEvent;

/**
 * Which acts are asked for; what is null does not matter.
 *
 * @param organisation the acting one
 * @param actor pseudonym of who acted
 * @param action what was done, kebab-case
 * @param entityId to what
 * @param outcome an {@link se.budkavle.schemas.avro.AuditOutcome}
 * @param from then or later
 * @param to before
 */
record AuditQuery(
        @Nullable String organisation,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String entityId,
        @Nullable String outcome,
        Instant from,
        @Nullable Instant to) {

    /**
     * Reads the parameters of the public API.
     *
     * @throws DateTimeException when a time is none
     */
    static AuditQuery of(Function<String, @Nullable String> parameter) {
        String from = parameter.apply("from");
        String to = parameter.apply("to");
        return new AuditQuery(
                parameter.apply("organisation"),
                parameter.apply("actor"),
                parameter.apply("action"),
                parameter.apply("entityId"),
                parameter.apply("outcome"),
                from == null ? Instant.EPOCH : Instant.parse(from),
                to == null ? null : Instant.parse(to));
    }

    boolean matches(AuditEvent act) {
        return isOrAny(organisation, act.getOrganisation())
                && isOrAny(actor, act.getActorPseudonym())
                && isOrAny(action, act.getAction())
                && isOrAny(entityId, act.getEntityId())
                && isOrAny(outcome, act.getOutcome().name());
    }

    private static boolean isOrAny(@Nullable String wanted, @Nullable String is) {
        return wanted == null || wanted.equals(is);
    }
}
