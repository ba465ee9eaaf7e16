package se.budkavle.gateway.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions of schemas, on RE2: the time they take grows with the length of the text alone, whatever the pattern.
 * What that excludes (looking around, back references) is refused when the schema is registered.
 */
final class LinearPatterns implements RegularExpressionFactory {

    /** What a match spends; set while data is checked. */
    static final ScopedValue<Steps> STEPS = ScopedValue.newInstance();

    private static final int LONGEST = 1024;
    private static final int LARGEST = 10_000;
    private static final int CHARACTERS_A_STEP = 8;

    /** {@return why a pattern is not taken; null: it is} */
    static @Nullable String fault(String pattern) {
        if (pattern.length() > LONGEST || PatternCost.of(pattern) > LARGEST) {
            return "The pattern is too large.";
        }
        try {
            Pattern.compile(asRe2(pattern));
            return null;
        } catch (PatternSyntaxException e) {
            return "Not a pattern of RE2's syntax: looking around and back references are not possible.";
        }
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        var pattern = Pattern.compile(asRe2(regex));
        return text -> {
            if (STEPS.isBound()) {
                STEPS.get().take(1 + text.length() / CHARACTERS_A_STEP);
            }
            return pattern.matcher(text).find();
        };
    }

    /** ECMA's way to write a character by its number is another. */
    private static String asRe2(String pattern) {
        var text = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '\\' || i + 1 == pattern.length()) {
                text.append(c);
            } else if (pattern.charAt(i + 1) == 'u' && isHex(pattern, i + 2)) {
                text.append("\\x{").append(pattern, i + 2, i + 6).append('}');
                i += 5;
            } else {
                text.append(c).append(pattern.charAt(++i));
            }
        }
        return text.toString();
    }

    private static boolean isHex(String text, int from) {
        return from + 4 <= text.length()
                && text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
}
