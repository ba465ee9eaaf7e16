package se.budkavle.gateway.problem;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one request, up to a bound: who sends more has enough to mend. */
public final class Issues {

    private static final int MOST = 100;

    private final List<Issue> issues = new ArrayList<>();

    /** Notes a fault; from the 101st on they are dropped. */
    public void add(String pointer, String code, String detail) {
        if (issues.size() < MOST) {
            issues.add(new Issue(pointer, code, detail));
        }
    }

    /** {@return whether nothing was noted} */
    public boolean isEmpty() {
        return issues.isEmpty();
    }

    /** {@return what was noted, in order} */
    public List<Issue> list() {
        return List.copyOf(issues);
    }
}
