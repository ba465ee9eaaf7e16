package se.budkavle.notifier.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * A key of several parts whose bytes sort as its parts do, so that a range of keys is a range of what they mean. Stores
 * compare keys byte by byte, unsigned. The first byte names the key space, so that one store, and one RocksDB instance,
 * holds entries and their indexes.
 */
public final class OrderedKey {

    private static final byte END_OF_TEXT = 0;
    private static final int AFTER_EVERYTHING = 0xFF;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);

    private OrderedKey(char space) {
        bytes.write(space);
    }

    /** Begins a key in a key space. */
    public static OrderedKey in(char space) {
        return new OrderedKey(space);
    }

    /** A text that is compared whole: no text is a prefix of the part. Without NUL in it. */
    public OrderedKey text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        bytes.write(END_OF_TEXT);
        return this;
    }

    /** Bytes that are as many in every key of the key space. */
    public OrderedKey bytes(byte[] fixed) {
        bytes.writeBytes(fixed);
        return this;
    }

    /** A number from 0. */
    public OrderedKey number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    /** A moment, by its milliseconds from 1970. */
    public OrderedKey instant(Instant instant) {
        return number(Math.max(0, instant.toEpochMilli()));
    }

    /** The key of these parts; also the first key of those that go on from here. */
    public Bytes first() {
        return Bytes.wrap(bytes.toByteArray());
    }

    /** A key after every key that goes on from here. */
    public Bytes last() {
        ByteArrayOutputStream end = new ByteArrayOutputStream(bytes.size() + 1);
        end.writeBytes(bytes.toByteArray());
        end.write(AFTER_EVERYTHING);
        return Bytes.wrap(end.toByteArray());
    }

    /** The moment that begins at a position of a key. */
    public static Instant instantAt(Bytes key, int position) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(key.get()).getLong(position));
    }

    /** The number in which a key ends. */
    public static long numberAtEnd(Bytes key) {
        byte[] bytes = key.get();
        return ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong();
    }
}
