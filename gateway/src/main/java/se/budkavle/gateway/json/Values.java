package se.budkavle.gateway.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;

/** Reads single JSON values; a fault is noted and null given. */
public final class Values {

    private Values() {}

    /** {@return text of 1 to that many characters, without control characters or lone surrogates} */
    public static @Nullable String text(JsonNode node, int longest, String pointer, Issues issues) {
        if (!node.isTextual()) {
            issues.add(pointer, "wrong-type", "Must be text.");
            return null;
        }
        var text = node.textValue();
        if (text.isBlank()) {
            issues.add(pointer, "too-short", "Must not be empty.");
            return null;
        }
        if (text.length() > longest) {
            issues.add(pointer, "too-long", "At most " + longest + " characters.");
            return null;
        }
        if (hasForbidden(text)) {
            issues.add(pointer, "invalid-character", "Control characters are not allowed.");
            return null;
        }
        return text;
    }

    private static boolean hasForbidden(String text) {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                return true;
            }
        }
        return false;
    }

    /** {@return the ISO 8601 duration within those bounds} */
    public static @Nullable Duration duration(
            JsonNode node, Duration shortest, Duration longest, String pointer, Issues issues) {
        if (!node.isTextual()) {
            issues.add(pointer, "wrong-type", "Must be text.");
            return null;
        }
        Duration duration;
        try {
            duration = Duration.parse(node.textValue());
        } catch (DateTimeParseException | ArithmeticException e) {
            issues.add(pointer, "invalid-duration", "Must be an ISO 8601 duration, such as PT10S.");
            return null;
        }
        if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
            issues.add(pointer, "out-of-range", "Must be from " + shortest + " to " + longest + ".");
            return null;
        }
        return duration;
    }
}
