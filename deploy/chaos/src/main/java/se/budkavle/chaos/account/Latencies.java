package se.budkavle.chaos.account;

import java.util.Arrays;

/**
 * How long something took, over many times.
 *
 * @param count how many times
 * @param p50 median, in milliseconds
 * @param p99 99 of 100 were quicker, in milliseconds
 * @param max the longest, in milliseconds
 */
public record Latencies(int count, double p50, double p99, double max) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** Of times in nanoseconds. */
    public static Latencies of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
    }
}
