package se.budkavle.benchmarks.report;

import java.util.List;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;

/** Results as a table for a terminal: medians, spread, ratios, goals. */
public final class TextReport {

    private TextReport() {}

    /** All of them. */
    public static String of(List<CaseResult> results) {
        var text = new StringBuilder();
        for (CaseResult result : results) {
            text.append('\n')
                    .append(result.name())
                    .append(": ")
                    .append(result.title())
                    .append('\n');
            if (!result.subjects().isEmpty()) {
                text.append("  %-20s %12s %7s %9s %9s %9s %9s%n"
                        .formatted("", "a second", "±", "p50 ms", "p99 ms", "p99.9 ms", "part"));
            }
            for (Subject subject : result.subjects()) {
                Statistics rate = subject.perSecond();
                text.append("  %-20s %12s %7s %9s %9s %9s %9s%n"
                        .formatted(
                                subject.name(),
                                Goal.number(rate.median()),
                                Goal.number(rate.spread() * 100) + "%",
                                Goal.number(subject.millis(50).median()),
                                Goal.number(subject.millis(99).median()),
                                Goal.number(subject.millis(99.9).median()),
                                subject.isBaseline()
                                        ? Goal.number(result.subjects()
                                                                .getFirst()
                                                                .rateAsPartOf(subject)
                                                        * 100) + "%"
                                        : ""));
            }
            for (Goal goal : result.goals()) {
                text.append("  %s %s: %s%n".formatted(goal.isMet() ? "met   " : "MISSED", goal.text(), goal.actual()));
            }
        }
        return text.toString();
    }
}
