package se.budkavle.benchmarks.result;

import java.util.Arrays;
import java.util.Collection;

/**
 * What several measurements of the same say together.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 */
public record Statistics(double median, double least, double most) {

    /** Of some values; NaN where there are none. */
    public static Statistics of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return new Statistics(Double.NaN, Double.NaN, Double.NaN);
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Statistics(median, sorted[0], Arrays.stream(sorted).max().getAsDouble());
    }

    /** Half the range, as a part of the median: 0.1 is ± 10 %. */
    public double spread() {
        return median == 0 ? 0 : (most - least) / 2 / median;
    }
}
