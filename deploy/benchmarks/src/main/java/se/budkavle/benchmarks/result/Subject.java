package se.budkavle.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import se.budkavle.benchmarks.worker.Histograms;

/**
 * One thing that was measured several times.
 *
 * @param name what
 * @param isBaseline whether it is the bare thing underneath
 * @param rounds its measurements
 */
public record Subject(String name, boolean isBaseline, List<Measurement> rounds) {

    /** Copies the list. */
    public Subject {
        rounds = List.copyOf(rounds);
    }

    /** Of the rates. */
    public Statistics perSecond() {
        return of(Measurement::perSecond);
    }

    /** Of a percentile, in milliseconds. */
    public Statistics millis(double percent) {
        return of(round -> round.millis(percent));
    }

    private Statistics of(ToDoubleFunction<Measurement> what) {
        return Statistics.of(rounds.stream().map(what::applyAsDouble).toList());
    }

    /** All rounds together. */
    public Histogram latencies() {
        Histogram all = Histograms.empty();
        for (Measurement round : rounds) {
            Histogram latencies = round.latencies();
            if (latencies != null) {
                all.add(latencies);
            }
        }
        return all;
    }

    /** The middle of how this one's rate compares with another's, round by round. */
    public double rateAsPartOf(Subject other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds.size(), other.rounds().size()); i++) {
            ratios.add(rounds.get(i).perSecond() / other.rounds().get(i).perSecond());
        }
        return Statistics.of(ratios).median();
    }

    /** The sum of a value over all rounds. */
    public double sum(String name) {
        return rounds.stream()
                .map(Measurement::values)
                .mapToDouble(values -> values.getOrDefault(name, 0.0))
                .sum();
    }
}
