package se.budkavle.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;

/** Results as one page with plots, which needs nothing else: no script, no other host. */
public final class HtmlReport {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Budkavle benchmarks</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222 }
            svg { max-width: 100%; height: auto; font-size: 12px; display: block; margin: 1em 0 }
            table { border-collapse: collapse } td, th { padding: .2em .8em; text-align: right; border-bottom: 1px solid #ddd }
            td:first-child, th:first-child { text-align: left } .missed { color: #a11 } .met { color: #161 }
            </style></head><body>
            <h1>Budkavle benchmarks</h1>
            """;

    private HtmlReport() {}

    /** Writes it into a file. */
    public static void write(Path file, String machine, List<CaseResult> results) throws IOException {
        Files.writeString(file, of(machine, results));
    }

    static String of(String machine, List<CaseResult> results) {
        var page = new StringBuilder(HEAD);
        page.append("<p>").append(Html.escaped(machine)).append("</p>\n");
        for (CaseResult result : results) {
            page.append("<h2 id=\"%s\">%s</h2>\n<p>%s</p>\n"
                    .formatted(Html.escaped(result.name()), Html.escaped(result.name()), Html.escaped(result.title())));
            goals(page, result);
            result.tables().forEach(each -> figures(page, each));
            result.curves().forEach(each -> page.append(CurvePlot.of(each)).append('\n'));
            if (!result.subjects().isEmpty() && result.tables().isEmpty()) {
                table(page, result.subjects());
                if (result.curves().isEmpty()) {
                    page.append(Plot.rates(result.subjects())).append('\n');
                }
                if (result.subjects().stream().anyMatch(each -> each.latencies().getTotalCount() > 0)) {
                    page.append(Plot.latencies(result.subjects())).append('\n');
                }
            }
        }
        return page.append("</body></html>\n").toString();
    }

    private static void goals(StringBuilder page, CaseResult result) {
        page.append("<ul>\n");
        for (Goal goal : result.goals()) {
            page.append("<li class=\"%s\">%s: %s (%s)</li>\n"
                    .formatted(
                            goal.isMet() ? "met" : "missed",
                            Html.escaped(goal.text()),
                            Html.escaped(goal.actual()),
                            goal.isMet() ? "met" : "missed"));
        }
        page.append("</ul>\n");
    }

    private static void figures(StringBuilder page, Table table) {
        page.append("<table><tr><th>").append(Html.escaped(table.title())).append("</th>");
        table.columns().forEach(column -> page.append("<th>%s</th>".formatted(Html.escaped(column))));
        page.append("</tr>\n");
        for (Table.Row row : table.rows()) {
            page.append("<tr><td>%s</td>".formatted(Html.escaped(row.name())));
            row.values().forEach(value -> page.append("<td>%s</td>".formatted(Goal.number(value))));
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static void table(StringBuilder page, List<Subject> subjects) {
        page.append("<table><tr><th></th><th>a second</th><th>±</th>");
        Percentiles.SHOWN.forEach(percent -> page.append("<th>p%s ms</th>".formatted(Goal.number(percent))));
        page.append("<th>first as part of it</th></tr>\n");
        for (Subject subject : subjects) {
            page.append("<tr><td>%s</td><td>%s</td><td>%s %%</td>"
                    .formatted(
                            Html.escaped(subject.name()),
                            Goal.number(subject.perSecond().median()),
                            Goal.number(subject.perSecond().spread() * 100)));
            Percentiles.SHOWN.forEach(percent -> page.append(
                    "<td>%s</td>".formatted(Goal.number(subject.millis(percent).median()))));
            page.append("<td>%s</td></tr>\n"
                    .formatted(
                            subject.isBaseline()
                                    ? Goal.number(subjects.getFirst().rateAsPartOf(subject) * 100) + " %"
                                    : ""));
        }
        page.append("</table>\n");
    }
}
