package se.budkavle.gateway.auth;

import java.util.Set;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Who calls, by a verified token.
 *
 * @param organisation folded to lower case, such as {@code 0203:skatteverket.se}
 * @param pseudonym stand-in for {@code sub}, a digest: the subject may be a person
 * @param scopes what the token allows
 */
public record Caller(String organisation, String pseudonym, Set<String> scopes) {

    /** A caller has its own copy of the scopes. */
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** {@return whether the token has the scope} */
    public boolean may(Scope scope) {
        return scopes.contains(scope.text());
    }

    /**
     * Lets those with the scope pass.
     *
     * @throws se.budkavle.gateway.problem.RefusedException otherwise, 403
     */
    public void mustHave(Scope scope) {
        if (!may(scope)) {
            throw Refusal.of(ProblemCode.MISSING_SCOPE, "The token lacks the scope " + scope.text() + ".")
                    .asException();
        }
    }
}
