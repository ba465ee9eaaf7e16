package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.gateway.auth.Access;

/** The HTTP server with all its filters and handlers, without Kafka: everything that is answered before it is needed. */
class GatewayHttpTest {

    private static final String AGENCY = "0203:agency.se";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final TestIssuer ISSUER = new TestIssuer();
    private static ApplicationContext context;
    private static EmbeddedServer server;

    @BeforeAll
    static void start() {
        var properties = new HashMap<String, Object>(ISSUER.properties());
        properties.put("micronaut.server.port", -1);
        properties.put("budkavle.kafka.bootstrap-servers", "localhost:1");
        properties.put("budkavle.kafka.schema-registry-url", "http://localhost:1");
        properties.put("budkavle.internal.token", "test");
        properties.put("budkavle.gateway.notifier.urls", "http://localhost:1");
        properties.put("budkavle.gateway.sender.timeout", "400ms");
        context = GatewayApplication.context(properties);
        server = context.getBean(EmbeddedServer.class).start();
    }

    @AfterAll
    static void stop() {
        context.close();
        ISSUER.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURI() + path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest.Builder signedIn(String path, String scope) {
        return request(path).header("Authorization", "Bearer " + ISSUER.token(AGENCY, scope));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode())
                .as("%s %s", answer.headers().map(), answer.body())
                .isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        var problem = new ObjectMapper().readTree(answer.body());
        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "code", "help", "issues");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("type").asText()).isEqualTo("urn:budkavle:problem:" + code);
        assertThat(problem.path("help").asText()).isEqualTo("/docs/problems/" + code);
        return problem;
    }

    @Test
    void everyRouteBelowV1HasARowInTheTableAndEveryRowARoute() {
        Set<String> routes = context.getBean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString())
                .filter(route -> route.contains(" /v1"))
                .collect(Collectors.toSet());

        // GET routes answer HEAD too; the table names HEAD only where it differs.
        routes.removeIf(route -> route.startsWith("HEAD ") && Access.of("HEAD", route.substring(5)) == null);
        assertThat(routes)
                .containsExactlyInAnyOrderElementsOf(
                        Access.TABLE.stream().map(Access.Rule::route).toList());
    }

    @Test
    void contentsHeadIsOneRoute() {
        // A second one, which comes with GET, would make the answer 400.
        assertThat(context.getBean(Router.class).<Object, Object>find(HttpMethod.HEAD, "/v1/inbox/x/content", null))
                .hasSize(1);
    }

    @Test
    void withoutATokenNothingIsSaidButHowToGetIn() throws Exception {
        var answer = send(request("/v1/me"));

        problem(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"budkavle\"");
    }

    @Test
    void aTokenTellsWhoCalls() throws Exception {
        var answer = send(signedIn("/v1/me", "messages:send inbox:read"));

        assertThat(answer.statusCode())
                .as("%s %s", answer.headers().map(), answer.body())
                .isEqualTo(200);
        var me = new ObjectMapper().readTree(answer.body());
        assertThat(me.path("organisation").asText()).isEqualTo(AGENCY);
        assertThat(me.path("scopes")).extracting(JsonNode::asText).containsExactly("inbox:read", "messages:send");
    }

    @Test
    void tokensThatDoNotHold() throws Exception {
        var expired = ISSUER.token(
                AGENCY,
                "",
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));
        var audience = ISSUER.token(AGENCY, "", claims -> claims.audience("somebody-else"));
        var issuer = ISSUER.token(AGENCY, "", claims -> claims.issuer("https://other.test"));
        var unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci50ZXN0In0.";

        for (var token : new String[] {expired, audience, issuer, unsigned, "x", expired + "x"}) {
            var answer = send(request("/v1/me").header("Authorization", "Bearer " + token));
            problem(answer, 401, "invalid-token");
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }
    }

    @Test
    void aScopeThatLacksIsNamed() throws Exception {
        var answer = send(signedIn("/v1/messages", "inbox:read")
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
        "GET,    /docs/problems/none,                 404, not-found",
        "GET,    /v1/addresses/abc,                   503, unavailable",
        "GET,    /v1/messages/0190f5f1-0000-7000-8000-000000000000, 503, unavailable"
    })
    void errorsOfEveryKindAreProblems(String method, String path, int status, String code) throws Exception {
        var answer = send(signedIn(path, "messages:send messages:read inbox:read addresses:write")
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
        var answer = send(signedIn("/v1/messages", "messages:send")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        problem(answer, status, code);
    }

    @Test
    void aBodyWithoutATypeIsRefused() throws Exception {
        var answer = send(signedIn("/v1/messages", "messages:send").POST(HttpRequest.BodyPublishers.ofString("{}")));

        problem(answer, 415, "unsupported-media-type");
    }

    @Test
    void aBodyOfTenMegabytesIsTooLarge() throws Exception {
        var answer = send(signedIn("/v1/messages", "messages:send")
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

        var answer = send(signedIn("/v1/messages", "messages:send")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray())));

        // Unpacking stops at the limit of a body.
        problem(answer, 413, "body-too-large");
    }

    @Test
    void whatNobodyAcceptsIsNotAcceptable() throws Exception {
        var answer = send(signedIn("/v1/me", "").header("Accept", "image/png"));

        problem(answer, 406, "not-acceptable");
    }

    @Test
    void aKeyThatIsTooLongIsRefusedByName() throws Exception {
        var answer = send(signedIn("/v1/messages", "messages:send")
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
        try (var socket = new Socket("localhost", server.getPort())) {
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
        var good = send(request("/v1/me")
                .header("X-Request-Id", "r-1")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        var bad = send(request("/v1/me").header("X-Request-Id", "<script>").header("traceparent", "nonsense"));

        assertThat(good.headers().firstValue("X-Request-Id")).hasValue("r-1");
        assertThat(good.headers().firstValue("traceparent").orElse("")).contains(trace);
        assertThat(bad.headers().firstValue("X-Request-Id").orElse(""))
                .doesNotContain("<")
                .isNotEmpty();
        assertThat(bad.headers().firstValue("traceparent").orElse("")).startsWith("00-");
    }

    @Test
    void whatNeedsNoTokenIsOpen() throws Exception {
        assertThat(send(request("/health/liveness")).statusCode()).isEqualTo(200);
        assertThat(send(request("/prometheus")).body()).contains("budkavle_gateway");
        assertThat(send(request("/docs/problems")).body()).contains("unknown-recipient");
        assertThat(send(request("/docs/problems/unknown-recipient")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theDescriptionNamesEveryRouteAndThePageAsksNoOtherHost() throws Exception {
        var description = send(request("/openapi.yaml")).body();
        Access.TABLE.forEach(rule -> assertThat(description)
                .contains(rule.route().substring(rule.route().indexOf(' ') + 1) + ":"));

        var page = send(request("/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("://");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'");
        for (var file : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "init.js"}) {
            assertThat(send(request("/docs/ui/" + file)).statusCode()).as(file).isEqualTo(200);
        }
        problem(send(request("/docs/ui/other")), 404, "not-found");
    }

    @Test
    void withoutKafkaItIsAliveButNotReady() throws Exception {
        var answer = send(request("/health/readiness"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("DOWN");
    }
}
