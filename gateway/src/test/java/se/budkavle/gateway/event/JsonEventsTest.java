package se.budkavle.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.schema.DataSchema.Data;

class JsonEventsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String GOOD = """
            {"specversion": "1.0", "id": "1", "source": "/roads", "type": "se.a.changed", "subject": "E4/Lund",
             "time": "2026-03-01T12:00:00.123456+01:00", "dataschema": "https://a.se/s", "severity": 3, "final": true,
             "nothing": null, "data": {"length": 1.10}}
            """;

    private static Parsed<List<EventRequest>> one(String body) {
        return JsonEvents.one(body.getBytes(UTF_8), NOW);
    }

    private static Refusal refusal(Parsed<?> parsed) {
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid<?>) parsed).refusal();
    }

    private static String text(Data data) {
        var bytes = data.bytes();
        return bytes == null ? "" : UTF_8.decode(bytes.duplicate()).toString();
    }

    @Test
    void anEventWithEverything() {
        var event = one(GOOD).orRefuse().getFirst();

        assertThat(event.id()).isEqualTo("1");
        assertThat(event.source()).isEqualTo("/roads");
        assertThat(event.type()).isEqualTo("se.a.changed");
        assertThat(event.subject()).isEqualTo("E4/Lund");
        assertThat(event.time()).isEqualTo("2026-03-01T11:00:00.123Z");
        assertThat(event.dataContentType()).isNull();
        assertThat(event.dataSchema()).isEqualTo("https://a.se/s");
        assertThat(event.extensions())
                .containsOnly(java.util.Map.entry("severity", "3"), java.util.Map.entry("final", "true"));
        // As it was written: a number is not rounded, nor cut.
        assertThat(text(event.data())).isEqualTo("{\"length\":1.10}");
        assertThat(event.toString()).doesNotContain("E4", "roads", "1.10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "datacontenttype": "text/plain", "data": "a\\"b"                    | a"b
            "datacontenttype": "application/json", "data": "a"                  | "a"
            "datacontenttype": "application/geo+json", "data": [1]              | [1]
            "data": null                                                        | null
            "datacontenttype": "text/plain", "data_base64": "w7Y="              | ö
            "datacontenttype": "application/json", "data_base64": "eyAiYSI6MX0=" | { "a":1}
            """)
    void dataInEveryForm(String members, String bytes) throws IOException {
        var body = (ObjectNode) MAPPER.readTree(GOOD);
        body.remove("data");
        body.setAll((ObjectNode) MAPPER.readTree("{" + members + "}"));

        assertThat(text(one(body.toString()).orRefuse().getFirst().data())).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "specversion": null                  | /specversion     | missing
            "specversion": "0.3"                 | /specversion     | not-supported
            "specversion": 1.0                   | /specversion     | wrong-type
            "id": null                           | /id              | missing
            "id": ""                             | /id              | too-short
            "id": 1                              | /id              | wrong-type
            "source": null                       | /source          | missing
            "source": "0ffending space"          | /source          | invalid-uri
            "type": null                         | /type            | missing
            "type": "0ffending space"            | /type            | invalid-type
            "subject": ""                        | /subject         | too-short
            "subject": "0ffending\\u0007"        | /subject         | invalid-character
            "subject": "0ffending\\ud800"        | /subject         | invalid-character
            "subject": "0ffending\\uffff"        | /subject         | invalid-character
            "time": "0ffending"                  | /time            | invalid-time
            "dataschema": "0ffending"            | /dataschema      | invalid-uri
            "datacontenttype": "0ffending"       | /datacontenttype | invalid-media-type
            "notbefore": "0ffending"             | /notbefore       | invalid-time
            "notbefore": "2026-06-01T00:00:00Z"  | /notbefore       | too-far
            "Upper": "0ffending"                 | /Upper           | invalid-name
            "with_line": "0ffending"             | /with_line       | invalid-name
            "ext": {"0ffending": 1}              | /ext             | wrong-type
            "ext": 1.5                           | /ext             | wrong-type
            "ext": 2147483648                    | /ext             | wrong-type
            "sequence": "0ffending"              | /sequence        | reserved
            "replayid": "0ffending"              | /replayid        | reserved
            "data_base64": "MQ=="                | /data_base64     | both-data
            "data": 1e1001                       | /data            | out-of-range
            "data": 1e99999999999                | /data            | out-of-range
            "data": [-1e-99999999999]            | /data/0          | out-of-range
            "data": "0ffending\\ud800"           | /data            | invalid-character
            """)
    void oneFault(String member, String pointer, String code) {
        var name = member.substring(0, member.indexOf(':'));
        var body = new StringBuilder("{" + member);
        for (var other : List.of(
                "\"specversion\": \"1.0\"",
                "\"id\": \"1\"",
                "\"source\": \"/roads\"",
                "\"type\": \"se.a.changed\"",
                "\"data\": 1")) {
            if (!other.startsWith(name + ":")
                    && !(name.equals("\"datacontenttype\"") && other.startsWith("\"data\""))) {
                body.append(", ").append(other);
            }
        }

        var refusal = refusal(one(body + "}"));

        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.issues()).extracting(Issue::pointer, Issue::code).containsExactly(tuple(pointer, code));
        assertThat(refusal.toString()).doesNotContain("0ffending");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "datacontenttype": "text/plain", "data": {"0ffending": 1} | /data        | wrong-type
            "data_base64": "*0ffending*"                              | /data_base64 | invalid-base64
            "data_base64": 1                                          | /data_base64 | wrong-type
            "data_base64": "eyI="                                     | /data_base64 | malformed-json
            """)
    void dataThatIsNotWhatItIsSaidToBe(String members, String pointer, String code) throws IOException {
        var body = (ObjectNode) MAPPER.readTree(GOOD);
        body.remove("data");
        body.setAll((ObjectNode) MAPPER.readTree("{" + members + "}"));

        assertThat(refusal(one(body.toString())).issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple(pointer, code));
    }

    @Test
    void anAttributeTwiceIsRefused() {
        var refusal = refusal(one(GOOD.replace("\"id\"", "\"subject\": \"x\", \"id\"")));

        assertThat(refusal.issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactly(tuple("/subject", "duplicate-key"));
    }

    @Test
    void everyFaultOfABatchIsToldWithItsEvent() {
        var refusal = refusal(JsonEvents.batch(
                ("[" + GOOD + ", 1, " + GOOD.replace("\"1\"", "\"\"").replace("1.0", "2") + "]").getBytes(UTF_8),
                10,
                NOW));

        assertThat(refusal.issues())
                .extracting(Issue::pointer, Issue::code)
                .containsExactlyInAnyOrder(
                        tuple("/1", "wrong-type"),
                        tuple("/2/id", "too-short"),
                        tuple("/2/specversion", "not-supported"));
    }

    @Test
    void aBatchIsBounded() {
        var three = "[" + GOOD + "," + GOOD + "," + GOOD + "]";

        assertThat(JsonEvents.batch(three.getBytes(UTF_8), 3, NOW).orRefuse()).hasSize(3);
        assertThat(refusal(JsonEvents.batch(three.getBytes(UTF_8), 2, NOW)).code())
                .isEqualTo(ProblemCode.TOO_MANY_EVENTS);
        assertThat(JsonEvents.batch("[]".getBytes(UTF_8), 2, NOW).orRefuse()).isEmpty();
        assertThat(refusal(JsonEvents.batch("{}".getBytes(UTF_8), 2, NOW)).code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
    }

    @Test
    void dataIsBounded() {
        var body = GOOD.replace("1.10", "\"" + "a".repeat(EventData.LARGEST) + "\"");

        var refusal = refusal(one(body));

        assertThat(refusal.code()).isEqualTo(ProblemCode.CONTENT_TOO_LARGE);
        assertThat(refusal.issues()).extracting(Issue::pointer).containsExactly("/data");
    }

    @Test
    void attributesAreBounded() {
        var many = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            many.append("\"a%d\": \"x\", ".formatted(i));
        }

        var refusal = refusal(one(GOOD.replace("\"data\"", many + "\"data\"")));

        assertThat(refusal.issues()).extracting(Issue::code).containsExactly("too-many");
    }

    @Test
    void whatTheCloudEventsLibraryWritesIsRead() {
        var event = CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("https://a.se/roads?x=ö".replace("ö", "%C3%B6")))
                .withType("se.a.changed")
                .withSubject("Lund, väg \"E4\"")
                .withTime(OffsetDateTime.parse("2026-03-01T12:00:00Z"))
                .withExtension("severity", 3)
                .withData("text/plain", "å".getBytes(UTF_8))
                .build();

        var read = JsonEvents.one(new JsonFormat().serialize(event), NOW)
                .orRefuse()
                .getFirst();

        assertThat(read.subject()).isEqualTo(event.getSubject());
        assertThat(read.time()).isEqualTo(NOW);
        assertThat(read.source()).isEqualTo(event.getSource().toString());
        assertThat(read.extensions()).containsEntry("severity", "3");
        assertThat(read.data().bytes()).isEqualTo(ByteBuffer.wrap("å".getBytes(UTF_8)));
    }
}
