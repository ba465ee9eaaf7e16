package se.budkavle.schemas;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;

/**
 * Knows whether Kafka answers, for a readiness that turns within seconds: Kafka's clients themselves keep silent while
 * brokers are away. Asks every second, so that no health request ever waits.
 */
public final class KafkaProbe implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Admin admin;
    private final ScheduledExecutorService scheduler;
    private volatile boolean reachable;

    /** Begins to ask. */
    @SuppressWarnings("FutureReturnValueIgnored") // it lasts until close, and ask() lets no exception out
    public KafkaProbe(KafkaSettings settings) {
        Map<String, Object> client = settings.clientProperties();
        client.put("client.id", "budkavle-probe");
        client.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        client.put("request.timeout.ms", TIMEOUT_MILLIS);
        admin = Admin.create(client);
        scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("kafka-probe").factory());
        scheduler.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether Kafka answered when it was last asked. */
    public boolean isReachable() {
        return reachable;
    }

    private void ask() {
        try {
            reachable = !admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                    .nodes()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            reachable = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
