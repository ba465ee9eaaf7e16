package se.budkavle.benchmarks.result;

import java.util.List;

/**
 * Figures that are no rates: a row for each thing, a column for each kind.
 *
 * @param title what they are, with the unit
 * @param columns their names
 * @param rows the things
 */
public record Table(String title, List<String> columns, List<Row> rows) {

    /**
     * A thing.
     *
     * @param name of it
     * @param values one for each column; NaN: not known
     */
    public record Row(String name, List<Double> values) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }
    }

    /** Copies the lists, and validates. */
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.values().size() != columns.size()) {
                throw new IllegalArgumentException(
                        row.name() + " has " + row.values().size() + " values for " + columns.size() + " columns");
            }
        }
    }
}
