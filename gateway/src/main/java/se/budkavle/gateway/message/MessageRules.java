package se.budkavle.gateway.message;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** What the API fixes for every message, whatever form it comes in. */
public final class MessageRules {

    /** Most recipients of a message. */
    public static final int MOST_RECIPIENTS = 500;

    /** Largest content in bytes. */
    public static final int LARGEST_CONTENT = 1024 * 1024;

    /** Longest id that a sender may choose. */
    static final int LONGEST_ID = 128;

    /** Longest heading and case id. */
    static final int LONGEST_LABEL = 1024;

    /** Furthest release. */
    public static final Duration FURTHEST_RELEASE = Duration.ofDays(90);

    /** Expiry after release, unless stated. */
    static final Duration DEFAULT_EXPIRY = Duration.ofDays(14);

    /** Furthest expiry after release. */
    public static final Duration FURTHEST_EXPIRY = Duration.ofDays(30);

    private static final int NANOS_BELOW_A_MILLISECOND = 999_999;

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            TOKEN + "/" + TOKEN + "(?:\\s*;\\s*" + TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\\\p{Cntrl}]*\"))*");

    private MessageRules() {}

    /** {@return whether this is a media type, with or without parameters} */
    public static boolean isMediaType(String text) {
        return MEDIA_TYPE.matcher(text).matches();
    }

    /** {@return a release in the milliseconds that records keep, rounded up: never before what was asked for} */
    public static @Nullable Instant noEarlierThan(@Nullable Instant notBefore) {
        return notBefore == null
                ? null
                : notBefore.plusNanos(NANOS_BELOW_A_MILLISECOND).truncatedTo(ChronoUnit.MILLIS);
    }

    /** {@return when it is released: at once, unless scheduled} */
    static Instant release(@Nullable Instant notBefore, Instant now) {
        return notBefore == null || notBefore.isBefore(now) ? now : notBefore;
    }

    /** {@return whether this can be an idempotency key} */
    static boolean isIdempotencyKey(String text) {
        return KEY.matcher(text).matches();
    }

    /** {@return the key of the header, null if there is none, or a refusal} */
    public static Parsed<java.util.Optional<String>> idempotencyKey(@Nullable String header) {
        if (header == null) {
            return new Parsed.Valid<>(java.util.Optional.empty());
        }
        if (isIdempotencyKey(header)) {
            return new Parsed.Valid<>(java.util.Optional.of(header));
        }
        var code = header.length() > LONGEST_ID ? "too-long" : "invalid-character";
        return new Parsed.Invalid<>(Refusal.of(
                ProblemCode.INVALID_HEADER,
                new Issue("Idempotency-Key", code, "Must be 1 to 128 visible ASCII characters.")));
    }

    /** {@return the refusal of content that is too large, at that pointer} */
    static <T> Parsed<T> tooLarge(String pointer) {
        return new Parsed.Invalid<>(Refusal.of(
                ProblemCode.CONTENT_TOO_LARGE,
                new Issue(pointer, "too-long", "Content may be up to " + LARGEST_CONTENT + " bytes.")));
    }
}
