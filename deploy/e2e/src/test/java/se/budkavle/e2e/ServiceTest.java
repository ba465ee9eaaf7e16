package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static se.budkavle.e2e.Draft.message;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What those see who run it: health, metrics, descriptions. */
@ExtendWith(BudkavleExtension.class)
class ServiceTest {

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
