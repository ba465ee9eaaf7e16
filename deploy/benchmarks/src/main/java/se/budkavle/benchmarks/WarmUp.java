package se.budkavle.benchmarks;

import java.util.List;
import se.budkavle.benchmarks.result.Measurement;

/**
 * When something is as fast as it gets. Just after a start a JVM compiles, on the cores that are to be measured: on two of
 * them an intake that ends at 8 600 requests a second begins with 700, and rises for two minutes.
 */
final class WarmUp {

    /** What a look may still have gained on the best before it. */
    private static final double GAIN = 0.05;

    /** Looks in a row without a gain: after two of them an intake at 7 600 still went on to 14 000. */
    private static final int STEADY = 3;

    private WarmUp() {}

    /**
     * Whether the latest looks brought neither a higher rate nor, where there are latencies, a lower median. What does not
     * work yet, as every answer is an error, is steady and not warm.
     */
    static boolean isOver(List<Measurement> looks) {
        int before = looks.size() - STEADY;
        if (before < 1 || looks.getLast().perSecond() == 0) {
            return false;
        }
        var earlier = looks.subList(0, before);
        double rate = earlier.stream().mapToDouble(Measurement::perSecond).max().orElseThrow();
        double median =
                earlier.stream().mapToDouble(look -> look.millis(50)).min().orElseThrow();
        // Without latencies the median is NaN, and less than nothing.
        return looks.subList(before, looks.size()).stream()
                .noneMatch(look -> look.perSecond() > rate * (1 + GAIN) || look.millis(50) < median * (1 - GAIN));
    }
}
