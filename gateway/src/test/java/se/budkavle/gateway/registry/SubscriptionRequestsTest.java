package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.registry.WantedSubscription.Channel;
import se.budkavle.schemas.TargetPolicy;
import se.budkavle.schemas.avro.ChannelKind;

class SubscriptionRequestsTest {

    private static final WebhookTarget TARGET = new WebhookTarget(
            host -> new InetAddress[] {InetAddress.getByName("93.184.215.14")}, new TargetPolicy(false, false));

    private static Parsed<WantedSubscription> parse(String body) {
        return SubscriptionRequests.read(body.getBytes(StandardCharsets.UTF_8), TARGET);
    }

    @Test
    void aWebhookWithItsOwnLadder() {
        var wanted = parse("""
                        {"name": "traffic", "types": ["se.trafikverket.roadworks.changed"], "filters": [],
                         "channel": {"kind": "WEBHOOK", "url": "https://a.se/hook?key=hemlig"},
                         "ordering": "STRICT", "retryLadder": ["PT1S", "PT0.5S"]}""").orRefuse();

        assertThat(wanted.pushing().retryLadder()).containsExactly(Duration.ofSeconds(1), Duration.ofMillis(500));
        assertThat(wanted.channel()).isEqualTo(new Channel.Webhook("https://a.se/hook?key=hemlig", null));
        assertThat(wanted.toString()).doesNotContain("hemlig");
    }

    @Test
    void everythingThatCanBeAskedFor() {
        var wanted = parse("""
                        {"name": "traffic", "types": ["a.b"], "contact": "drift@a.se",
                         "filters": [{"any": [{"prefix": {"subject": "E4/"}}, {"not": {"exact": {"kind": "test"}}}]}],
                         "channel": {"kind": "WEBHOOK", "url": "https://a.se/hook", "signature": "ED25519"},
                         "maxPerSecond": 50, "maxInFlight": 4, "maxPayloadBytes": 65536, "captureResponse": true}""").orRefuse();

        assertThat(wanted.filters().toJson())
                .isEqualTo(
                        "[{\"any\":[{\"prefix\":{\"subject\":\"E4/\"}},{\"not\":{\"exact\":{\"kind\":\"test\"}}}]}]");
        assertThat(wanted.channel()).isEqualTo(new Channel.Webhook("https://a.se/hook", SignatureAlgorithm.ED25519));
        assertThat(wanted.pushing()).isEqualTo(new WantedSubscription.Pushing(List.of(), 50, 4, 65536, true));
        assertThat(wanted.contact()).isEqualTo("drift@a.se");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind": "TOPIC"}                                                | TOPIC
            {"kind": "TOPIC", "principal": "User:agency", "partitions": 12}  | TOPIC
            {"kind": "PULL"}                                                 | PULL
            """)
    void otherChannels(String channel, ChannelKind kind) {
        var wanted = parse("{\"name\": \"n\", \"types\": [\"a.b\"], \"channel\": " + channel + "}")
                .orRefuse();

        assertThat(wanted.channel().kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name": 1                                            | /name          | wrong-type
            "name": null                                         | /name          | missing
            "types": []                                          | /types         | too-few
            "types": ["a b"]                                     | /types/0       | invalid-type
            "types": ["a.b", "a.b"]                              | /types/1       | duplicate-type
            "filters": {"prefix": {"subject": "E4/"}}            | /filters       | not-an-array
            "filters": [{"prefix": {"subject": 4}}]              | /filters/0/prefix/subject | not-a-text
            "filters": [{"all": [{"like": {"a": "b"}}]}]         | /filters/0/all/0 | unknown-dialect
            "contact": 1                                         | /contact       | wrong-type
            "maxPerSecond": 0                                    | /maxPerSecond  | out-of-range
            "maxInFlight": 257                                   | /maxInFlight   | out-of-range
            "maxPayloadBytes": 1023                              | /maxPayloadBytes | out-of-range
            "captureResponse": "yes"                             | /captureResponse | wrong-type
            "startFrom": "2026-01-01T00:00:00Z"                  | /startFrom     | unknown-field
            "channel": null                                      | /channel       | missing
            "channel": "WEBHOOK"                                 | /channel       | wrong-type
            "channel": {"url": "https://a.se"}                   | /channel/kind  | missing
            "channel": {"kind": "PIGEON", "url": "https://a.se"} | /channel/kind  | not-in-list
            "channel": {"kind": "PULL", "url": "https://a.se"}   | /channel/url   | unknown-field
            "channel": {"kind": "TOPIC", "url": "https://a.se"}  | /channel/url   | unknown-field
            "channel": {"kind": "TOPIC", "principal": "User:*"}  | /channel/principal | invalid-principal
            "channel": {"kind": "TOPIC", "principal": "agency"}  | /channel/principal | invalid-principal
            "channel": {"kind": "TOPIC", "partitions": 0}        | /channel/partitions | out-of-range
            "channel": {"kind": "WEBHOOK", "url": "https://a.se", "signature": "RSA"} | /channel/signature | not-in-list
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
        assertThat(((Parsed.Invalid<WantedSubscription>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .contains(tuple(pointer, code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PULL  | "retryLadder": ["PT1S"]  | /retryLadder
            PULL  | "maxPerSecond": 1        | /maxPerSecond
            PULL  | "maxInFlight": 1         | /maxInFlight
            PULL  | "maxPayloadBytes": 2048  | /maxPayloadBytes
            PULL  | "captureResponse": true  | /captureResponse
            TOPIC | "captureResponse": true  | /captureResponse
            """)
    void whatAChannelHasNoUseFor(String kind, String field, String pointer) {
        var parsed = parse(
                "{\"name\": \"n\", \"types\": [\"a.b\"], \"channel\": {\"kind\": \"" + kind + "\"}, " + field + "}");

        assertThat(((Parsed.Invalid<WantedSubscription>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple(pointer, "not-applicable"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"overlap": "soon"}      | /overlap   | invalid-duration
            {"overlap": "P8D"}       | /overlap   | out-of-range
            {"overlap": "-PT1S"}     | /overlap   | out-of-range
            {"signature": "v1"}      | /signature | not-in-list
            {"secret": "whsec_x"}    | /secret    | unknown-field
            """)
    void oneFaultOfARotation(String body, String pointer, String code) {
        var settings = new SubscriptionSettings(1, "", Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(1));

        var parsed = RotationRequest.read(body.getBytes(StandardCharsets.UTF_8), settings);

        assertThat(((Parsed.Invalid<RotationRequest>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple(pointer, code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {}                                                                    | -                | missing
            {"deadLetterIds": []}                                                 | /deadLetterIds   | too-few
            {"deadLetterIds": ["x"]}                                              | /deadLetterIds/0 | invalid-uuid
            {"deadLetterIds": ["0198a1c0-0000-7000-8000-000000000000"], "after": "x"} | /after       | unknown-field
            {"from": "yesterday"}                                                 | /from            | invalid-time
            {"from": "2026-01-02T00:00:00Z", "to": "2026-01-02T00:00:00Z"}        | /to              | not-after-from
            {"after": 1}                                                          | /after           | wrong-type
            """)
    void oneFaultOfAReplay(String body, String pointer, String code) {
        var parsed = ReplayRequest.read(body.getBytes(StandardCharsets.UTF_8));

        assertThat(((Parsed.Invalid<ReplayRequest>) parsed).refusal().issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple(pointer == null ? "" : pointer, code));
    }
}
