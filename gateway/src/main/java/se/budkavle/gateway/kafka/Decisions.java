package se.budkavle.gateway.kafka;

import java.util.Optional;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.avro.CommandResult;

/** What an owner's decision means to the caller. */
public final class Decisions {

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
        var code = Optional.ofNullable(result.getCode())
                .flatMap(ProblemCode::of)
                .filter(known -> known.status() == otherwise.status())
                .orElse(otherwise);
        return Refusal.of(code).asException();
    }
}
