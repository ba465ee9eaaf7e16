package se.budkavle.gateway.problem;

import java.util.List;
import java.util.Map;

/**
 * Why a request is refused; what an HTTP problem is made of.
 *
 * @param code entry of the closed list
 * @param detail one sentence about this occurrence, without any value of the request
 * @param issues its faults, may be empty
 * @param members further members of the problem (RFC 9457, section 3.2), mostly none
 */
public record Refusal(ProblemCode code, String detail, List<Issue> issues, Map<String, String> members) {

    /** A refusal has its own copy of the issues and members. */
    public Refusal {
        issues = List.copyOf(issues);
        members = Map.copyOf(members);
    }

    /** A refusal without further members. */
    public Refusal(ProblemCode code, String detail, List<Issue> issues) {
        this(code, detail, issues, Map.of());
    }

    /** {@return the same refusal with one more member in its problem} */
    public Refusal with(String member, String value) {
        return new Refusal(code, detail, issues, Map.of(member, value));
    }

    /** {@return a refusal without issues, explained by its code} */
    public static Refusal of(ProblemCode code) {
        return new Refusal(code, code.help(), List.of());
    }

    /** {@return a refusal without issues} */
    public static Refusal of(ProblemCode code, String detail) {
        return new Refusal(code, detail, List.of());
    }

    /** {@return a refusal with one issue, whose detail it takes over} */
    public static Refusal of(ProblemCode code, Issue issue) {
        return new Refusal(code, issue.detail(), List.of(issue));
    }

    /** {@return a refusal of a request with these faults} */
    public static Refusal invalid(List<Issue> issues) {
        var first = issues.getFirst();
        var detail = issues.size() == 1 ? first.detail() : issues.size() + " faults: see `issues`.";
        return new Refusal(ProblemCode.INVALID_REQUEST, detail, issues);
    }

    /** {@return the exception that carries it to the HTTP answer} */
    public RefusedException asException() {
        return new RefusedException(this);
    }
}
