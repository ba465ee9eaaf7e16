package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.ISSUER;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one organisation asks for is counted, whoever of it asks and with which token. */
class RateLimitTest {

    /** One a second, so that hardly any comes back within a test. */
    private static final Map<String, Object> A_HUNDRED_AT_ONCE =
            Map.of("budkavle.gateway.rate.requests-per-second", 1, "budkavle.gateway.rate.burst", 100);

    private static HttpResponse<String> me(TestGateway gateway, String organisation, String scope) throws Exception {
        return send(gateway.request("/v1/me").header("Authorization", "Bearer " + ISSUER.token(organisation, scope)));
    }

    @Test
    void whoAsksForTooMuchWaitsAndNobodyElse() throws Exception {
        try (var gateway = new TestGateway(A_HUNDRED_AT_ONCE)) {
            var first = me(gateway, AGENCY, "inbox:read");
            assertThat(first.headers().firstValue("RateLimit-Limit")).hasValue("100");
            assertThat(first.headers().firstValue("RateLimit-Remaining")).hasValue("99");
            assertThat(first.headers().firstValue("RateLimit-Reset")).hasValue("1");
            assertThat(json(first, 200).at("/limits/requestsPerSecond").asInt()).isEqualTo(1);
            var answer = me(gateway, AGENCY, "messages:send");
            for (int i = 0; i < 500 && answer.statusCode() == 200; i++) {
                answer = me(gateway, AGENCY, "messages:send");
            }

            problem(answer, 429, "too-many-requests");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.headers().firstValue("RateLimit-Remaining")).hasValue("0");
            assertThat(me(gateway, "0203:other.se", "inbox:read").statusCode()).isEqualTo(200);
            assertThat(send(gateway.request("/health/liveness")).headers().map())
                    .doesNotContainKey("ratelimit-limit");
        }
    }
}
