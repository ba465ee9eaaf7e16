package se.budkavle.gateway.kafka;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.CommandResult;

/** What an owner's decision means to the caller. */
public final class Decisions {

    private static final Set<ProblemCode> ENDED =
            EnumSet.of(ProblemCode.MESSAGE_EXPIRED, ProblemCode.MESSAGE_CANCELLED);

    private Decisions() {}

    /**
     * Lets what was done pass.
     *
     * @param decision empty: none came in time
     * @return the decision: CREATED, DONE or UNCHANGED
     * @throws se.budkavle.gateway.problem.RefusedException otherwise
     */
    public static CommandResult orRefuse(Optional<CommandResult> decision) {
        var refusal = refusal(decision);
        if (refusal != null) {
            throw refusal.asException();
        }
        return decision.orElseThrow();
    }

    /** {@return why it was refused, {@link ProblemCode#NOT_CONFIRMED} if none came in time; null if it was done} */
    public static @Nullable Refusal refusal(Optional<CommandResult> decision) {
        var result = decision.orElse(null);
        if (result == null) {
            return Refusal.of(ProblemCode.NOT_CONFIRMED);
        }
        return switch (result.getOutcome()) {
            case CREATED, DONE, UNCHANGED -> null;
            case FORBIDDEN -> refused(result, ProblemCode.FORBIDDEN);
            case NOT_FOUND -> refused(result, ProblemCode.NOT_FOUND);
            case CONFLICT -> refused(result, ProblemCode.CONFLICT);
            case GONE -> refused(result, ProblemCode.CONTENT_DISPOSED);
            case PRECONDITION_FAILED -> refused(result, ProblemCode.PRECONDITION_FAILED);
            case INVALID -> refused(result, ProblemCode.NOT_POSSIBLE);
            case UNKNOWN -> Refusal.of(ProblemCode.NOT_CONFIRMED);
        };
    }

    /** The owner's code is taken over where it is of our list and says the same status. */
    private static Refusal refused(CommandResult result, ProblemCode otherwise) {
        var stated = Optional.ofNullable(result.getCode()).flatMap(ProblemCode::of);
        var code = stated.filter(known -> known.status() == otherwise.status()).orElse(otherwise);
        // An answer to what ended meanwhile is a conflict; asking for its content is not.
        boolean ended = stated.filter(ENDED::contains).isPresent() && otherwise == ProblemCode.CONFLICT;
        return Refusal.of(ended ? ProblemCode.DELIVERY_ENDED : code);
    }
}
