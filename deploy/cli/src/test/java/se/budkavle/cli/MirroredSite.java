package se.budkavle.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import se.budkavle.local.EmbeddedBroker;
import se.budkavle.local.LocalPorts;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;

/** A real broker on which all topics of ours, of one partition each, lie as MirrorMaker leaves them. */
final class MirroredSite implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final EmbeddedBroker broker;
    private final KafkaSettings kafka;
    private final Admin admin;

    MirroredSite(Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory, LocalPorts.free());
        kafka = new KafkaSettings(broker.bootstrapServers(), "http://unused", Map.of());
        admin = Admin.create(kafka.clientProperties());
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, 1));
        // MirrorMaker does not take along that brokers stamp.
        admin.incrementalAlterConfigs(Map.of(
                        resource(Topics.MESSAGES_NORMAL),
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime"),
                                AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** MirrorMaker has written down that it came so far in one topic. */
    void mirrored(String site, String topic, long offset) throws Exception {
        String progress = "mm2-offsets.%s.internal".formatted(site);
        admin.createTopics(List.of(new NewTopic(progress, 1, (short) 1))).all().get();
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(
                            progress,
                            "[\"MirrorSourceConnector\",{\"cluster\":\"%s\",\"partition\":0,\"topic\":\"%s\"}]"
                                    .formatted(site, topic),
                            "{\"offset\":%d}".formatted(offset)))
                    .get();
        }
    }

    /** Records with the keys 0, 1, 2 … came over. */
    void write(String topic, int records) throws Exception {
        try (var producer = producer()) {
            for (int i = 0; i < records; i++) {
                var record = new ProducerRecord<>(topic, 0, 1_000L + i, Integer.toString(i), "value " + i);
                record.headers().add(new RecordHeader("number", new byte[] {(byte) i}));
                producer.send(record).get();
            }
        }
    }

    void delete(String... topics) throws Exception {
        admin.deleteTopics(List.of(topics)).all().get();
    }

    /** The position of a group came over. */
    void position(String group, String topic, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(partition(topic), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    /** Where whichever group goes on in a topic; missing: those that have no position there. */
    Map<String, Long> positions(String topic) throws Exception {
        Map<String, Long> positions = new HashMap<>();
        for (var group : admin.listGroups().all().get()) {
            var position = admin.listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition(topic));
            if (position != null) {
                positions.put(group.groupId(), position.offset());
            }
        }
        return positions;
    }

    long end(String topic) throws Exception {
        return admin.listOffsets(Map.of(partition(topic), OffsetSpec.latest()))
                .partitionResult(partition(topic))
                .get()
                .offset();
    }

    /** What anybody can read of a topic. */
    List<ConsumerRecord<String, String>> read(String topic) throws Exception {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        long end = end(topic);
        try (var consumer = consumer(Map.of())) {
            consumer.assign(List.of(partition(topic)));
            consumer.seekToBeginning(List.of(partition(topic)));
            while (consumer.position(partition(topic)) < end) {
                consumer.poll(POLL).forEach(read::add);
            }
        }
        return read;
    }

    /** Somebody who reads a topic as member of a group, until it is closed. */
    KafkaConsumer<?, ?> member(String group, String topic) {
        var member = consumer(Map.of("group.id", group));
        member.subscribe(List.of(topic));
        while (member.assignment().isEmpty()) {
            member.poll(POLL);
        }
        return member;
    }

    String timestampType(Topic<?> topic) throws Exception {
        return admin.describeConfigs(List.of(resource(topic)))
                .all()
                .get()
                .get(resource(topic))
                .get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                .value();
    }

    /** From now on nobody answers here. */
    void die() {
        broker.close();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }

    private static TopicPartition partition(String topic) {
        return new TopicPartition(topic, 0);
    }

    private static ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(kafka.clientProperties(), new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        Map<String, Object> client = kafka.clientProperties();
        client.put("isolation.level", "read_committed");
        client.put("auto.offset.reset", "earliest");
        client.putAll(more);
        return new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer());
    }
}
