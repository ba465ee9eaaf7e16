package se.budkavle.gateway.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Builds the path and query of a request; every part is encoded. */
final class UriQuery {

    private final StringBuilder path = new StringBuilder();
    private final StringBuilder query = new StringBuilder();

    private UriQuery() {}

    static UriQuery path(String... segments) {
        var uri = new UriQuery();
        for (var segment : segments) {
            uri.path.append('/').append(encoded(segment));
        }
        return uri;
    }

    /** Adds a parameter, unless it is null. */
    UriQuery with(String name, @Nullable Object value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value.toString()));
        }
        return this;
    }

    /** {@return the path alone: what is safe to log} */
    String path() {
        return path.toString();
    }

    /** {@return the path with its query, as a reference to this very server} */
    String relative() {
        return path.toString() + query;
    }

    /**
     * {@return the address to ask}
     *
     * @param base of whom
     * @param waiting how long the other side may wait for something to tell
     */
    URI on(URI base, Duration waiting) {
        var path = base.toString().replaceAll("/+$", "") + relative();
        return URI.create(
                waiting.isZero() ? path : path + (query.isEmpty() ? "?" : "&") + "wait=" + waiting.toMillis());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
