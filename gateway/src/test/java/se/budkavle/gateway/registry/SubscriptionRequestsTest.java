package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.registry.SubscriptionRequests.NewSubscription;
import se.budkavle.schemas.TargetPolicy;

class SubscriptionRequestsTest {

    private static final WebhookTarget TARGET = new WebhookTarget(
            host -> new InetAddress[] {InetAddress.getByName("93.184.215.14")}, new TargetPolicy(false, false));

    private static Parsed<NewSubscription> parse(String body) {
        return SubscriptionRequests.create(body.getBytes(StandardCharsets.UTF_8), TARGET);
    }

    @Test
    void aWebhookWithItsOwnLadder() {
        var wanted = parse("""
                        {"name": "traffic", "types": ["se.trafikverket.roadworks.changed"], "filters": [],
                         "channel": {"kind": "WEBHOOK", "url": "https://a.se/hook?key=hemlig"},
                         "ordering": "STRICT", "retryLadder": ["PT1S", "PT0.5S"]}""").orRefuse();

        assertThat(wanted.retryLadder()).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(500));
        assertThat(wanted.url()).isEqualTo("https://a.se/hook?key=hemlig");
        assertThat(wanted.toString()).doesNotContain("hemlig");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name": 1                                            | /name          | wrong-type
            "name": null                                         | /name          | missing
            "types": []                                          | /types         | too-few
            "types": ["a b"]                                     | /types/0       | invalid-type
            "types": ["a.b", "a.b"]                              | /types/1       | duplicate-type
            "filters": [{"prefix": {"subject": "E4/"}}]          | /filters       | not-supported
            "channel": null                                      | /channel       | missing
            "channel": "WEBHOOK"                                 | /channel       | wrong-type
            "channel": {"url": "https://a.se"}                   | /channel/kind  | missing
            "channel": {"kind": "PIGEON", "url": "https://a.se"} | /channel/kind  | not-in-list
            "channel": {"kind": "PULL"}                          | /channel/kind  | not-supported
            "channel": {"kind": "WEBHOOK"}                       | /channel/url   | missing
            "channel": {"kind": "WEBHOOK", "url": "ftp://a.se"}  | /channel/url   | not-http
            "channel": {"kind": "WEBHOOK", "url": "https://a.se", "x": 1} | /channel/x | unknown-field
            "ordering": "RANDOM"                                 | /ordering      | not-in-list
            "retryLadder": ["soon"]                              | /retryLadder/0 | invalid-duration
            "retryLadder": ["PT0S"]                              | /retryLadder/0 | out-of-range
            "retryLadder": [10]                                  | /retryLadder/0 | wrong-type
            "secret": "whsec_x"                                  | /secret        | unknown-field
            """)
    void oneFault(String field, String pointer, String code) {
        var name = field.substring(1, field.indexOf('"', 1));
        var rest = new StringBuilder();
        if (!name.equals("name")) {
            rest.append(",\"name\":\"n\"");
        }
        if (!name.equals("types")) {
            rest.append(",\"types\":[\"a.b\"]");
        }
        if (!name.equals("channel")) {
            rest.append(",\"channel\":{\"kind\":\"WEBHOOK\",\"url\":\"https://a.se\"}");
        }

        var parsed = parse("{" + field + rest + "}");

        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        assertThat(((Parsed.Invalid<NewSubscription>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .contains(tuple(pointer, code));
    }
}
