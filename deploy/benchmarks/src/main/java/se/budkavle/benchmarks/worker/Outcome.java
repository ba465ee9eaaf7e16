package se.budkavle.benchmarks.worker;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What came of a task.
 *
 * @param count of what was done
 * @param seconds that it took
 * @param histogram latencies in nanoseconds, compressed, base64; null: none were measured
 * @param counters anything else that was counted
 */
public record Outcome(long count, double seconds, @Nullable String histogram, Map<String, Long> counters) {

    /** Something that was done without measuring it. */
    public static final Outcome DONE = new Outcome(0, 0, null, Map.of());

    /** Copies the map. */
    public Outcome {
        counters = Map.copyOf(counters);
    }

    /** With latencies. */
    public static Outcome of(long count, double seconds, Histogram latencies, Map<String, Long> counters) {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        byte[] compressed = new byte[length];
        bytes.rewind().get(compressed);
        return new Outcome(count, seconds, Base64.getEncoder().encodeToString(compressed), counters);
    }

    /** How often a second. */
    @JsonIgnore
    public double perSecond() {
        return seconds == 0 ? 0 : count / seconds;
    }

    /** The latencies; empty where none were measured. */
    @JsonIgnore
    public Histogram latencies() {
        if (histogram == null) {
            return Histograms.empty();
        }
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException e) {
            throw new IllegalStateException("not a histogram of ours", e);
        }
    }

    /** A counter; 0 where it is not there. */
    public long counter(String name) {
        return counters.getOrDefault(name, 0L);
    }
}
