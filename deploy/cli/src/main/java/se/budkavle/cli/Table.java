package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Objects as rows, some of their fields as columns. */
final class Table {

    private final String[] fields;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... fields) {
        this.fields = fields;
    }

    /** Adds a row. */
    void add(JsonNode object) {
        rows.add(Arrays.stream(fields).map(field -> cell(object.path(field))).toList());
    }

    /** A value in a few characters; a dash for none. */
    static String cell(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.hasNonNull("code")) {
            return value.path("code").asText();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** The table, a line for each row, under the names of the columns. */
    String render() {
        if (rows.isEmpty()) {
            return "Nothing.\n";
        }
        var lines = new ArrayList<List<String>>();
        lines.add(Arrays.asList(fields));
        lines.addAll(rows);
        int[] widths = IntStream.range(0, fields.length)
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> render(line, widths) + "\n").collect(Collectors.joining());
    }

    private static String render(List<String> line, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> line.get(column)
                        + " ".repeat(widths[column] - line.get(column).length()))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }
}
