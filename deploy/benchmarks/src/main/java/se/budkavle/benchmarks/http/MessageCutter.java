package se.budkavle.benchmarks.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts the bytes of a connection into HTTP/1.1 messages: just as much of the protocol as is needed to measure cheaply. */
final class MessageCutter {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int SMALL = 4096;
    private static final int INCOMPLETE = -1;

    private byte[] bytes = new byte[SMALL];
    private int length;

    /** Takes what was read and gives every message that is complete. */
    void read(ByteBuffer more, Consumer<Message> complete) {
        int added = more.remaining();
        if (length + added > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + added));
        }
        more.get(bytes, length, added);
        length += added;
        int from = 0;
        while (from < length) {
            int body = endOfHead(from);
            int to = body == INCOMPLETE ? INCOMPLETE : end(from, body, complete);
            if (to == INCOMPLETE) {
                break;
            }
            from = to;
        }
        System.arraycopy(bytes, from, bytes, 0, length - from);
        length -= from;
        if (length == 0 && bytes.length > SMALL * 16) {
            // What was large once need not stay so: a thousand of these may wait.
            bytes = new byte[SMALL];
        }
    }

    private int endOfHead(int from) {
        for (int i = from + 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return INCOMPLETE;
    }

    private int end(int from, int body, Consumer<Message> complete) {
        if (header(TRANSFER_ENCODING, from, body) != INCOMPLETE) {
            return chunks(from, body, complete);
        }
        int at = header(CONTENT_LENGTH, from, body);
        int to = body + (at == INCOMPLETE ? 0 : number(at));
        if (to > length) {
            return INCOMPLETE;
        }
        complete.accept(new Message(bytes, from, body, to));
        return to;
    }

    /** Where a header's value begins. */
    private int header(byte[] name, int from, int body) {
        for (int i = from; i + name.length < body; i++) {
            if (bytes[i] == '\n' && startsWith(name, i + 1)) {
                return i + 1 + name.length;
            }
        }
        return INCOMPLETE;
    }

    private boolean startsWith(byte[] name, int at) {
        for (int i = 0; i < name.length; i++) {
            if ((bytes[at + i] | 0x20) != (name[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int i = at;
        while (bytes[i] == ' ') {
            i++;
        }
        int number = 0;
        for (; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** A chunked message is given as a copy without the chunks' lengths. */
    private int chunks(int from, int body, Consumer<Message> complete) {
        byte[] copy = Arrays.copyOfRange(bytes, from, length);
        int written = body - from;
        int at = body;
        while (true) {
            int size = 0;
            for (; at < length && bytes[at] != '\r' && bytes[at] != ';'; at++) {
                size = size * 16 + Character.digit(bytes[at], 16);
            }
            while (at < length && bytes[at] != '\n') {
                at++;
            }
            at++;
            if (at + size + 2 > length) {
                return INCOMPLETE;
            }
            System.arraycopy(bytes, at, copy, written, size);
            written += size;
            at += size + 2;
            if (size == 0) {
                complete.accept(new Message(copy, 0, body - from, written));
                return at;
            }
        }
    }
}
