package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;

/** Asks a process whether it can do its work. */
interface Probe {

    /** How long an answer may take. */
    Duration PATIENCE = Duration.ofSeconds(2);

    /** Asks once. */
    boolean isReady() throws InterruptedException;

    /** A service says so at {@code /health/readiness}. */
    static Probe http(URI service, HttpClient client) {
        var request = HttpRequest.newBuilder(service.resolve("/health/readiness"))
                .timeout(PATIENCE)
                .build();
        return () -> {
            try {
                return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException notYet) {
                return false;
            }
        };
    }

    /** A broker can be asked for its cluster. */
    static Probe kafka(String bootstrapServers) {
        return kafka(bootstrapServers, nodes -> !nodes.isEmpty());
    }

    /** One of several brokers knows that it takes part in its cluster. */
    static Probe broker(String address, int id) {
        return kafka(address, nodes -> nodes.stream().anyMatch(node -> node.id() == id));
    }

    private static Probe kafka(String bootstrapServers, Predicate<Collection<Node>> isReady) {
        return () -> {
            Map<String, Object> settings = Map.of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    Math.toIntExact(PATIENCE.toMillis()),
                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                    Math.toIntExact(PATIENCE.toMillis()));
            try (Admin admin = Admin.create(settings)) {
                return isReady.test(admin.describeCluster().nodes().get());
            } catch (ExecutionException notYet) {
                return false;
            }
        };
    }
}
