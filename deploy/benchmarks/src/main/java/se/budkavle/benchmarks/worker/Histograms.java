package se.budkavle.benchmarks.worker;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Histograms of latencies in nanoseconds: up to ten minutes, three digits. */
public final class Histograms {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;

    private Histograms() {}

    /** One with nothing in it. */
    public static Histogram empty() {
        return new Histogram(LONGEST, DIGITS);
    }

    /** Adds one; what is longer than the longest counts as that. */
    public static void add(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
    }
}
