package se.budkavle.benchmarks.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;

/** Results for machines: every round, medians, spread, ratios, goals. */
public final class JsonReport {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /** Writes it into a file. */
    public static void write(Path file, String machine, List<CaseResult> results) throws IOException {
        JSON.writeValue(file.toFile(), of(machine, results));
    }

    static ObjectNode of(String machine, List<CaseResult> results) {
        ObjectNode all = JSON.createObjectNode().put("machine", machine);
        var cases = all.putArray("cases");
        for (CaseResult result : results) {
            ObjectNode one = cases.addObject()
                    .put("name", result.name())
                    .put("title", result.title())
                    .put("isMet", result.isMet());
            var subjects = one.putArray("subjects");
            result.subjects()
                    .forEach(subject ->
                            subjects.add(of(subject, result.subjects().getFirst())));
            var curves = one.putArray("curves");
            result.curves().forEach(curve -> curves.add(of(curve)));
            var tables = one.putArray("tables");
            result.tables().forEach(table -> tables.add(of(table)));
            var goals = one.putArray("goals");
            for (Goal goal : result.goals()) {
                goals.addObject()
                        .put("text", goal.text())
                        .put("actual", goal.actual())
                        .put("isMet", goal.isMet());
            }
        }
        return all;
    }

    private static ObjectNode of(Subject subject, Subject first) {
        ObjectNode one = JSON.createObjectNode().put("name", subject.name()).put("isBaseline", subject.isBaseline());
        one.set("perSecond", of(subject.perSecond()));
        if (subject.latencies().getTotalCount() > 0) {
            ObjectNode millis = one.putObject("millis");
            for (double percent : Percentiles.SHOWN) {
                millis.set("p" + Goal.number(percent), of(subject.millis(percent)));
            }
        }
        if (subject.isBaseline()) {
            one.put("firstAsPartOfThis", first.rateAsPartOf(subject));
        }
        var rounds = one.putArray("rounds");
        for (Measurement round : subject.rounds()) {
            ObjectNode each = rounds.addObject().put("perSecond", round.perSecond());
            if (round.latencies() != null) {
                for (double percent : Percentiles.SHOWN) {
                    each.put("p" + Goal.number(percent), round.millis(percent));
                }
            }
            round.values().forEach(each::put);
        }
        return one;
    }

    private static ObjectNode of(Curve curve) {
        ObjectNode one = JSON.createObjectNode()
                .put("grows", curve.grows())
                .put("steepestExponent", curve.steepest())
                .put("growth", curve.growth().text());
        var points = one.putArray("points");
        for (Curve.Point point : curve.points()) {
            points.addObject().put("at", point.at()).set("micros", of(point.micros()));
        }
        return one;
    }

    private static ObjectNode of(Table table) {
        ObjectNode one = JSON.createObjectNode().put("title", table.title());
        var rows = one.putArray("rows");
        for (Table.Row row : table.rows()) {
            ObjectNode each = rows.addObject().put("name", row.name());
            for (int i = 0; i < table.columns().size(); i++) {
                each.put(table.columns().get(i), row.values().get(i));
            }
        }
        return one;
    }

    private static ObjectNode of(Statistics statistics) {
        return JSON.createObjectNode()
                .put("median", statistics.median())
                .put("least", statistics.least())
                .put("most", statistics.most());
    }
}
