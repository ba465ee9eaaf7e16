package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.UriRouteMatch;
import jakarta.inject.Named;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
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

    private static final Pattern BEARER = Pattern.compile("[Bb]earer +([A-Za-z0-9._~+/=-]+) *");

    private final Authentication authentication;
    private final ExecutorService blocking;

    AccessFilter(Authentication authentication, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.authentication = authentication;
        this.blocking = blocking;
    }

    @RequestFilter
    CompletableFuture<@Nullable MutableHttpResponse<?>> filter(HttpRequest<?> request) {
        var authorization = request.getHeaders().getAuthorization().orElse(null);
        if (authorization == null) {
            return refused(request, Refusal.of(ProblemCode.UNAUTHENTICATED));
        }
        var bearer = BEARER.matcher(authorization);
        if (!bearer.matches()) {
            return refused(request, Refusal.of(ProblemCode.INVALID_TOKEN, "Not a bearer token."));
        }
        var token = bearer.group(1);
        var known = authentication.remembered(token);
        if (known != null) {
            return CompletableFuture.completedFuture(enter(request, known));
        }
        // Keys may have to be fetched, which must not hold the event loop.
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return enter(request, authentication.verify(token));
                    } catch (RefusedException e) {
                        return Answers.problem(request, e.refusal());
                    }
                },
                blocking);
    }

    private static CompletableFuture<@Nullable MutableHttpResponse<?>> refused(
            HttpRequest<?> request, Refusal refusal) {
        return CompletableFuture.completedFuture(Answers.problem(request, refusal));
    }

    private static @Nullable MutableHttpResponse<?> enter(HttpRequest<?> request, Caller caller) {
        Exchange.setCaller(request, caller);
        if (!(RouteAttributes.getRouteMatch(request).orElse(null) instanceof UriRouteMatch<?, ?> match)) {
            // No such route: 404 or 405 follow.
            return null;
        }
        var template = match.getRouteInfo().getUriMatchTemplate().toPathString();
        var rule = Access.of(request.getMethodName(), template);
        if (rule == null) {
            return Answers.problem(request, Refusal.of(ProblemCode.FORBIDDEN));
        }
        if (!rule.scopes().isEmpty() && rule.scopes().stream().noneMatch(caller::may)) {
            var wanted = rule.scopes().stream().map(Scope::text).sorted().collect(Collectors.joining(" or "));
            return Answers.problem(
                    request, Refusal.of(ProblemCode.MISSING_SCOPE, "The token lacks the scope " + wanted + "."));
        }
        return null;
    }
}
