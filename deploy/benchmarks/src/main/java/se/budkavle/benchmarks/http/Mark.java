package se.budkavle.benchmarks.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a message carries so that whoever receives it knows when it was due: written into the sender's own message id, or an
 * event's data. It has the form of a UUID, so that it goes wherever an id goes, and is found in bytes without parsing them.
 *
 * <pre>
 *   bbbbRRRR-CCCC-8SSS-8SSS-TTTTTTTTTTTT     run, conversation, sequence in it, time
 * </pre>
 *
 * @param run which measurement
 * @param conversation which of its conversations
 * @param sequence rising within the conversation from 0
 * @param due when it should have been sent, in nanoseconds of {@link System#nanoTime()}, which all processes of a machine
 *     share; to about a microsecond
 */
public record Mark(int run, int conversation, int sequence, long due) {

    /** Where a mark is to be written. */
    public static final String BLANK = "bbbb0000-0000-8000-8000-000000000000";

    /** Characters of a mark. */
    public static final int LENGTH = BLANK.length();

    /** Most sequences of a conversation. */
    static final int SEQUENCES = 1 << 24;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_UNIT_BITS = 10;
    private static final long TIME_MASK = (1L << 48) - 1;

    /** Writes it over a {@link #BLANK}, or over another. */
    public void write(byte[] into, int at) {
        hex(into, at + 4, 4, run);
        hex(into, at + 9, 4, conversation);
        hex(into, at + 15, 3, sequence >>> 12);
        hex(into, at + 20, 3, sequence);
        hex(into, at + 24, 12, due >>> TIME_UNIT_BITS);
    }

    private static void hex(byte[] into, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = DIGITS[(int) (rest & 0xf)];
            rest >>>= 4;
        }
    }

    /** The places of all blanks. */
    public static int[] places(byte[] text) {
        List<Integer> places = new ArrayList<>();
        byte[] blank = BLANK.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + LENGTH <= text.length; i++) {
            if (java.util.Arrays.equals(text, i, i + LENGTH, blank, 0, LENGTH)) {
                places.add(i);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Gives every mark that is written in a part of an array. */
    public static void find(byte[] bytes, int from, int to, Consumer<Mark> found) {
        for (int i = from; i + LENGTH <= to; i++) {
            if (isMark(bytes, i)) {
                found.accept(read(bytes, i));
                i += LENGTH - 1;
            }
        }
    }

    private static boolean isMark(byte[] bytes, int at) {
        return bytes[at + 3] == 'b'
                && bytes[at] == 'b'
                && bytes[at + 1] == 'b'
                && bytes[at + 2] == 'b'
                && bytes[at + 8] == '-'
                && bytes[at + 13] == '-'
                && bytes[at + 14] == '8'
                && bytes[at + 18] == '-'
                && bytes[at + 19] == '8'
                && bytes[at + 23] == '-';
    }

    private static Mark read(byte[] bytes, int at) {
        int sequence = (int) ((number(bytes, at + 15, 3) << 12) | number(bytes, at + 20, 3));
        return new Mark(
                (int) number(bytes, at + 4, 4),
                (int) number(bytes, at + 9, 4),
                sequence,
                number(bytes, at + 24, 12) << TIME_UNIT_BITS);
    }

    private static long number(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = (value << 4) | Character.digit(bytes[i], 16);
        }
        return value;
    }

    /** How long after its due time something happened; {@code now} of {@link System#nanoTime()}. */
    public long age(long now) {
        long units = ((now >>> TIME_UNIT_BITS) - (due >>> TIME_UNIT_BITS)) & TIME_MASK;
        // What happens within one unit of its due time may seem to be before it.
        return units > TIME_MASK / 2 ? 0 : units << TIME_UNIT_BITS;
    }
}
