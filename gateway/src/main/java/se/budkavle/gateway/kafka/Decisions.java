package se.budkavle.gateway.kafka;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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
        var result =
                decision.orElseThrow(() -> Refusal.of(ProblemCode.NOT_CONFIRMED).asException());
        return switch (result.getOutcome()) {
            case CREATED, DONE, UNCHANGED -> result;
            case FORBIDDEN -> throw refused(result, ProblemCode.FORBIDDEN);
            case NOT_FOUND -> throw refused(result, ProblemCode.NOT_FOUND);
            case CONFLICT -> throw refused(result, ProblemCode.CONFLICT);
            case GONE -> throw refused(result, ProblemCode.CONTENT_DISPOSED);
            case PRECONDITION_FAILED -> throw refused(result, ProblemCode.PRECONDITION_FAILED);
            case INVALID -> throw refused(result, ProblemCode.NOT_POSSIBLE);
            case UNKNOWN -> throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        };
    }

    /** The owner's code is taken over where it is of our list and says the same status. */
    private static RuntimeException refused(CommandResult result, ProblemCode otherwise) {
        var stated = Optional.ofNullable(result.getCode()).flatMap(ProblemCode::of);
        var code = stated.filter(known -> known.status() == otherwise.status()).orElse(otherwise);
        // An answer to what ended meanwhile is a conflict; asking for its content is not.
        boolean ended = stated.filter(ENDED::contains).isPresent() && otherwise == ProblemCode.CONFLICT;
        return Refusal.of(ended ? ProblemCode.DELIVERY_ENDED : code).asException();
    }
}
