package se.budkavle.schemas;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C traceparent</a>, version 00.
 *
 * @param traceId 32 hexadecimal digits, not all zero
 * @param parentId 16 hexadecimal digits, not all zero
 * @param flags 2 hexadecimal digits
 */
public record Traceparent(String traceId, String parentId, String flags) {

    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");

    /** A header's value; null where it is missing or not well formed, as the standard asks. */
    public static @Nullable Traceparent parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = FORM.matcher(header);
        return matcher.matches() ? new Traceparent(matcher.group(1), matcher.group(2), matcher.group(3)) : null;
    }

    /** The beginning of a trace. */
    public static Traceparent begin() {
        return new Traceparent(hex() + hex(), hex(), "01");
    }

    /** The next step of this trace. */
    public Traceparent child() {
        return new Traceparent(traceId, hex(), flags);
    }

    /** As a header's value. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + parentId + "-" + flags;
    }

    private static String hex() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
    }
}
