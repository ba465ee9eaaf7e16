package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.auth.Access;
import se.budkavle.gateway.auth.Scope;

/** The HTTP server with all its filters and handlers, without Kafka: everything that is answered before it is needed. */
class GatewayHttpTest {

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Access.Rule> bodyRoutes() {
        return Access.TABLE.stream()
                .filter(rule -> rule.route().startsWith("POST ") || rule.route().startsWith("PUT "));
    }

    @ParameterizedTest
    @MethodSource("bodyRoutes")
    void noBodyIsAnsweredWithAnErrorOfOurs(Access.Rule rule) throws Exception {
        var scopes = Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(" "));
        var token = TestGateway.ISSUER.token(AGENCY, scopes);
        var bodies =
                List.of("", "{", "[]", "null", "{\"a\": 1e999}", "\u0000", "{\"a\":".repeat(100), "\n\n", "\"\ud800\"");
        for (var body : bodies) {
            for (var bytes : List.of(body.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_16))) {
                var answer = send(
                        gateway.to(rule, token).method(rule.method(), HttpRequest.BodyPublishers.ofByteArray(bytes)));

                assertThat(answer.statusCode())
                        .as(answer.body())
                        .isNotEqualTo(500)
                        .isLessThan(504);
            }
        }
    }

    @Test
    void contentsHeadIsOneRoute() {
        // A second one, which comes with GET, would make the answer 400.
        assertThat(gateway.context()
                        .getBean(Router.class)
                        .<Object, Object>find(HttpMethod.HEAD, "/v1/inbox/x/content", null))
                .hasSize(1);
    }

    @Test
    void withoutATokenNothingIsSaidButHowToGetIn() throws Exception {
        var answer = send(gateway.request("/v1/me"));

        problem(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"budkavle\"");
    }

    @Test
    void aTokenTellsWhoCalls() throws Exception {
        var answer = send(gateway.signedIn("/v1/me", "messages:send inbox:read"));

        assertThat(answer.statusCode())
                .as("%s %s", answer.headers().map(), answer.body())
                .isEqualTo(200);
        var me = new ObjectMapper().readTree(answer.body());
        assertThat(me.path("organisation").asText()).isEqualTo(AGENCY);
        assertThat(me.path("scopes")).extracting(JsonNode::asText).containsExactly("inbox:read", "messages:send");
    }

    @Test
    void tokensThatDoNotHold() throws Exception {
        var expired = TestGateway.ISSUER.token(
                AGENCY,
                "",
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));
        var audience = TestGateway.ISSUER.token(AGENCY, "", claims -> claims.audience("somebody-else"));
        var issuer = TestGateway.ISSUER.token(AGENCY, "", claims -> claims.issuer("https://other.test"));
        var unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci50ZXN0In0.";

        for (var token : new String[] {expired, audience, issuer, unsigned, "x", expired + "x"}) {
            var answer = send(gateway.request("/v1/me").header("Authorization", "Bearer " + token));
            problem(answer, 401, "invalid-token");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }
    }

    @Test
    void aScopeThatLacksIsNamed() throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "inbox:read")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(problem(answer, 403, "missing-scope").path("detail").asText())
                .contains("messages:send");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nowhere,                            404, not-found",
        "GET,    /v1/nowhere,                         404, not-found",
        "GET,    /v1/messages/not-a-uuid,             404, not-found",
        "DELETE, /v1/me,                              405, method-not-allowed",
        "PATCH,  /v1/messages,                        405, method-not-allowed",
        "GET,    /v1/addresses/a%2Fb,                 400, invalid-address",
        "GET,    /v1/addresses/a%00b,                 400, invalid-address",
        "GET,    /v1/addresses/a..b,                  400, invalid-address",
        "GET,    /v1/addresses/%2E%2E%2Fb,            400, invalid-address",
        "GET,    /v1/addresses?limit=0,               400, invalid-parameter",
        "GET,    /v1/addresses?limit=1&limit=2,       400, invalid-parameter",
        "GET,    /v1/addresses?after=abc,             400, invalid-cursor",
        "GET,    /v1/inbox?wait=61,                   400, invalid-parameter",
        "GET,    /v1/inbox?after=AAAAAAAAAAAAAAAAAAA, 400, invalid-cursor",
        "GET,    /v1/inbox?status=none,               400, invalid-parameter",
        "DELETE, /v1/messages/not-a-uuid,             404, not-found",
        "DELETE, /v1/messages/0190f5f1-0000-7000-8000-000000000000, 503, unavailable",
        "DELETE, /v1/content/yesterday,               400, invalid-parameter",
        "DELETE, /v1/content/2026-02-30,              400, invalid-parameter",
        "DELETE, /v1/content/2026-02-28,              503, not-confirmed",
        "GET,    /v1/operator/organisations,          503, unavailable",
        "GET,    /v1/operator/organisations?after=a,  400, invalid-cursor",
        "GET,    /v1/operator/organisations?limit=0,  400, invalid-parameter",
        "GET,    /v1/operator/organisations/a%2Fb,    400, invalid-parameter",
        "GET,    /v1/operator/organisations/0203:b.se, 503, unavailable",
        "POST,   /v1/operator/addresses/a%2Fb/resume,               400, invalid-address",
        "POST,   /v1/operator/addresses/abc/suspend,                400, malformed-json",
        "POST,   /v1/operator/addresses/abc/resume,                 503, not-confirmed",
        "POST,   /v1/operator/organisations/a%2Fb/suspend,          400, invalid-parameter",
        "POST,   /v1/operator/organisations/0203:b.se/suspend,      503, not-confirmed",
        "POST,   /v1/operator/organisations/0203:b.se/resume,       503, not-confirmed",
        "GET,    /v1/messages?caseId=1,               501, not-configured",
        "GET,    /v1/messages,                        503, unavailable",
        "GET,    /v1/operator/balance,                503, unavailable",
        "GET,    /v1/operator/search?q=abc,           503, unavailable",
        "GET,    /v1/operator/search,                 400, invalid-parameter",
        "GET,    /v1/operator/search?q=%20%20,        400, invalid-parameter",
        "GET,    /v1/operator/search?q=a&q=b,         400, invalid-parameter",
        "GET,    /v1/operator/search?q=a%00b,         400, invalid-parameter",
        "GET,    /v1/operator/search?q=a&limit=1001,  400, invalid-parameter",
        "GET,    /v1/operator/search?q=a&after=abc,   400, invalid-cursor",
        "GET,    /docs/problems/none,                 404, not-found",
        "GET,    /v1/addresses/abc,                   503, unavailable",
        "GET,    /v1/event-types/se.a.changed,        503, unavailable",
        "GET,    /v1/event-types?after=abc,           400, invalid-cursor",
        "GET,    /v1/event-types?limit=0,             400, invalid-parameter",
        "GET,    /v1/messages/0190f5f1-0000-7000-8000-000000000000, 503, unavailable"
    })
    void errorsOfEveryKindAreProblems(String method, String path, int status, String code) throws Exception {
        var answer = send(gateway.signedIn(
                        path,
                        "messages:send messages:read inbox:read addresses:write content:destroy operator:read operator:write")
                .method(method, HttpRequest.BodyPublishers.noBody()));

        problem(answer, status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,       {},  415, unsupported-media-type",
        "application/json, '',  400, malformed-json",
        "application/json, {,   400, malformed-json",
        "application/json, [],  400, malformed-json",
        "application/json, {},  400, invalid-request",
        "application/xml,  <a>, 400, malformed-xml",
        "application/xml,  '<!DOCTYPE a SYSTEM \"http://localhost:1/x\"><a/>', 400, xml-dtd-not-allowed"
    })
    void bodiesThatAreNoMessage(String type, String body, int status, String code) throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        problem(answer, status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents+json,            {},                              400, invalid-request",
        "application/cloudevents+json,            {,                               400, malformed-json",
        "application/cloudevents+json,            [],                              400, malformed-json",
        "Application/CloudEvents+JSON; charset=utf-8, {},                          400, invalid-request",
        "application/cloudevents-batch+json,      {},                              400, malformed-json",
        "application/cloudevents-batch+json,      '[{}]',                          400, invalid-request",
        "application/cloudevents+avro,            x,                               415, unsupported-media-type",
        "application/json,                        {},                              400, invalid-request",
        "application/x-www-form-urlencoded,       a=b,                             400, invalid-request",
        "multipart/form-data; boundary=x,         --x--,                           400, invalid-request",
        "text/plain,                              '',                              400, invalid-request"
    })
    void bodiesThatAreNoEvent(String type, String body, int status, String code) throws Exception {
        var answer = send(gateway.signedIn("/v1/events", "events:publish")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        problem(answer, status, code);
    }

    @Test
    void anEventInBinaryModeIsReadFromItsHeaders() throws Exception {
        for (var type : new String[] {"application/json", "application/x-www-form-urlencoded", "image/png"}) {
            var answer = send(gateway.signedIn("/v1/events", "events:publish")
                    .header("Content-Type", type)
                    .header("ce-specversion", "1.0")
                    .header("ce-id", "1")
                    .header("ce-source", "/roads")
                    .header("ce-type", "se.agency.changed")
                    .header("ce-subject", "v%C3%A4g")
                    .POST(HttpRequest.BodyPublishers.ofString("1")));

            // All that can be read is read: only the catalogue is not there.
            problem(answer, 503, "unavailable");
        }
    }

    @Test
    void anEmptyBatchIsAccepted() throws Exception {
        var answer = send(gateway.signedIn("/v1/events", "events:publish")
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString("[]")));

        assertThat(TestGateway.json(answer, 202).path("accepted").asInt()).isZero();
    }

    @Test
    void anEventTypeIsReadBeforeItIsAskedFor() throws Exception {
        for (var row : List.of("se.a/400", "se.a b/400", "se.agency.changed/400")) {
            var answer = send(gateway.signedIn(
                            "/v1/event-types/"
                                    + row.substring(0, row.indexOf('/')).replace(" ", "%20"),
                            "events:publish")
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"visibility\": \"SECRET\"}")));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        }
    }

    @Test
    void withoutItsKeyNobodyIsLookedUp() throws Exception {
        var answer = send(gateway.signedIn("/v1/addresses/lookup", "addresses:lookup")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"personalIdentityNumber\": \"191212121212\"}")));

        assertThat(problem(answer, 501, "not-configured").path("detail").asText())
                .contains("budkavle.gateway.lookup-key")
                .doesNotContain("191212121212");
    }

    @Test
    void aBodyWithoutATypeIsRefused() throws Exception {
        var answer =
                send(gateway.signedIn("/v1/messages", "messages:send").POST(HttpRequest.BodyPublishers.ofString("{}")));

        problem(answer, 415, "unsupported-media-type");
    }

    @Test
    void aBodyOfTenMegabytesIsTooLarge() throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[10 * 1024 * 1024])));

        problem(answer, 413, "body-too-large");
    }

    @Test
    void aBombIsUnpackedNoFurtherThanABodyMayBe() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(new byte[1024 * 1024]);
            }
        }

        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));

        // Unpacking stops at the limit of a body.
        problem(answer, 413, "body-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void aBodyThatIsNotPackedAsItSaysIsRefused(String encoding) throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\": \"urn:x:y\"}")));

        assertThat(problem(answer, 400, "invalid-header")
                        .at("/issues/0/pointer")
                        .asText())
                .isEqualTo("Content-Encoding");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefusedByName() throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "one")
                .header("Idempotency-Key", "two")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(problem(answer, 400, "invalid-header")
                        .at("/issues/0/pointer")
                        .asText())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void whatNobodyAcceptsIsNotAcceptable() throws Exception {
        var answer = send(gateway.signedIn("/v1/me", "").header("Accept", "image/png"));

        problem(answer, 406, "not-acceptable");
    }

    @Test
    void aKeyThatIsTooLongIsRefusedByName() throws Exception {
        var answer = send(gateway.signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "k".repeat(129))
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(problem(answer, 400, "invalid-header")
                        .at("/issues/0/pointer")
                        .asText())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void brokenHttpIsAProblemToo() throws Exception {
        try (var socket = new Socket("localhost", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET /v1/me HTTP/1.1\r\nHost: localhost\r\nBad Header\u0001: x\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));

            var buffer = new byte[4096];
            int read = socket.getInputStream().read(buffer);

            assertThat(new String(buffer, 0, Math.max(0, read), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400")
                    .contains("malformed-request");
        }
    }

    @Test
    void traceAndRequestIdComeBackAndBadOnesAreReplaced() throws Exception {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var good = send(gateway.request("/v1/me")
                .header("X-Request-Id", "r-1")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        var bad = send(
                gateway.request("/v1/me").header("X-Request-Id", "<script>").header("traceparent", "nonsense"));

        assertThat(good.headers().firstValue("X-Request-Id")).hasValue("r-1");
        assertThat(good.headers().firstValue("traceparent").orElse("")).contains(trace);
        assertThat(bad.headers().firstValue("X-Request-Id").orElse(""))
                .doesNotContain("<")
                .isNotEmpty();
        assertThat(bad.headers().firstValue("traceparent").orElse("")).startsWith("00-");
    }

    @Test
    void whatNeedsNoTokenIsOpen() throws Exception {
        assertThat(send(gateway.request("/health/liveness")).statusCode()).isEqualTo(200);
        assertThat(send(gateway.request("/prometheus")).body()).contains("budkavle_gateway");
        assertThat(send(gateway.request("/docs/problems")).body()).contains("unknown-recipient");
        assertThat(send(gateway.request("/docs/problems/unknown-recipient")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theDescriptionNamesEveryRouteAndThePageAsksNoOtherHost() throws Exception {
        var description = send(gateway.request("/openapi.yaml")).body();
        Access.TABLE.forEach(rule -> assertThat(description)
                .contains(rule.route().substring(rule.route().indexOf(' ') + 1) + ":"));
        // Not "byte", which would be base64.
        assertThat(description).containsPattern("(?s)/v1/inbox/\\{messageId}/content:(?:(?!/v1/).)*format: binary");

        var page = send(gateway.request("/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("://");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        for (var file : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "init.js"}) {
            assertThat(send(gateway.request("/docs/ui/" + file)).statusCode())
                    .as(file)
                    .isEqualTo(200);
        }
        problem(send(gateway.request("/docs/ui/other")), 404, "not-found");
    }

    @Test
    void withoutKafkaItIsAliveButNotReady() throws Exception {
        var answer = send(gateway.request("/health/readiness"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("DOWN");
    }
}
