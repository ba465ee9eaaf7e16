package se.budkavle.local.dev;

import io.micronaut.context.annotation.Property;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;

/** In the local system the gateway is ready when router and notifier are, so that one address tells about all three. */
@Singleton
@Readiness
final class NeighboursHealth implements HealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final URI router;
    private final URI notifier;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    NeighboursHealth(
            @Property(name = "budkavle.local.router-url") String router,
            @Property(name = "budkavle.local.notifier-url") String notifier) {
        this.router = readiness(router);
        this.notifier = readiness(notifier);
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.fromCompletableFuture(
                () -> isReady(router).thenCombine(isReady(notifier), NeighboursHealth::result));
    }

    private static HealthResult result(boolean router, boolean notifier) {
        return HealthResult.builder("neighbours", router && notifier ? HealthStatus.UP : HealthStatus.DOWN)
                .details(Map.of("router", word(router), "notifier", word(notifier)))
                .build();
    }

    private static String word(boolean ready) {
        return (ready ? HealthStatus.UP : HealthStatus.DOWN).getName();
    }

    private CompletableFuture<Boolean> isReady(URI uri) {
        return client.sendAsync(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() == 200)
                .exceptionally(unreachable -> false);
    }

    private static URI readiness(String base) {
        return URI.create(base + "/health/readiness");
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
