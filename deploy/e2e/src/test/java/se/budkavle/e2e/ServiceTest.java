package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those see who run it: health, metrics, descriptions. */
@ExtendWith(BudkavleExtension.class)
class ServiceTest {

    /** 32 bytes in base64, as secret keys are kept. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9+/]{43}=");

    private final Budkavle budkavle;

    ServiceTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @Test
    void everyServiceIsAliveAndReady() {
        for (URI service : budkavle.system().services()) {
            Http.call("GET", service.resolve("/health/liveness")).send().expect(200);
            await(service + " ready").untilAsserted(() -> Http.call("GET", service.resolve("/health/readiness"))
                    .send()
                    .expect(200));
        }
    }

    @Test
    void everyServiceHasItsMetrics() {
        var agency = budkavle.newAgency("agency");
        agency.inbox()
                .waitUntilReceived(agency.sends(message().to(agency.address())).messageId());

        for (URI service : budkavle.system().services()) {
            assertThat(Http.call("GET", service.resolve("/prometheus"))
                            .send()
                            .expect(200)
                            .text())
                    .as("metrics of %s", service)
                    .containsPattern("(?m)^budkavle_[a-z_]+(\\{.*})? [0-9.]+");
        }
    }

    /** What Micronaut could tell, or do, besides: its configuration, with secrets in it, above all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/beans",
                "/caches",
                "/configprops",
                "/endpoints",
                "/env",
                "/env/budkavle.internal.token",
                "/heapdump",
                "/info",
                "/loggers",
                "/metrics",
                "/refresh",
                "/routes",
                "/startup",
                "/stop",
                "/threaddump"
            })
    void noServiceTellsMoreOfItself(String path) {
        for (URI service : budkavle.system().services()) {
            for (var method : List.of("GET", "POST")) {
                assertThat(Http.call(method, service.resolve(path)).send().status())
                        .as("%s %s", method, service.resolve(path))
                        .isIn(401, 404);
            }
        }
    }

    @Test
    void noSecretOfTheInstallationIsLoggedOrTold() throws IOException {
        var secrets = new ArrayList<String>();
        try (var files = Files.walk(budkavle.system().dataDirectory().resolve("keys"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                SECRET.matcher(Files.readString(file)).results().forEach(found -> secrets.add(found.group()));
            }
        }
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(2);
        assertThat(LogCapture.lines()).noneMatch(line -> secrets.stream().anyMatch(line::contains));
        for (URI service : budkavle.system().services()) {
            for (var path : List.of("/health", "/prometheus")) {
                assertThat(Http.call("GET", service.resolve(path)).send().text())
                        .doesNotContain(secrets);
            }
        }
    }

    @Test
    void theApiDescribesItself() {
        var openapi = budkavle.call("GET", "/openapi.yaml").send().expect(200).text();

        assertThat(openapi).startsWith("openapi: 3.").contains("/v1/messages:", "/v1/inbox:", "/v1/subscriptions:");
    }

    @Test
    void theDescriptionIsBrowsable() {
        assertThat(budkavle.call("GET", "/docs").send().status()).isIn(200, 301, 302, 303, 307, 308);
    }

    @Test
    void aProblemIsExplainedWhereItSays() {
        var problem = budkavle.call("GET", "/v1/me").send().expectProblem(401, "unauthenticated");

        var help = URI.create(problem.json().path("help").asText());

        assertThat(Http.call("GET", budkavle.system().gateway().resolve(help))
                        .send()
                        .expect(200)
                        .text())
                .contains("unauthenticated");
    }

    @Test
    void whatIsNotThereIsAProblem() {
        var agency = budkavle.newAgency("agency");

        agency.call("GET", "/v1/nothing").send().expectProblem(404, "not-found");
        agency.call("PATCH", "/v1/messages").json("{}").send().expectProblem(405, "method-not-allowed");
        agency.call("GET", "/v1/me").header("Accept", "image/png").send().expectProblem(406, "not-acceptable");
    }

    @Test
    void aRequestKeepsItsId() {
        var answer = budkavle.call("GET", "/v1/me")
                .header("X-Request-Id", "mitt-id-17")
                .send();

        assertThat(answer.header("X-Request-Id")).isEqualTo("mitt-id-17");
    }
}
