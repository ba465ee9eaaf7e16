package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/** Reads the parameters of a request; what does not hold is refused by name. */
final class Query {

    static final int DEFAULT_LIMIT = 100;

    private static final int LARGEST_LIMIT = 1000;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int LONGEST_TEXT = 1024;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern FLAG = Pattern.compile("true|false");

    private final HttpRequest<?> request;

    Query(HttpRequest<?> request) {
        this.request = request;
    }

    /** {@return the only value, or null; two are refused} */
    @Nullable String text(String name) {
        var values = request.getParameters().getAll(name);
        if (values.isEmpty()) {
            return null;
        }
        var value = values.getFirst();
        if (values.size() > 1) {
            throw refused(name, "too-many", "The parameter is there more than once.");
        }
        if (value.isEmpty() || value.length() > LONGEST_TEXT) {
            throw refused(name, value.isEmpty() ? "too-short" : "too-long", "Must have 1 to 1024 characters.");
        }
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw refused(name, "invalid-character", "Control characters are not allowed.");
        }
        return value;
    }

    /** {@return all values} */
    List<String> texts(String name) {
        return request.getParameters().getAll(name);
    }

    /** {@return one of a closed list, or null} */
    @Nullable String oneOf(String name, Set<String> values) {
        var value = text(name);
        if (value != null && !values.contains(value)) {
            throw refused(
                    name,
                    "not-in-list",
                    "Must be one of "
                            + String.join(", ", values.stream().sorted().toList()) + ".");
        }
        return value;
    }

    boolean flag(String name) {
        var value = text(name);
        if (value != null && !FLAG.matcher(value).matches()) {
            throw refused(name, "wrong-type", "Must be true or false.");
        }
        return "true".equals(value);
    }

    int limit() {
        var value = text("limit");
        return value == null ? DEFAULT_LIMIT : number("limit", value, 1, LARGEST_LIMIT);
    }

    @Nullable Integer integer(String name, int least, int most) {
        var value = text(name);
        return value == null ? null : number(name, value, least, most);
    }

    Duration waiting() {
        var value = text("wait");
        return Duration.ofSeconds(value == null ? 0 : number("wait", value, 0, LONGEST_WAIT_SECONDS));
    }

    /** {@return a number from 0, or null} */
    @Nullable Long number(String name, long most) {
        var value = text(name);
        if (value == null) {
            return null;
        }
        if (!LONG_NUMBER.matcher(value).matches() || Long.parseLong(value) > most) {
            throw refused(name, "out-of-range", "Must be a number from 0 to " + most + ".");
        }
        return Long.valueOf(value);
    }

    @Nullable String time(String name) {
        var value = text(name);
        if (value == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value).toInstant().toString();
        } catch (DateTimeParseException e) {
            throw refused(name, "invalid-time", "Must be an RFC 3339 time, such as 2026-01-31T12:00:00Z.");
        }
    }

    private static int number(String name, String value, int least, int most) {
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw refused(name, "out-of-range", "Must be a number from " + least + " to " + most + ".");
        }
        return Integer.parseInt(value);
    }

    static RefusedException refused(String name, String code, String detail) {
        return Refusal.of(ProblemCode.INVALID_PARAMETER, new Issue(name, code, detail))
                .asException();
    }
}
