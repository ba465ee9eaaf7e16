package se.budkavle.benchmarks.result;

import java.util.List;

/**
 * What came of a case.
 *
 * @param name of the case
 * @param title what is measured, in a sentence
 * @param subjects what was measured
 * @param goals what it is to reach
 * @param curves what a message costs as something grows
 * @param tables figures that are no rates
 */
public record CaseResult(
        String name, String title, List<Subject> subjects, List<Goal> goals, List<Curve> curves, List<Table> tables) {

    /** Copies the lists. */
    public CaseResult {
        subjects = List.copyOf(subjects);
        goals = List.copyOf(goals);
        curves = List.copyOf(curves);
        tables = List.copyOf(tables);
    }

    /** With rates alone. */
    public CaseResult(String name, String title, List<Subject> subjects, List<Goal> goals) {
        this(name, title, subjects, goals, List.of(), List.of());
    }

    /** Whether it reached them all. */
    public boolean isMet() {
        return goals.stream().allMatch(Goal::isMet);
    }
}
