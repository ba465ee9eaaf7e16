package se.budkavle.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;

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
            result.tables().forEach(table -> figures(text, table));
            List<Subject> subjects = result.tables().isEmpty() ? result.subjects() : List.of();
            if (!subjects.isEmpty()) {
                text.append("  %-20s %12s %7s %9s %9s %9s %9s%n"
                        .formatted("", "a second", "±", "p50 ms", "p99 ms", "p99.9 ms", "part"));
            }
            for (Subject subject : subjects) {
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
            result.curves().forEach(curve -> costs(text, curve));
            for (Goal goal : result.goals()) {
                text.append("  %s %s: %s%n".formatted(goal.isMet() ? "met   " : "MISSED", goal.text(), goal.actual()));
            }
        }
        return text.toString();
    }

    private static void figures(StringBuilder text, Table table) {
        text.append("  %s%n  %-34s".formatted(table.title(), ""));
        table.columns().forEach(column -> text.append(" %10s".formatted(column)));
        for (Table.Row row : table.rows()) {
            text.append("%n  %-34s".formatted(row.name()));
            row.values().forEach(value -> text.append(" %10s".formatted(Goal.number(value))));
        }
        text.append(System.lineSeparator());
    }

    private static void costs(StringBuilder text, Curve curve) {
        text.append("  \u00b5s a message with %s: %s%n"
                .formatted(
                        curve.grows(),
                        curve.points().stream()
                                .map(point -> Goal.number(point.at()) + ": "
                                        + Goal.number(point.micros().median()))
                                .collect(Collectors.joining(", "))));
    }
}
