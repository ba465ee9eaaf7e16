package se.budkavle.benchmarks.result;

import java.util.Locale;

/**
 * What a case is to reach, and whether it did.
 *
 * @param text in words, with the bound
 * @param actual what was measured, in words
 * @param isMet whether it holds
 */
public record Goal(String text, String actual, boolean isMet) {

    /** A part that is to be reached, in percent. */
    public static Goal atLeastPercent(String text, double actual, double percent) {
        return new Goal(text + " ≥ " + number(percent) + " %", number(actual * 100) + " %", actual * 100 >= percent);
    }

    /** A part that is not to be passed, in percent. */
    public static Goal atMostPercent(String text, double actual, double percent) {
        return new Goal(text + " ≤ " + number(percent) + " %", number(actual * 100) + " %", actual * 100 <= percent);
    }

    /** A number that is to be reached. */
    public static Goal atLeast(String text, double actual, double bound, String unit) {
        return new Goal(text + " ≥ " + number(bound) + unit, number(actual) + unit, actual >= bound);
    }

    /** A number that is not to be passed. */
    public static Goal atMost(String text, double actual, double bound, String unit) {
        return new Goal(text + " ≤ " + number(bound) + unit, number(actual) + unit, actual <= bound);
    }

    /** Short, and exact where that says something. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        String form = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value).replace(',', '\u00a0');
    }
}
