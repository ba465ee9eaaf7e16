package se.budkavle.router.decision;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The order of versions in other registers, whatever they look like: runs of digits compare as numbers, everything else
 * as text. {@code 9 < 10}, {@code 2026-01-09 < 2026-01-10}, {@code 1.9.0 < 1.10.0}.
 */
public final class SourceVersions {

    private static final Pattern PARTS = Pattern.compile("[0-9]+|[^0-9]+");

    /** Oldest first. Versions that differ in leading zeros only are the same. */
    public static final Comparator<String> NATURAL = SourceVersions::compare;

    private SourceVersions() {}

    private static int compare(String one, String other) {
        List<String> left = parts(one);
        List<String> right = parts(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = comparePart(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int comparePart(String one, String other) {
        return isNumber(one) && isNumber(other)
                ? new BigInteger(one).compareTo(new BigInteger(other))
                : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }

    private static List<String> parts(String version) {
        return PARTS.matcher(version).results().map(MatchResult::group).toList();
    }
}
