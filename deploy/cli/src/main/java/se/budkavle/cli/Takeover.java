package se.budkavle.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

/** Makes the mirrored topics of a site ready for services that are to go on with them: {@link OffsetMove} by partition. */
final class Takeover {

    private static final int IN_ONE_TRANSACTION = 100_000;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int LINGER_MILLIS = 20;

    /** A transaction that follows another one at once is asked to come again; with Kafka's 100 ms most of the time is that. */
    private static final int RETRY_BACKOFF_MILLIS = 10;

    private static final Duration POLL = Duration.ofMillis(200);

    /** So long nothing may come before the end of a partition is reached. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final String site;
    private final long margin;

    /**
     * @param site what MirrorMaker calls the site that is gone
     * @param margin more records than it can have written to a partition after the last one that came over
     */
    Takeover(KafkaSettings kafka, String site, long margin) {
        this.kafka = kafka;
        this.site = site;
        this.margin = margin;
    }

    /**
     * What was done.
     *
     * @param mirrored partitions of which MirrorMaker has written down how far it came
     * @param moved partitions that go on behind a gap
     * @param again records that not everybody had read, and so are written again behind it
     */
    record Result(int mirrored, int moved, long again) {}

    /** Does it; again, it does what was not done yet. */
    Result run() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientProperties());
                KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            requireNobodyRuns(admin);
            Map<TopicPartition, Long> mirrored = mirrored(admin, consumer);
            if (mirrored.isEmpty()) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        "MirrorMaker has copied nothing from %s to here: there is nothing in %s."
                                .formatted(site, MirrorOffsets.topic(site)));
            }
            List<OffsetMove> moves =
                    OffsetMove.plan(ends(admin, partitions(admin)), mirrored, positions(admin), margin);
            Map<String, ConsumerGroupMetadata> groups =
                    KafkaCheckup.APPLICATIONS.stream().collect(Collectors.toMap(each -> each, this::group));
            producer.initTransactions();
            long again = 0;
            for (OffsetMove move : moves) {
                skip(producer, move);
                again += repeat(admin, consumer, producer, groups, move);
            }
            letBrokersStamp(admin);
            return new Result(mirrored.size(), moves.size(), again);
        }
    }

    /** State that is in use must not change under whoever uses it. */
    private static void requireNobodyRuns(Admin admin) throws ExecutionException, InterruptedException {
        var groups = admin.describeConsumerGroups(KafkaCheckup.APPLICATIONS).describedGroups();
        for (var group : groups.entrySet()) {
            try {
                if (!group.getValue().get().members().isEmpty()) {
                    throw new CommandFailure(
                            CommandFailure.FAILED, group.getKey() + " runs here already: stop all services first.");
                }
            } catch (ExecutionException e) {
                // It never ran here, and its positions did not come over.
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
        }
    }

    private Map<TopicPartition, Long> mirrored(Admin admin, KafkaConsumer<byte[], byte[]> consumer)
            throws ExecutionException, InterruptedException {
        String topic = MirrorOffsets.topic(site);
        if (!admin.listTopics().names().get().contains(topic)) {
            return Map.of();
        }
        var read = new MirrorOffsets(site);
        Map<TopicPartition, Long> ends = ends(admin, partitions(admin, Set.of(topic)));
        ends.forEach((partition, end) ->
                read(consumer, partition, 0, end, record -> read.read(record.key(), record.value())));
        return read.offsets();
    }

    /** Ours but for the registries: of those the last state counts, and nothing is known by its offset. */
    private static List<TopicPartition> partitions(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> topics = Stream.concat(
                        Topics.all().stream()
                                .filter(topic -> topic.cleanup() instanceof Topic.Cleanup.Retain)
                                .map(Topic::name),
                        Topics.withDeadLetters().stream().map(Topic::deadLetters))
                .collect(Collectors.toCollection(HashSet::new));
        topics.retainAll(admin.listTopics().names().get());
        return partitions(admin, topics);
    }

    private static List<TopicPartition> partitions(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Map<TopicPartition, Long> ends(Admin admin, Collection<TopicPartition> partitions)
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

    private static Map<String, Map<TopicPartition, Long>> positions(Admin admin)
            throws ExecutionException, InterruptedException {
        Map<String, Map<TopicPartition, Long>> positions = new HashMap<>();
        for (String group : KafkaCheckup.APPLICATIONS) {
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

    /** What is aborted has offsets, and nobody ever reads it. */
    private static void skip(KafkaProducer<byte[], byte[]> producer, OffsetMove move) {
        for (long left = move.gap(); left > 0; left -= IN_ONE_TRANSACTION) {
            producer.beginTransaction();
            for (long i = 0; i < Math.min(left, IN_ONE_TRANSACTION); i++) {
                var _ = producer.send(new ProducerRecord<>(
                        move.partition().topic(), move.partition().partition(), new byte[0], new byte[0]));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Writes behind the gap what not everybody has read, and sends everybody there, both or neither. */
    private static long repeat(
            Admin admin,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            Map<String, ConsumerGroupMetadata> groups,
            OffsetMove move)
            throws ExecutionException, InterruptedException {
        if (move.applications().isEmpty()) {
            return 0;
        }
        TopicPartition partition = move.partition();
        long end = ends(admin, List.of(partition)).getOrDefault(partition, move.target());
        long[] again = {0};
        producer.beginTransaction();
        read(consumer, partition, move.from(), end, record -> {
            var _ = producer.send(new ProducerRecord<>(
                    partition.topic(),
                    partition.partition(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers()));
            again[0]++;
        });
        for (String application : move.applications()) {
            producer.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(end)), Objects.requireNonNull(groups.get(application)));
        }
        producer.commitTransaction();
        return again[0];
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long end,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (consumer.position(partition) < end) {
            var records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        CommandFailure.FAILED,
                        partition
                                + " cannot be read to its end: a transaction is open, or brokers are away. Run it again.");
            }
            // What comes meanwhile, if anything does, is not of the other site.
            records.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .forEach(each);
        }
    }

    /** While messages were mirrored they kept their time; what is accepted here gets that of the broker. */
    private static void letBrokersStamp(Admin admin) throws ExecutionException, InterruptedException {
        var time = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Topics.all().stream()
                        .filter(topic -> topic.time() == Topic.Time.APPEND)
                        .collect(Collectors.toMap(
                                topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                                _ -> List.of(time))))
                .all()
                .get();
    }

    /** What a producer must know of a group, of which only a consumer tells, also one that never reads. */
    private ConsumerGroupMetadata group(String application) {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ConsumerConfig.GROUP_ID_CONFIG, application);
        try (var member = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return member.groupMetadata();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> client = kafka.clientProperties();
        client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "budkavle-takeover");
        client.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        client.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        client.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        client.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
        client.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DERIVED_BYTES);
        return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
