package se.budkavle.benchmarks.result;

import java.util.List;
import java.util.Locale;

/**
 * What something costs as something else grows. How it goes is said by the exponent of its steepest stretch, from one point
 * to the next: 0 where the cost stays, 1 where it grows as fast, 2 where it grows with the square. Of the steepest, as the
 * middle of many decades would hide the last, where memory or an index ends.
 *
 * @param grows what grows, such as "addresses"
 * @param points the smallest first
 */
public record Curve(String grows, List<Point> points) {

    /** By so much two measurements of the same may differ in their exponent, from decade to decade. */
    private static final double NOISE = 0.25;

    /**
     * A size and what it costs.
     *
     * @param at how much there is, more than nothing
     * @param micros what one message costs then, in microseconds
     */
    public record Point(double at, Statistics micros) {}

    /** How a cost goes with a size. */
    public enum Growth {
        FLAT,
        SUB_LINEAR,
        LINEAR,
        SUPER_LINEAR;

        private static Growth of(double exponent) {
            if (exponent <= NOISE) {
                return FLAT;
            }
            if (exponent < 1 - NOISE) {
                return SUB_LINEAR;
            }
            return exponent <= 1 + NOISE ? LINEAR : SUPER_LINEAR;
        }

        /** In words. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Validates: a logarithm is taken of sizes. */
    public Curve {
        points = List.copyOf(points);
        for (int i = 0; i < points.size(); i++) {
            double before = i == 0 ? 0 : points.get(i - 1).at();
            if (points.get(i).at() <= before) {
                throw new IllegalArgumentException("sizes must rise from more than 0, not " + before + " to "
                        + points.get(i).at());
            }
        }
    }

    /** The exponent of the steepest stretch; NaN where there are not two points, or one has no cost. */
    public double steepest() {
        double steepest = points.size() < 2 ? Double.NaN : Double.NEGATIVE_INFINITY;
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            double exponent = Math.log(to.micros().median() / from.micros().median()) / Math.log(to.at() / from.at());
            // The maximum of NaN and anything is NaN: what was not measured is not judged.
            steepest = Math.max(steepest, exponent);
        }
        return steepest;
    }

    /** How it goes; what was not measured is taken for the worst. */
    public Growth growth() {
        double steepest = steepest();
        return Double.isNaN(steepest) ? Growth.SUPER_LINEAR : Growth.of(steepest);
    }

    /** That it grows no faster than that. */
    public Goal atMost(Growth most) {
        return new Goal(
                "cost with " + grows + " at most " + most.text(),
                growth().text() + " (steepest exponent " + Goal.number(steepest()) + ")",
                growth().compareTo(most) <= 0);
    }
}
