package se.budkavle.benchmarks.report;

import java.util.List;

/** Which percentiles are shown. */
final class Percentiles {

    /** In tables. */
    static final List<Double> SHOWN = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    /** In plots: as many nines as there are measurements for. */
    static final List<Double> PLOTTED =
            List.of(1.0, 5.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5, 99.0, 99.5, 99.75, 99.9, 99.95, 99.99);

    private Percentiles() {}
}
