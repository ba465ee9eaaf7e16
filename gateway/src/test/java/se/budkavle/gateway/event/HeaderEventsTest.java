package se.budkavle.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.schema.DataSchema.Data;

class HeaderEventsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Map<String, List<String>> headers() {
        var headers = new HashMap<String, List<String>>();
        headers.put("ce-specversion", List.of("1.0"));
        headers.put("ce-id", List.of("1"));
        headers.put("CE-Source", List.of("/roads"));
        headers.put("ce-type", List.of("se.a.changed"));
        headers.put("X-Other", List.of("a", "b"));
        return headers;
    }

    private static Parsed<List<EventRequest>> read(
            Map<String, List<String>> headers, @Nullable String mediaType, String body) {
        return HeaderEvents.read(headers, mediaType, body.getBytes(UTF_8), NOW);
    }

    private static List<Issue> issues(Parsed<List<EventRequest>> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<List<EventRequest>>) parsed).refusal().issues();
    }

    @Test
    void attributesAreHeadersAndTheBodyIsTheData() {
        var headers = headers();
        headers.put("ce-subject", List.of("v%C3%A4g%20E4"));
        headers.put("ce-notbefore", List.of("2026-03-02T12:00:00.000000001Z"));
        headers.put("ce-severity", List.of("3"));

        var event = read(headers, "image/png", "\u0001").orRefuse().getFirst();

        assertThat(event.source()).isEqualTo("/roads");
        assertThat(event.subject()).isEqualTo("väg E4");
        assertThat(event.notBefore()).isEqualTo("2026-03-02T12:00:00.001Z");
        assertThat(event.extensions()).containsEntry("severity", "3");
        assertThat(event.dataContentType()).isEqualTo("image/png");
        assertThat(event.data()).isInstanceOf(Data.Bytes.class);
        assertThat(event.dataPointer()).isEmpty();
        assertThat(event.typePointer()).isEqualTo("ce-type");
    }

    @Test
    void jsonStaysAsItWasWritten() {
        var body = "{ \"a\": 1.10 }";

        var data = read(headers(), "application/json; charset=utf-8", body)
                .orRefuse()
                .getFirst()
                .data();

        assertThat(data).isInstanceOf(Data.Json.class);
        assertThat(UTF_8.decode(((Data.Json) data).bytes()).toString()).isEqualTo(body);
    }

    @Test
    void anEventNeedsNoData() {
        assertThat(read(headers(), null, "").orRefuse().getFirst().data()).isInstanceOf(Data.Missing.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ce-id              |              | application/json | 1          | ce-id              | too-short
            ce-subject         | 0ffending%   | application/json | 1          | ce-subject         | invalid-encoding
            ce-subject         | %E00ffending | application/json | 1          | ce-subject         | invalid-encoding
            ce-subject         | %0A          | application/json | 1          | ce-subject         | too-short
            ce-subject         | 0ffending%07 | application/json | 1          | ce-subject         | invalid-character
            ce-time            | 0ffending    | application/json | 1          | ce-time            | invalid-time
            ce-datacontenttype | text/plain   | application/json | 1          | ce-datacontenttype | not-allowed
            ce-data            | 0ffending    | application/json | 1          | ce-data            | not-allowed
            ce-un_der          | 0ffending    | application/json | 1          | ce-un_der          | invalid-name
            ce-x               | 1            |                  | 0ffending  | Content-Type       | missing
            ce-x               | 1            | 0ffending        | 1          | Content-Type       | invalid-media-type
            ce-x               | 1            | application/json | {0ffending | ''                 | malformed-json
            ce-x               | 1            | application/json | {"a":1,"a":2} | /a              | duplicate-key
            """)
    void oneFault(
            String header, @Nullable String value, @Nullable String type, String body, String pointer, String code) {
        var headers = headers();
        headers.put(header, List.of(value == null ? "" : value));

        var issues = issues(read(headers, type, body));

        assertThat(issues).extracting(Issue::pointer, Issue::code).containsExactly(tuple(pointer, code));
        assertThat(issues.toString()).doesNotContain("0ffending");
    }

    @Test
    void aHeaderTwiceAndAllThatIsMissing() {
        assertThat(issues(read(Map.of("ce-subject", List.of("a", "b")), "text/plain", "x")))
                .extracting(Issue::pointer, Issue::code)
                .containsExactlyInAnyOrder(
                        tuple("ce-subject", "too-many"),
                        tuple("ce-specversion", "missing"),
                        tuple("ce-id", "missing"),
                        tuple("ce-source", "missing"),
                        tuple("ce-type", "missing"));
    }
}
