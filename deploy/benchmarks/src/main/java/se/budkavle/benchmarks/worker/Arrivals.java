package se.budkavle.benchmarks.worker;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import se.budkavle.benchmarks.http.Mark;

/**
 * What arrived of one run: each message once, how long after it was due, and whether it was overtaken by its successor in its
 * conversation.
 */
final class Arrivals {

    private static final long BUCKET = TimeUnit.MILLISECONDS.toNanos(10);

    private final Histogram latencies = Histograms.empty();
    private final Map<Integer, BitSet> seen = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private int[] buckets = new int[1 << 10];
    private long count;
    private long duplicates;
    private long inversions;
    private long first;
    private long latest;

    /** Takes one in; {@code now} of {@link System#nanoTime()}. */
    synchronized void add(Mark mark, long now) {
        BitSet known = seen.computeIfAbsent(mark.conversation(), _ -> new BitSet());
        if (known.get(mark.sequence())) {
            duplicates++;
            return;
        }
        known.set(mark.sequence());
        int before = last.merge(mark.conversation(), mark.sequence(), Math::max);
        if (before > mark.sequence()) {
            inversions++;
        }
        if (count++ == 0) {
            first = now;
        }
        latest = now;
        int bucket = (int) ((now - first) / BUCKET);
        if (bucket >= buckets.length) {
            buckets = Arrays.copyOf(buckets, Math.max(bucket + 1, buckets.length * 2));
        }
        buckets[bucket]++;
        Histograms.add(latencies, mark.age(now));
        notifyAll();
    }

    /** Waits until so many have arrived, or none for so many milliseconds. */
    synchronized void await(long expected, long patience) throws InterruptedException {
        long seenBefore = count;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
        while (count < expected) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                if (count == seenBefore) {
                    return;
                }
                seenBefore = count;
                deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience);
            } else {
                wait(left);
            }
        }
    }

    /** All that arrived. */
    synchronized Outcome outcome() {
        return Outcome.of(
                count,
                (latest - first) / 1e9,
                latencies.copy(),
                Map.of("duplicates", duplicates, "inversions", inversions, "first", first, "last", latest));
    }

    /** How many arrived between two times of {@link System#nanoTime()}, to 10 ms. */
    synchronized long between(long from, long to) {
        long sum = 0;
        for (int i = 0; i < buckets.length; i++) {
            long at = first + i * BUCKET;
            if (buckets[i] > 0 && at - from >= 0 && at - to < 0) {
                sum += buckets[i];
            }
        }
        return sum;
    }
}
