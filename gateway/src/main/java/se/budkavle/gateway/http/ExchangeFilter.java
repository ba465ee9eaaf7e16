package se.budkavle.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Gives every answer its request id, trace context and what may still be asked for, and counts what was refused by the problem's code. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExchangeFilter {

    private final MeterRegistry meters;
    private final RateLimits limits;

    ExchangeFilter(MeterRegistry meters, RateLimits limits) {
        this.meters = meters;
        this.limits = limits;
    }

    @ResponseFilter
    void answered(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        answer.getHeaders().set(Exchange.REQUEST_ID_HEADER, Exchange.requestId(request));
        answer.getHeaders().set(Exchange.TRACEPARENT_HEADER, Exchange.traceparent(request));
        limits.tell(request, answer.getHeaders());
        request.getAttribute(Answers.CODE, String.class)
                .ifPresent(code ->
                        meters.counter("budkavle.gateway.refused", "code", code).increment());
    }
}
