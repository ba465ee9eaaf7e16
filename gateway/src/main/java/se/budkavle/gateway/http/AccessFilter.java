package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import jakarta.inject.Named;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Access;
import se.budkavle.gateway.auth.Authentication;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/** Lets a request below /v1 pass if its token holds and {@link Access} allows the route. */
@ServerFilter("/v1/**")
final class AccessFilter {

    private static final String SCHEME = "Bearer ";
    private static final String OPERATORS = "/v1/operator/";

    private final Authentication authentication;
    private final ClientCertificates certificates;
    private final ExecutorService blocking;
    private final AuditTrail audit;
    private final RateLimits limits;

    AccessFilter(
            Authentication authentication,
            ClientCertificates certificates,
            AuditTrail audit,
            RateLimits limits,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.authentication = authentication;
        this.certificates = certificates;
        this.audit = audit;
        this.limits = limits;
        this.blocking = blocking;
    }

    /** {@return the request, once it may go on; what may not is thrown} */
    @RequestFilter
    CompletableFuture<HttpRequest<?>> filter(HttpRequest<?> request) {
        var token = token(request);
        Supplier<Optional<X509Certificate>> certificate = () -> certificates.of(request);
        var known = authentication.remembered(token, certificate);
        if (known != null) {
            return CompletableFuture.completedFuture(enter(request, known));
        }
        // Keys may have to be fetched, which must not hold the event loop.
        return CompletableFuture.supplyAsync(() -> enter(request, authentication.verify(token, certificate)), blocking);
    }

    private static String token(HttpRequest<?> request) {
        var authorization = Exchange.header(request, HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            throw Refusal.of(ProblemCode.UNAUTHENTICATED).asException();
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Refusal.of(ProblemCode.INVALID_TOKEN, "Not a bearer token.").asException();
        }
        // What it consists of is for who verifies it: a regular expression here took a fifteenth of intake.
        return authorization.substring(SCHEME.length()).strip();
    }

    private HttpRequest<?> enter(HttpRequest<?> request, Caller caller) {
        Exchange.setCaller(request, caller);
        // First: what is refused costs something too.
        limits.count(request, caller);
        // Without a match there is no such route: 404 or 405 follow.
        if (RouteAttributes.getRouteMatch(request).orElse(null) instanceof UriRouteMatch<?, ?> match) {
            var template = match.getRouteInfo().getUriMatchTemplate().toPathString();
            try {
                check(Access.of(request.getMethodName(), template), caller);
            } catch (RefusedException e) {
                note(request, template, e, caller);
                throw e;
            }
        }
        return request;
    }

    /** Who tries what is an operator's is in the audit; it need not wait for that. */
    private void note(HttpRequest<?> request, String template, RefusedException refused, Caller caller) {
        if (template.startsWith(OPERATORS)) {
            var route = request.getMethodName() + " " + template;
            var traceparent = Exchange.traceparent(request);
            blocking.execute(() -> audit.refused(route, refused.refusal().code().code(), caller, traceparent));
        }
    }

    private static void check(Access.@Nullable Rule rule, Caller caller) {
        if (rule == null) {
            throw Refusal.of(ProblemCode.FORBIDDEN).asException();
        }
        if (!rule.scopes().isEmpty() && rule.scopes().stream().noneMatch(caller::may)) {
            var wanted = rule.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" or "));
            throw Refusal.of(ProblemCode.MISSING_SCOPE, "The token lacks the scope " + wanted + ".")
                    .asException();
        }
    }
}
