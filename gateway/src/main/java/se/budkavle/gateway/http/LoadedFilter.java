package se.budkavle.gateway.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.Registry;

/**
 * Answers 503 until the copies of the registries are loaded: what such a copy lacks may be there all the same, and a 404 is
 * final. Readiness says so too; but who knows a gateway's address comes as soon as its port is open.
 */
@ServerFilter("/v1/**")
@Order(Ordered.LOWEST_PRECEDENCE)
@Requires(property = "budkavle.gateway.registry.answer-while-loading", notEquals = "true")
final class LoadedFilter {

    private final Registry registry;

    LoadedFilter(Registry registry) {
        this.registry = registry;
    }

    @RequestFilter
    void filter() {
        if (!registry.isLoaded()) {
            throw Refusal.of(ProblemCode.UNAVAILABLE, "The registries are being read.")
                    .asException();
        }
    }
}
