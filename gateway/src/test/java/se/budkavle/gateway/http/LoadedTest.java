package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that has just been started, and has not read the registries yet: nothing stands behind it that it could read. */
class LoadedTest {

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(Map.of("budkavle.gateway.registry.answer-while-loading", "false"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/inbox, inbox:read",
        "/v1/inbox?address=function:0203:agency.se, inbox:read",
        "/v1/addresses/0203:agency.se, addresses:write",
        "/v1/subscriptions/0198a1c0-0000-7000-8000-000000000001/notifications, subscriptions:write"
    })
    void whatMayBeThereIsNotSaidToBeMissing(String path, String scope) throws Exception {
        var answer = send(gateway.signedIn(path, scope));

        problem(answer, 503, "unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void whoMayNotAskIsToldSo() throws Exception {
        problem(send(gateway.request("/v1/inbox")), 401, "unauthenticated");
    }

    @Test
    void itLives() throws Exception {
        assertThat(send(gateway.request("/health/liveness")).statusCode()).isEqualTo(200);
    }
}
