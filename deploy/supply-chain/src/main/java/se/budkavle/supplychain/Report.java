package se.budkavle.supplychain;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import se.budkavle.supplychain.Finding.Decision;

/** What was found, for people and for programs. */
final class Report {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> COLUMNS =
            List.of("library", "fault", "severity", "fixed in", "decision", "summary");

    private Report() {}

    static String text(Examination.Result result) {
        var text = new StringBuilder();
        if (!result.findings().isEmpty()) {
            var rows = new ArrayList<List<String>>();
            rows.add(COLUMNS);
            result.findings().forEach(finding -> rows.add(row(finding)));
            text.append(table(rows)).append('\n');
        }
        var failing = result.findings().stream().filter(Finding::fails).count();
        text.append("%d libraries looked up in %d records, the newest of %s: %d known faults, %d of them excepted.%n"
                .formatted(
                        result.libraries(),
                        result.extent().records(),
                        result.extent().newest(),
                        result.findings().size(),
                        result.findings().size() - failing));
        if (!result.unknown().isEmpty()) {
            text.append("Not looked up, being of no ecosystem known here: ")
                    .append(String.join(", ", result.unknown()))
                    .append('\n');
        }
        if (!result.unused().isEmpty()) {
            text.append("Exceptions of which nothing was found, to be taken out: ")
                    .append(String.join(", ", result.unused()))
                    .append('\n');
        }
        return text.toString();
    }

    private static List<String> row(Finding finding) {
        return List.of(
                finding.library().purl(),
                String.join(" ", finding.ids()),
                finding.severity(),
                finding.fixed().isEmpty() ? "-" : String.join(" ", finding.fixed()),
                switch (finding.decision()) {
                    case Decision.Open() -> "open";
                    case Decision.Excepted(var by) -> "excepted until " + by.until();
                    case Decision.Expired(var by) -> "EXPIRED " + by.until();
                },
                // Written by others, for a terminal: nothing but its letters.
                finding.summary().replaceAll("\\p{Cntrl}", " "));
    }

    private static String table(List<List<String>> rows) {
        var widths = IntStream.range(0, COLUMNS.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, COLUMNS.size())
                                .mapToObj(column -> row.get(column)
                                        + " "
                                                .repeat(widths[column]
                                                        - row.get(column).length()))
                                .collect(Collectors.joining("  "))
                                .stripTrailing()
                        + "\n")
                .collect(Collectors.joining());
    }

    static String json(Examination.Result result) {
        var report = JSON.createObjectNode()
                .put("libraries", result.libraries())
                .put("records", result.extent().records())
                .put("newest", result.extent().newest().toString())
                .put("fails", result.fails());
        var findings = report.putArray("findings");
        result.findings().forEach(finding -> findings.add(json(finding)));
        report.set("unknown", JSON.valueToTree(result.unknown()));
        report.set("unusedExceptions", JSON.valueToTree(result.unused()));
        return report.toPrettyString() + "\n";
    }

    private static ObjectNode json(Finding finding) {
        var json = JSON.createObjectNode().put("library", finding.library().purl());
        json.set("ids", JSON.valueToTree(finding.ids()));
        json.put("severity", finding.severity()).put("summary", finding.summary());
        json.set("fixed", JSON.valueToTree(finding.fixed()));
        switch (finding.decision()) {
            case Decision.Open() -> json.put("decision", "open");
            case Decision.Excepted(var by) -> decided(json, "excepted", by);
            case Decision.Expired(var by) -> decided(json, "expired", by);
        }
        return json;
    }

    private static void decided(ObjectNode json, String decision, Exceptions.Entry by) {
        json.put("decision", decision)
                .put("reason", by.reason())
                .put("until", by.until().toString());
    }
}
