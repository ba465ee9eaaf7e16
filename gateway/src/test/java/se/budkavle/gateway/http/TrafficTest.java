package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.http.TrafficHistory.Sample;

/** What operators see of the last hour. */
class TrafficTest {

    private static final String BALANCE = """
            {"asOf": "2026-01-31T12:00:00Z", "balanced": false, "overdue": [{"messageId": "m"}], "moreOverdue": false,
             "organisations": [
               {"organisation": "0203:a.se", "accepted": {"messages": 2, "deliveries": 5}, "difference": 1,
                "ended": {"ACKNOWLEDGED": 2, "EXPIRED": 0}, "underWay": {"HELD": 1, "AVAILABLE": 1}},
               {"organisation": "0203:b.se", "accepted": {"messages": 1, "deliveries": 1}, "difference": -1,
                "ended": {"ACKNOWLEDGED": 1, "EXPIRED": 1}, "underWay": {"HELD": 0, "AVAILABLE": 0}}]}
            """;

    @Test
    void aLookIsTheSumOverAllOrganisations() throws Exception {
        var sample = Sample.of(new ObjectMapper().readTree(BALANCE), Map.of("budkavle-router", 7L));

        assertThat(sample)
                .isEqualTo(new Sample(
                        Instant.parse("2026-01-31T12:00:00Z"),
                        6,
                        Map.of("ACKNOWLEDGED", 3L, "EXPIRED", 1L),
                        Map.of("HELD", 1L, "AVAILABLE", 1L),
                        1,
                        2,
                        Map.of("budkavle-router", 7L)));
    }

    @Test
    void onlyTheLatestLooksAreKept() {
        var history = new TrafficHistory(2);

        for (int i = 0; i < 3; i++) {
            history.add(new Sample(Instant.ofEpochSecond(i), i, Map.of(), Map.of(), 0, 0, null));
        }

        assertThat(history.samples()).extracting(Sample::accepted).containsExactly(1L, 2L);
    }

    @Test
    void theGatewayLooksByItselfAndWithoutKafkaTellsNoLags() {
        try (var notifier = new TestNotifier();
                var gateway = new TestGateway(Map.of(
                        "budkavle.gateway.notifier.urls",
                        notifier.url(),
                        "budkavle.gateway.traffic.interval",
                        "100ms"))) {
            notifier.answer("/internal/v1/balance", BALANCE);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                var traffic = json(send(gateway.signedIn("/v1/operator/traffic", "operator:read")), 200);
                assertThat(traffic.path("interval").asText()).isEqualTo("PT0.1S");
                assertThat(traffic.path("items")).isNotEmpty().allSatisfy(item -> {
                    assertThat(item.path("accepted").asInt()).isEqualTo(6);
                    assertThat(item.path("lags").isNull()).isTrue();
                });
            });
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        assertThatThrownBy(() -> new TrafficSettings(Duration.ofMillis(5), 240, List.of()))
                .hasMessageContaining("budkavle.gateway.traffic.interval");
        assertThatThrownBy(() -> new TrafficSettings(Duration.ofSeconds(15), 1, List.of()))
                .hasMessageContaining("budkavle.gateway.traffic.kept");
    }
}
