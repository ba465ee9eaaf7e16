package se.budkavle.benchmarks.result;

import java.util.List;

/**
 * What came of a case.
 *
 * @param name of the case
 * @param title what is measured, in a sentence
 * @param subjects what was measured
 * @param goals what it is to reach
 */
public record CaseResult(String name, String title, List<Subject> subjects, List<Goal> goals) {

    /** Copies the lists. */
    public CaseResult {
        subjects = List.copyOf(subjects);
        goals = List.copyOf(goals);
    }

    /** Whether it reached them all. */
    public boolean isMet() {
        return goals.stream().allMatch(Goal::isMet);
    }
}
