package se.budkavle.notifier.api;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets nobody in without the installation's secret: the internal API believes what the gateway says about callers. */
@ServerFilter("/internal/**")
final class InternalTokenFilter {

    private final byte[] expected;

    /** @throws IllegalArgumentException when there is no secret */
    InternalTokenFilter(@Property(name = "budkavle.internal.token", defaultValue = "") String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("budkavle.internal.token must not be empty");
        }
        expected = authorization(token).getBytes(StandardCharsets.UTF_8);
    }

    /** The header that shows the secret. */
    static String authorization(String token) {
        return "Bearer " + token;
    }

    @RequestFilter
    @Nullable HttpResponse<?> check(HttpRequest<?> request) {
        String shown = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        boolean known = shown != null && MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), expected);
        return known ? null : HttpResponse.unauthorized();
    }
}
