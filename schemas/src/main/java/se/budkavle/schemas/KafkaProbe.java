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
import org.apache.kafka.clients.admin.DescribeMetadataQuorumOptions;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumResult;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Knows whether Kafka answers and can take records, for a readiness that turns within seconds: Kafka's clients themselves
 * keep silent while brokers are away. Asks every half second, so that no health request ever waits.
 *
 * <p>A broker that is left alone goes on answering, from what it knew when the others went. So the controllers are asked
 * too, whose majority alone decides; and as many brokers must be there as {@code min.insync.replicas} wants.
 */
public final class KafkaProbe implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int TIMEOUT_MILLIS = 1_800;

    /** A frozen broker is not waited for: another one is asked within the time-out. */
    private static final int REQUEST_TIMEOUT_MILLIS = 600;

    private final Admin admin;
    private final int enoughBrokers;
    private final ScheduledExecutorService scheduler;
    private volatile boolean reachable;

    /**
     * Begins to ask.
     *
     * @param topics says how many brokers must have a record
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it lasts until close, and ask() lets no exception out
    public KafkaProbe(KafkaSettings settings, TopicOptions topics) {
        enoughBrokers = topics.minInSyncReplicas();
        Map<String, Object> client = settings.clientProperties();
        client.put("client.id", "budkavle-probe");
        client.put("default.api.timeout.ms", TIMEOUT_MILLIS);
        client.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        admin = Admin.create(client);
        scheduler = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("kafka-probe").factory());
        scheduler.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether Kafka answered, and could take records, when it was last asked. */
    public boolean isReachable() {
        return reachable;
    }

    private void ask() {
        try {
            // Both at once: together they take no longer than one.
            var cluster = admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS));
            var quorum = admin.describeMetadataQuorum(new DescribeMetadataQuorumOptions().timeoutMs(TIMEOUT_MILLIS));
            boolean enough =
                    cluster.nodes().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).size() >= enoughBrokers;
            reachable = enough && decides(quorum);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            reachable = false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the controllers have a majority; who may not ask must do without. */
    private static boolean decides(DescribeMetadataQuorumResult quorum)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return quorum.quorumInfo()
                            .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                            .leaderId()
                    >= 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException || e.getCause() instanceof UnsupportedVersionException) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
