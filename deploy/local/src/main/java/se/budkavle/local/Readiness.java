package se.budkavle.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Waits until the gateway says that everything is ready, as a load balancer would before it lets anybody in. */
final class Readiness {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Readiness() {}

    /**
     * Waits.
     *
     * @throws StartFailure where it is not ready in time
     */
    static void await(URI gateway) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            while (!isReady(client, gateway)) {
                if (System.nanoTime() > deadline) {
                    throw new StartFailure("The services did not become ready within %d s; %s says which."
                            .formatted(PATIENCE.toSeconds(), gateway.resolve("/health/readiness")));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted.", e);
        }
    }

    private static boolean isReady(HttpClient client, URI gateway) throws InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/health/readiness"))
                .timeout(PATIENCE)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
