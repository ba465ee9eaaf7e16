package se.budkavle.chaos.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How something that a process takes went on in the second half of a run; the first half is for everything to become warm.
 *
 * @param process such as {@code router-2}
 * @param gauge what it is
 * @param from the median at the beginning of the second half
 * @param to the median at its end
 * @param growth what a straight line through the medians of the second half rises by
 * @param allowed by what it may rise
 * @param samples of the second half; 0: too few to say anything
 */
public record Trend(String process, Gauge gauge, double from, double to, double growth, double allowed, int samples) {

    private static final int SLICES = 5;

    /** A median of fewer says nothing. */
    private static final int LEAST_IN_SLICE = 3;

    /**
     * Judges what was measured.
     *
     * @param values in their order, at even intervals
     */
    public static Trend of(String process, Gauge gauge, List<Double> values) {
        List<Double> second = values.subList(values.size() / 2, values.size());
        if (second.size() < SLICES * LEAST_IN_SLICE) {
            return new Trend(process, gauge, 0, 0, 0, 0, 0);
        }
        List<Double> medians = new ArrayList<>();
        for (int i = 0; i < SLICES; i++) {
            medians.add(median(second.subList(second.size() * i / SLICES, second.size() * (i + 1) / SLICES)));
        }
        return new Trend(
                process,
                gauge,
                medians.getFirst(),
                medians.getLast(),
                slope(medians) * (SLICES - 1),
                gauge.allowed(median(medians)),
                second.size());
    }

    /** Whether enough was measured to say anything. */
    public boolean isJudged() {
        return samples > 0;
    }

    /** Whether it does not grow; also where too little was measured. */
    public boolean isFlat() {
        return growth <= allowed;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Of the line with the least squares, for each step. */
    private static double slope(List<Double> values) {
        double middle = (values.size() - 1) / 2.0;
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.size(); i++) {
            above += (i - middle) * (values.get(i) - mean);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }
}
