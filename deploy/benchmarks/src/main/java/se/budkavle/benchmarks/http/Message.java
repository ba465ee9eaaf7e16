package se.budkavle.benchmarks.http;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP/1.1 message as it came; valid until the receiver returns.
 *
 * @param bytes where it lies
 * @param from where its first line begins
 * @param body where its body begins
 * @param to where it ends
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(byte[] bytes, int from, int body, int to) {

    private static final int STATUS_AT = "HTTP/1.1 ".length();

    /** An answer's status. */
    public int status() {
        int at = from + STATUS_AT;
        return (bytes[at] - '0') * 100 + (bytes[at + 1] - '0') * 10 + bytes[at + 2] - '0';
    }

    /** The first line: method, path and version of a request. */
    public String firstLine() {
        int end = from;
        while (bytes[end] != '\r') {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** The body as text. */
    public String text() {
        return new String(bytes, body, to - body, StandardCharsets.UTF_8);
    }
}
