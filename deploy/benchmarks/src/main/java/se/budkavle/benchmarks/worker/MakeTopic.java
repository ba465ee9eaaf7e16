package se.budkavle.benchmarks.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import se.budkavle.schemas.TopicAdmin;

/**
 * Makes a topic for the bare thing, with as many partitions as those of the system; returns when each can be written to.
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
            TopicAdmin.awaitLeaders(
                    admin,
                    IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .toList());
            return Outcome.DONE;
        }
    }
}
