package se.budkavle.chaos.fault;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether every broker has all it should have. */
final class Copies {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Copies() {}

    /** Waits until no partition has fewer copies than it should. */
    static void awaitWhole(String bootstrapServers, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Admin admin =
                Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            while (!areWhole(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("copies were not whole within " + atMost);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static boolean areWhole(Admin admin) throws InterruptedException {
        try {
            var names = admin.listTopics().names().get();
            return admin.describeTopics(names).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.isr().size() == partition.replicas().size());
        } catch (ExecutionException notNow) {
            return false;
        }
    }
}
