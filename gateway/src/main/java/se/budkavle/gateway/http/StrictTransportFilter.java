package se.budkavle.gateway.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Tells browsers to come by TLS and nothing else for a year (RFC 6797), where the gateway speaks it itself. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Requires(property = "budkavle.gateway.tls.enabled", value = "true")
final class StrictTransportFilter {

    @ResponseFilter
    void answered(MutableHttpResponse<?> answer) {
        answer.getHeaders().set("Strict-Transport-Security", "max-age=31536000");
    }
}
