package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.gateway.auth.Access;

/** A gateway's HTTP server with all its filters and handlers, without Kafka, and how tests talk to it. */
final class TestGateway implements AutoCloseable {

    static final String AGENCY = "0203:agency.se";
    static final TestIssuer ISSUER = new TestIssuer();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ApplicationContext context;
    private final EmbeddedServer server;

    /** Starts one, with those properties in place of the tests' own. */
    TestGateway(Map<String, Object> properties) {
        var all = new HashMap<String, Object>(ISSUER.properties());
        all.put("micronaut.server.port", -1);
        all.put("budkavle.kafka.bootstrap-servers", "localhost:1");
        all.put("budkavle.kafka.schema-registry-url", "http://localhost:1");
        all.put("budkavle.internal.token", "test");
        all.put("budkavle.gateway.notifier.urls", "http://localhost:1");
        all.put("budkavle.gateway.sender.timeout", "400ms");
        all.put("budkavle.gateway.at-rest.catch-up", "100ms");
        all.put("budkavle.gateway.registry.answer-while-loading", "true");
        all.putAll(properties);
        context = GatewayApplication.context(all);
        server = context.getBean(EmbeddedServer.class).start();
    }

    ApplicationContext context() {
        return context;
    }

    int port() {
        return server.getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURI() + path)).timeout(Duration.ofSeconds(20));
    }

    HttpRequest.Builder signedIn(String path, String scope) {
        return request(path).header("Authorization", "Bearer " + ISSUER.token(AGENCY, scope));
    }

    /** A request by a row of the table, of an id that nothing has, with a body that says nothing; no token: empty. */
    HttpRequest.Builder to(Access.Rule rule, String token) {
        var request = request(rule.template().replaceAll("\\{[^}]+}", "0190f5f1-0000-7000-8000-000000000000"));
        if (rule.method().equals("POST") || rule.method().equals("PUT")) {
            boolean lines =
                    rule.template().endsWith("/import") || rule.template().endsWith("/batch");
            request.header("Content-Type", lines ? "application/x-ndjson" : "application/json")
                    .method(rule.method(), HttpRequest.BodyPublishers.ofString("{}"));
        } else {
            request.method(rule.method(), HttpRequest.BodyPublishers.noBody());
        }
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    static CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode())
                .as("%s %s", answer.headers().map(), answer.body())
                .isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }

    /** The problem, after checking all that every problem has; more members are named. */
    static JsonNode problem(HttpResponse<String> answer, int status, String code, String... members)
            throws IOException {
        var problem = json(answer, status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        var expected = new ArrayList<>(List.of(members));
        expected.addAll(List.of("type", "title", "status", "detail", "instance", "code", "help", "issues"));
        assertThat(problem.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        assertThat(problem.path("type").asText()).isEqualTo("urn:budkavle:problem:" + code);
        assertThat(problem.path("help").asText()).isEqualTo("/docs/problems/" + code);
        return problem;
    }

    @Override
    public void close() {
        context.close();
    }
}
