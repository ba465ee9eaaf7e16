package se.budkavle.gateway.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.regex.Pattern;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/**
 * Refuses requests that do not say once, and in its form, to which host they go (RFC 9112, 3.2): of two, a proxy in front may
 * have believed the other. Whose name it is does not matter here.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HostFilter {

    /** {@code uri-host [":" port]} of RFC 9110, 7.2; a name may be empty. */
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]++]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+)(:[0-9]*+)?");

    @RequestFilter
    void filter(HttpRequest<?> request) {
        var host = Exchange.header(request, HttpHeaders.HOST);
        if (host == null) {
            if (isNewEnough(request)) {
                throw refused("missing", "Say to which host the request goes.");
            }
        } else if (!FORM.matcher(host).matches()) {
            throw refused("invalid-host", "Must be a host, or a host and its port.");
        }
    }

    /** Of HTTP/1.0, which probes of load balancers still speak, it is not asked. The framework tells both to be 1.1. */
    private static boolean isNewEnough(HttpRequest<?> request) {
        return !(request instanceof NettyHttpRequest<?> netty
                && netty.getNativeRequest().protocolVersion().equals(HttpVersion.HTTP_1_0));
    }

    private static RuntimeException refused(String code, String detail) {
        return Refusal.of(ProblemCode.INVALID_HEADER, new Issue(HttpHeaders.HOST, code, detail))
                .asException();
    }
}
