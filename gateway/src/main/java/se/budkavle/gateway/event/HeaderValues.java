package se.budkavle.gateway.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of CloudEvents' headers (HTTP binding 1.0.2, section 3.1.3.2): a quoted string is unquoted, then one round of
 * percent-encoded UTF-8 is decoded.
 */
final class HeaderValues {

    private HeaderValues() {}

    /** {@return the attribute's value; null: it is not encoded as it must be} */
    static @Nullable String decode(String header) {
        var text = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"")
                ? unquoted(header.substring(1, header.length() - 1))
                : header;
        var bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > '~') {
                // Other than ASCII is to be encoded.
                return null;
            }
            if (c == '%') {
                int value = i + 2 <= text.length() - 1 ? hex(text.charAt(i + 1), text.charAt(i + 2)) : -1;
                if (value < 0) {
                    return null;
                }
                bytes.put((byte) value);
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String unquoted(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean isEscaped = text.charAt(i) == '\\' && i + 1 < text.length();
            plain.append(text.charAt(isEscaped ? ++i : i));
        }
        return plain.toString();
    }

    private static int hex(char high, char low) {
        int one = Character.digit(high, 16);
        int other = Character.digit(low, 16);
        return one < 0 || other < 0 ? -1 : one * 16 + other;
    }
}
