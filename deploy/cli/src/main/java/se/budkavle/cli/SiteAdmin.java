package se.budkavle.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import se.budkavle.schemas.KafkaSettings;

/** Kafka of the site that takes over, as its administrators see it. */
final class SiteAdmin implements AutoCloseable {

    private final Admin admin;

    SiteAdmin(KafkaSettings kafka) {
        admin = Admin.create(kafka.clientProperties());
    }

    /** All topics but Kafka's own. */
    Set<String> topics() throws ExecutionException, InterruptedException {
        return admin.listTopics().names().get();
    }

    /** The partitions of these topics, all of which are there. */
    List<TopicPartition> partitions(Collection<String> topics) throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** Where these partitions end; what is not committed counts too. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    /** Those of these applications that somebody runs here. */
    Set<String> running(Collection<String> applications) throws ExecutionException, InterruptedException {
        Set<String> running = new TreeSet<>();
        for (var group :
                admin.describeConsumerGroups(applications).describedGroups().entrySet()) {
            try {
                if (!group.getValue().get().members().isEmpty()) {
                    running.add(group.getKey());
                }
            } catch (ExecutionException e) {
                // It never ran here, and its positions did not come over.
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return running;
    }

    /** How far these applications have read, by their group. */
    Map<String, Map<TopicPartition, Long>> positions(Collection<String> applications)
            throws ExecutionException, InterruptedException {
        Map<String, Map<TopicPartition, Long>> positions = new HashMap<>();
        for (String group : applications) {
            Map<TopicPartition, Long> own = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, position) -> {
                        if (position != null) {
                            own.put(partition, position.offset());
                        }
                    });
            positions.put(group, own);
        }
        return positions;
    }

    /** Has brokers stamp what is written to these topics. */
    void letBrokersStamp(Collection<String> topics) throws ExecutionException, InterruptedException {
        var time = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(topics.stream()
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), _ -> List.of(time))))
                .all()
                .get();
    }

    @Override
    public void close() {
        admin.close();
    }
}
