package se.budkavle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.router.topology.TestBroker;

/** The process: starts from nothing, says how it is, and notices that Kafka is gone. */
class RouterApplicationTest {

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void isReadyWhenItRunsAndNoLongerWhenKafkaIsGone() throws Exception {
        try (TestRegistry registry = new TestRegistry();
                TestBroker broker = new TestBroker(directory.resolve("broker"));
                ApplicationContext context = RouterApplication.start(Map.of(
                        "budkavle.kafka.bootstrap-servers", broker.bootstrapServers(),
                        "budkavle.kafka.schema-registry-url", registry.url(),
                        "budkavle.topics.partitions", 1,
                        "budkavle.router.port", 0,
                        "budkavle.router.streams.state-directory",
                                directory.resolve("state").toString()))) {
            URI base = context.getBean(EmbeddedServer.class).getURI();
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            get(base, "/health/readiness").statusCode())
                    .isEqualTo(200));
            assertThat(get(base, "/health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(base, "/prometheus").body())
                    .contains("budkavle_router_parked{lane=\"express\"}", "budkavle_router_subscriptions");

            broker.stop();

            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(
                            get(base, "/health/readiness").statusCode())
                    .isEqualTo(503));
            assertThat(get(base, "/health/liveness").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void leavesNothingWhereItsClassPathIsNotWhole() {
        assertThatThrownBy(() -> RouterApplication.start(Map.of(
                        IncompleteClassPath.PROPERTY,
                        true,
                        "budkavle.router.streams.state-directory",
                        directory.resolve("state").toString())))
                .isInstanceOf(NoClassDefFoundError.class);

        assertThat(IncompleteClassPath.closed).isTrue();
    }

    private HttpResponse<String> get(URI base, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
