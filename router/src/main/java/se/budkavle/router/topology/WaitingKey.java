package se.budkavle.router.topology;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys whose bytes sort as their parts do, so that a range of keys is a range of what they mean. The first byte names the
 * key space; a text ends with NUL, a number is 8 bytes, highest first.
 */
final class WaitingKey {

    static final char SCHEDULED = 's';
    static final char QUEUED = 'q';
    static final char HELD = 'h';
    static final char PARKED = 'p';
    static final char SUSPENDED = 'r';
    static final char EXPIRY = 'x';
    static final char MESSAGE = 'm';

    private static final byte END_OF_TEXT = 0;

    /** In no UTF-8 text, and in no number that begins a part. */
    private static final byte BEHIND_EVERYTHING = (byte) 0xFF;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

    private WaitingKey(char space) {
        bytes.write(space);
    }

    static WaitingKey in(char space) {
        return new WaitingKey(space);
    }

    WaitingKey text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(END_OF_TEXT);
        return this;
    }

    WaitingKey number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    WaitingKey instant(Instant instant) {
        return number(Math.max(0, instant.toEpochMilli()));
    }

    /** Of an index: the place that is indexed. */
    WaitingKey place(Bytes place) {
        bytes.writeBytes(place.get());
        return this;
    }

    /** The key; also the first of all that go on from it. */
    Bytes first() {
        return Bytes.wrap(bytes.toByteArray());
    }

    /** Behind all that go on from it. */
    Bytes behind() {
        bytes.write(BEHIND_EVERYTHING);
        return first();
    }

    static Bytes scheduled(Instant due, long offset) {
        return in(SCHEDULED).instant(due).number(offset).first();
    }

    static Bytes queued(String conversationId, long offset, String recipient) {
        return in(QUEUED).text(conversationId).number(offset).text(recipient).first();
    }

    static Bytes held(long offset, String recipient) {
        return in(HELD).number(offset).text(recipient).first();
    }

    /** The text that begins at a position. */
    static String textAt(Bytes key, int position) {
        byte[] bytes = key.get();
        int end = position;
        while (bytes[end] != END_OF_TEXT) {
            end++;
        }
        return new String(bytes, position, end - position, StandardCharsets.UTF_8);
    }

    /** The time that begins at a position. */
    static Instant instantAt(Bytes key, int position) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong(position));
    }

    /** The place that an index's key ends with, from a position on. */
    static Bytes placeAt(Bytes key, int position) {
        return Bytes.wrap(Arrays.copyOfRange(key.get(), position, key.get().length));
    }

    /** How long a text is as part of a key. */
    static int lengthOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + 1;
    }
}
