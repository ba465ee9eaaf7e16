package se.budkavle.notifier.api;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import java.time.Duration;

/** The answers that every controller of the internal API gives; the gateway makes problems of them. */
public final class Answers {

    /** The longest a request may wait. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** The most items of a page. */
    public static final int LARGEST_PAGE = 1000;

    private static final String SOON = "1";

    private Answers() {}

    /** The work is being distributed, or Kafka does not answer: ask again. */
    public static <T> HttpResponse<T> unavailable() {
        return HttpResponse.<T>serverError().status(503).header(HttpHeaders.RETRY_AFTER, SOON);
    }

    /** How long a request may wait, of what it asks for. */
    public static Duration waitOf(long millis) {
        return Duration.ofMillis(Math.clamp(millis, 0, LONGEST_WAIT.toMillis()));
    }

    /** How many items a page gets, of what is asked for. */
    public static int limitOf(int limit) {
        return Math.clamp(limit, 1, LARGEST_PAGE);
    }
}
