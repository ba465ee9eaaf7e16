package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.ISSUER;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;
import static se.budkavle.gateway.http.TestGateway.sendAsync;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.EventType;

/** What one organisation asks for is counted, whoever of it asks and with which token. */
class RateLimitTest {

    private static final String TYPE = "se.agency.changed";

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

    @Test
    void whoSendsTooManyBytesIsToldHowManyThereMayBe() throws Exception {
        int least = 4 * 1024 * 1024;
        try (var gateway = new TestGateway(Map.of(
                "budkavle.gateway.quota.bytes-per-second", least, "budkavle.gateway.quota.burst-bytes", least))) {
            var limits = json(me(gateway, AGENCY, ""), 200).path("limits");
            assertThat(limits.path("bytesAtOnce").asInt()).isEqualTo(least);
            assertThat(limits.path("bytesLeft").asInt()).isEqualTo(least);
            assertThat(limits.path("openDeliveriesLeft").asLong())
                    .isEqualTo(limits.path("openDeliveries").asLong())
                    .isPositive();
            gateway.context().getBean(Registry.class).copy().putEventType(TYPE, type());

            var refused = Stream.generate(() -> publishesAMegabyte(gateway)).limit(16).toList().stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.statusCode() == 429)
                    .findFirst()
                    .orElseThrow();

            assertThat(problem(refused, 429, "too-many-bytes", "organisation")
                            .path("organisation")
                            .asText())
                    .isEqualTo(AGENCY);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.headers().firstValue("RateLimit-Limit")).hasValue(Integer.toString(least));
            assertThat(refused.headers().firstValueAsLong("RateLimit-Remaining").orElse(-1))
                    .isBetween(0L, (long) least);
        }
    }

    private static CompletableFuture<HttpResponse<String>> publishesAMegabyte(TestGateway gateway) {
        return sendAsync(gateway.signedIn("/v1/events", "events:publish")
                .header("Content-Type", "application/octet-stream")
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "/roads")
                .header("ce-type", TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1024 * 1024])));
    }

    private static EventType type() {
        return EventType.newBuilder()
                .setType(TYPE)
                .setOrganisation(AGENCY)
                .setUpdatedAt(Instant.EPOCH)
                .setUpdatedBy(AGENCY)
                .build();
    }

    @Test
    void aRateBelowAMicrosecondIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new RateSettings(1_000_001, 1, 1)).hasMessageContaining("requests-per-second");
        assertThatThrownBy(() -> new RateSettings(0, 1, 1)).hasMessageContaining("requests-per-second");
    }
}
