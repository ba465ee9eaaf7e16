package se.budkavle.gateway.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads NDJSON line by line: lines end with LF or CR LF, the last one may lack it, empty ones are skipped but counted.
 * Holds one line at a time, and no more of it than a line may have.
 */
public final class LineReader {

    /** Media type of NDJSON. */
    public static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    private int number;

    /** Reads from that stream lines of up to that many bytes. */
    public LineReader(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * One line.
     *
     * @param number from 1
     * @param bytes without its end; null if it is too long
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Line(int number, byte @Nullable [] bytes) {}

    /** {@return the next line that is not empty, or null at the end} */
    public @Nullable Line next() throws IOException {
        while (true) {
            var bytes = new ByteArrayOutputStream();
            long length = read(bytes);
            if (length < 0) {
                return null;
            }
            number++;
            if (length > longest) {
                return new Line(number, null);
            }
            var line = withoutCarriageReturn(bytes.toByteArray());
            if (line.length > 0) {
                return new Line(number, line);
            }
        }
    }

    /** Reads up to the end of a line. Returns how long it is, what is too long included, or -1 at the very end. */
    private long read(ByteArrayOutputStream line) throws IOException {
        long length = 0;
        while (true) {
            if (position == end && !fill()) {
                return length == 0 ? -1 : length;
            }
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            length += position - from;
            if (length <= longest) {
                line.write(buffer, from, position - from);
            }
            if (position < end) {
                position++;
                return length;
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private static byte[] withoutCarriageReturn(byte[] line) {
        return line.length > 0 && line[line.length - 1] == '\r' ? Arrays.copyOf(line, line.length - 1) : line;
    }
}
