package se.budkavle.benchmarks.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes a topic for the bare thing, with as many partitions as those of the system; returns when each can be written to. Who writes
 * before that without waiting for answers may see the first batch refused and the next taken, and the first can never follow then:
 * the broker knows nothing of its producer yet, and takes any number for the first.
 *
 * @param bootstrapServers the broker
 * @param topic its name
 * @param partitions of it
 */
public record MakeTopic(String bootstrapServers, String topic, int partitions) implements Task {

    @Override
    public Outcome run(Site site) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
            // Answered by the leaders themselves; a topic's description is known sooner.
            admin.listOffsets(IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())))
                    .all()
                    .get();
            return Outcome.DONE;
        }
    }
}
