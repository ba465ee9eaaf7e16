package se.budkavle.benchmarks.result;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.worker.Outcome;

/**
 * One measurement of one subject.
 *
 * @param perSecond how often a second
 * @param latencies in nanoseconds; null: not measured
 * @param values anything else, by name
 */
public record Measurement(double perSecond, @Nullable Histogram latencies, Map<String, Double> values) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Copies the map. */
    public Measurement {
        values = Map.copyOf(values);
    }

    /** A rate alone. */
    public static Measurement rate(double perSecond) {
        return new Measurement(perSecond, null, Map.of());
    }

    /** Of an outcome with latencies; what was not as it should be is named. */
    public static Measurement of(Outcome outcome) {
        var values = new java.util.TreeMap<String, Double>();
        outcome.counters().forEach((name, count) -> values.put(name, (double) count));
        return new Measurement(outcome.perSecond(), outcome.histogram() == null ? null : outcome.latencies(), values);
    }

    /** The same with one more value. */
    public Measurement with(String name, double value) {
        var all = new java.util.TreeMap<>(values);
        all.put(name, value);
        return new Measurement(perSecond, latencies, all);
    }

    /** The same with how many of those that were sent did not arrive. */
    public Measurement withLost(long sent, long arrived) {
        return with("lost", (double) (sent - arrived));
    }

    /** So many percent took no longer, in milliseconds; NaN where none were measured. */
    public double millis(double percent) {
        return latencies == null || latencies.getTotalCount() == 0
                ? Double.NaN
                : latencies.getValueAtPercentile(percent) / NANOS_PER_MILLI;
    }
}
