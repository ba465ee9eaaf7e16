package se.budkavle.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Digests;

/**
 * Opaque cursors, bound to a tenant and a list: base64url of 12 bytes of SHA-256 over (organisation, list, position) and
 * the position. What is read is authorised anyway; the binding catches mistakes, so no key is needed.
 */
final class Cursors {

    private static final int LONGEST = 4096;
    private static final int BINDING = 12;

    private Cursors() {}

    /** {@return the cursor of a position} */
    static String wrap(String organisation, String list, String position) {
        var text = position.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(BINDING + text.length)
                .put(binding(organisation, list, position))
                .put(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** {@return the position of a cursor of that tenant and list, or a refusal of parameter {@code after}} */
    static Parsed<String> unwrap(String organisation, String list, String cursor) {
        return unwrap(organisation, list, cursor, "after");
    }

    /** {@return the position of a cursor of that tenant and list, or a refusal at that pointer} */
    static Parsed<String> unwrap(String organisation, String list, String cursor, String pointer) {
        var position = position(organisation, list, cursor);
        return position == null
                ? new Parsed.Invalid<>(Refusal.of(
                        ProblemCode.INVALID_CURSOR,
                        new Issue(pointer, "invalid-cursor", "Not a cursor that this list gave to this organisation.")))
                : new Parsed.Valid<>(position);
    }

    private static @Nullable String position(String organisation, String list, String cursor) {
        if (cursor.length() > LONGEST) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length < BINDING) {
            return null;
        }
        var position = new String(bytes, BINDING, bytes.length - BINDING, StandardCharsets.UTF_8);
        var bound = Arrays.equals(bytes, 0, BINDING, binding(organisation, list, position), 0, BINDING);
        return bound ? position : null;
    }

    private static byte[] binding(String organisation, String list, String position) {
        var text = organisation + "\n" + list + "\n" + position;
        return Arrays.copyOf(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)), BINDING);
    }
}
