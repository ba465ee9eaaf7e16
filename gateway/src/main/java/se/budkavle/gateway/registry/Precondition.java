package se.budkavle.gateway.registry;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Under which condition an entry may be written; decided by its owner.
 *
 * @param ifVersion only if the entry has this version
 * @param ifAbsent only if there is no entry
 */
public record Precondition(@Nullable Long ifVersion, boolean ifAbsent) {

    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

    /** {@return the condition of {@code If-Match: "3"} and {@code If-None-Match: *}, both may be missing} */
    public static Parsed<Precondition> of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        if (ifNoneMatch != null && (!ifNoneMatch.strip().equals("*") || ifMatch != null)) {
            return invalid("If-None-Match", "Only * is possible here, and not together with If-Match.");
        }
        if (ifMatch == null) {
            return new Parsed.Valid<>(new Precondition(null, ifNoneMatch != null));
        }
        var version = VERSION.matcher(ifMatch.strip());
        return version.matches()
                ? new Parsed.Valid<>(new Precondition(Long.parseLong(version.group(1)), false))
                : invalid("If-Match", "Must be one ETag as it was given, such as \"3\".");
    }

    private static Parsed<Precondition> invalid(String header, String detail) {
        return new Parsed.Invalid<>(Refusal.of(ProblemCode.INVALID_HEADER, new Issue(header, "invalid-etag", detail)));
    }

    /** {@return the ETag of a version} */
    public static String etag(long version) {
        return "\"" + version + "\"";
    }
}
