package se.budkavle.benchmarks.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How long a consumer group takes from now until it has committed all that is in a topic now; the count is what it still had
 * before it.
 *
 * @param bootstrapServers the broker
 * @param group the consumer group
 * @param topic what it reads
 * @param patienceMillis how long to go on while it commits nothing
 */
public record Progress(String bootstrapServers, String group, String topic, long patienceMillis) implements Task {

    private static final long PAUSE_MILLIS = 20;

    @Override
    public Outcome run(Site site) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            Map<TopicPartition, Long> ends = ends(admin);
            long began = System.nanoTime();
            long behind = behind(admin, ends);
            long left = behind;
            long moved = began;
            while (left > 0) {
                Thread.sleep(PAUSE_MILLIS);
                long now = behind(admin, ends);
                if (now != left) {
                    moved = System.nanoTime();
                    left = now;
                } else if (System.nanoTime() - moved > TimeUnit.MILLISECONDS.toNanos(patienceMillis)) {
                    break;
                }
            }
            return new Outcome(behind - left, (moved - began) / 1e9, null, Map.of("left", left));
        }
    }

    private Map<TopicPartition, Long> ends(Admin admin) throws ExecutionException, InterruptedException {
        var description = Objects.requireNonNull(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .get();
        var wanted = description.partitions().stream()
                .collect(Collectors.toMap(
                        each -> new TopicPartition(topic, each.partition()), _ -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private long behind(Admin admin, Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        var committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long behind = 0;
        for (var end : ends.entrySet()) {
            var at = committed.get(end.getKey());
            behind += end.getValue() - (at == null ? 0 : Math.min(end.getValue(), at.offset()));
        }
        return behind;
    }
}
