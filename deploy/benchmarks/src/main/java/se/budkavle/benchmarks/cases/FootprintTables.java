package se.budkavle.benchmarks.cases;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import se.budkavle.benchmarks.Footprint;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;
import se.budkavle.chaos.cluster.Role;

/** Footprints as measurements, and these as tables: a row for each process of each subject. */
final class FootprintTables {

    private static final List<String> COLUMNS = List.of("heap", "resident", "disk");

    private FootprintTables() {}

    static Measurement measurement(Map<Role, Footprint> footprints) {
        Map<String, Double> values = new TreeMap<>();
        footprints.forEach((role, footprint) -> {
            values.put(key(role, "heap"), footprint.heapMib());
            values.put(key(role, "resident"), footprint.residentMib());
            values.put(key(role, "disk"), footprint.diskMib());
        });
        return new Measurement(Double.NaN, null, values);
    }

    static Table table(String title, List<Role> processes, Stream<Subject> subjects) {
        return new Table(
                title,
                COLUMNS,
                subjects.flatMap(subject -> processes.stream().map(role -> row(subject, role)))
                        .toList());
    }

    private static Table.Row row(Subject subject, Role role) {
        return new Table.Row(
                subject.name() + ", " + role.name().toLowerCase(Locale.ROOT),
                COLUMNS.stream()
                        .map(column -> median(subject, key(role, column)))
                        .toList());
    }

    private static double median(Subject subject, String key) {
        return Statistics.of(subject.rounds().stream()
                        .map(round -> round.values().getOrDefault(key, Double.NaN))
                        .toList())
                .median();
    }

    private static String key(Role role, String column) {
        return role.name().toLowerCase(Locale.ROOT) + " " + column + " MiB";
    }
}
