package se.budkavle.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;

class ReplayRequestsTest {

    private static Parsed<ReplayRequests.Wanted> replay(String json) {
        return ReplayRequests.replay(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotSaidIsOpenAndAHundredASecond() {
        var wanted = replay("{\"filter\": {}}").orRefuse();

        assertThat(wanted.filter().toString()).isEqualTo("{\"status\":\"OPEN\"}");
        assertThat(wanted.ratePerSecond()).isEqualTo(100);
        assertThat(wanted.force()).isFalse();
        assertThat(wanted.dryRun()).isFalse();
    }

    @Test
    void aForcedReplayIsOfWhateverStatus() {
        assertThat(replay("{\"filter\": {\"offset\": 7}, \"force\": true}")
                        .orRefuse()
                        .filter()
                        .toString())
                .isEqualTo("{\"offset\":\"7\"}");
    }

    @Test
    void timesAreReadAsMoments() {
        assertThat(replay("{\"filter\": {\"from\": \"2026-01-31T13:00:00+01:00\"}}")
                        .orRefuse()
                        .filter()
                        .path("from")
                        .asText())
                .isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void aDiscardSaysWhy() {
        var body = "{\"filter\": {\"messageId\": \"m\"}, \"reason\": \"no-longer-needed\"}";

        var wanted =
                ReplayRequests.discard(body.getBytes(StandardCharsets.UTF_8)).orRefuse();

        assertThat(wanted.reason()).isEqualTo("no-longer-needed");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
                    '{}',                                              /filter
                    '{"filter": []}',                                  /filter
                    '{"filter": {"colour": "red"}}',                   /filter/colour
                    '{"filter": {"status": "red"}}',                   /filter/status
                    '{"filter": {"stage": "red"}}',                    /filter/stage
                    '{"filter": {"from": "yesterday"}}',               /filter/from
                    '{"filter": {"partition": -1}}',                   /filter/partition
                    '{"filter": {"partition": 2000000}}',              /filter/partition
                    '{"filter": {}, "ratePerSecond": 0}',              /ratePerSecond
                    '{"filter": {}, "ratePerSecond": 1001}',           /ratePerSecond
                    '{"filter": {}, "force": "yes"}',                  /force
                    '{"filter": {}, "reason": "closed"}',              /reason
                    """)
    void whatDoesNotHoldIsRefusedByItsPointer(String body, String pointer) {
        assertThat(replay(body)).isInstanceOfSatisfying(Parsed.Invalid.class, invalid -> assertThat(
                        invalid.refusal().issues())
                .extracting(Issue::pointer)
                .containsExactly(pointer));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
                    '{"filter": {}}',                         /reason
                    '{"filter": {}, "reason": "Free text"}',  /reason
                    '{"filter": {}, "reason": "a", "force": true}', /force
                    """)
    void aDiscardThatDoesNotHoldIsRefusedByItsPointer(String body, String pointer) {
        assertThat(ReplayRequests.discard(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Parsed.Invalid.class, invalid -> assertThat(
                                invalid.refusal().issues())
                        .extracting(Issue::pointer)
                        .containsExactly(pointer));
    }
}
