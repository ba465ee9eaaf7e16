package se.budkavle.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.quota.Quota;
import se.budkavle.gateway.quota.Quotas;

/** Gives every answer its request id, trace context and what may still be asked for, and counts what was refused by the problem's code. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ExchangeFilter {

    private final MeterRegistry meters;
    private final RateLimits limits;
    private final Quotas quotas;

    ExchangeFilter(MeterRegistry meters, RateLimits limits, Quotas quotas) {
        this.meters = meters;
        this.limits = limits;
        this.quotas = quotas;
    }

    @ResponseFilter
    void answered(HttpRequest<?> request, MutableHttpResponse<?> answer) {
        answer.getHeaders().set(Exchange.REQUEST_ID_HEADER, Exchange.requestId(request));
        answer.getHeaders().set(Exchange.TRACEPARENT_HEADER, Exchange.traceparent(request));
        limits.tell(request, answer.getHeaders());
        request.getAttribute(Answers.CODE, String.class)
                .ifPresent(code ->
                        meters.counter("budkavle.gateway.refused", "code", code).increment());
        // The headers tell of what the request met, and that is not always the number of requests.
        request.getAttribute(Answers.REFUSAL, Refusal.class)
                .flatMap(quotas::behind)
                .ifPresent(quota -> tell(quota, answer.getHeaders()));
    }

    private static void tell(Quota quota, MutableHttpHeaders headers) {
        headers.set("RateLimit-Limit", Long.toString(quota.limit()));
        headers.set("RateLimit-Remaining", Long.toString(quota.left()));
        headers.set("RateLimit-Reset", Long.toString(quota.secondsUntilFull()));
    }
}
