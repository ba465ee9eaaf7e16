package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A transaction that was open when the process was killed must end after the restart, or its readers wait for ever.
 *
 * <p>Whether skipping a marker (KAFKA-20734) does that harm is a matter of milliseconds; that the broker skips some at all is
 * not: it did so at 18 of 19 restarts, until it was made to wait for its predecessor's end. So both are looked at.
 */
@Timeout(120)
class KilledTransactionsTest {

    private static final Duration UNTIL_ALL_HAVE_ENDED = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Logger markers =
            (Logger) LoggerFactory.getLogger("kafka.coordinator.transaction.TransactionMarkerChannelManager");
    private final ListAppender<ILoggingEvent> saidOfMarkers = new ListAppender<>();

    @BeforeEach
    void listen() {
        markers.setLevel(Level.INFO);
        markers.addAppender(saidOfMarkers);
        saidOfMarkers.start();
    }

    @AfterEach
    void listenNoMore() {
        markers.detachAppender(saidOfMarkers);
        markers.setLevel(null);
    }

    @Test
    void everyTransactionEndsAfterItsBrokerWasKilled() throws Exception {
        try (var child = ChildJvm.start(Committing.class, directory)) {
            child.awaitLine("committing");
            child.kill();
        }

        try (var broker = EmbeddedBroker.start(directory, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var partitions = partitions(admin);
            await().atMost(UNTIL_ALL_HAVE_ENDED)
                    .untilAsserted(() -> assertThat(ends(admin, partitions, IsolationLevel.READ_COMMITTED))
                            .isEqualTo(ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED)));
            assertThat(stableOffsets(admin))
                    .hasSize(Committing.PRODUCERS)
                    .allSatisfy((group, offsets) -> assertThat(offsets).containsOnlyKeys(Committing.SOURCE));
        }
        assertThat(List.copyOf(saidOfMarkers.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("what the logger says; nothing at all would mean that it has another name now")
                .isNotEmpty()
                .noneMatch(message -> message.contains("can be skipped"));
    }

    /** Those with records of transactions in them: the topic's own, and where groups keep their offsets. */
    private static Collection<TopicPartition> partitions(Admin admin) throws Exception {
        return admin
                .describeTopics(List.of(Committing.TOPIC, Topic.GROUP_METADATA_TOPIC_NAME))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream().map(p -> new TopicPartition(topic.name(), p.partition())))
                .toList();
    }

    /** Where a reader's view ends: for {@code READ_COMMITTED} before the first transaction that is still open. */
    private static Map<TopicPartition, Long> ends(
            Admin admin, Collection<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                .all()
                .get(10, TimeUnit.SECONDS);
        return ends.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue()
                .offset()));
    }

    /** Each group's offsets as Kafka Streams asks for them: a pending transaction in the group makes the call time out. */
    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> stableOffsets(Admin admin) throws Exception {
        Map<String, ListConsumerGroupOffsetsSpec> groups = IntStream.range(0, Committing.PRODUCERS)
                .boxed()
                .collect(Collectors.toMap(Committing::name, i -> new ListConsumerGroupOffsetsSpec()));
        return admin.listConsumerGroupOffsets(
                        groups,
                        new ListConsumerGroupOffsetsOptions()
                                .requireStable(true)
                                .timeoutMs(10_000))
                .all()
                .get(15, TimeUnit.SECONDS);
    }

    /** Producers that commit one small transaction after the other until they are killed. */
    static final class Committing {
        static final String TOPIC = "t";
        static final TopicPartition SOURCE = new TopicPartition(TOPIC, 0);
        static final int PRODUCERS = 24;
        private static final int PARTITIONS = 4;

        public static void main(String[] args) throws Exception {
            // Or the test would wait for a child that has nothing more to say.
            Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            try (var broker = EmbeddedBroker.start(Path.of(args[0]), 0)) {
                try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                    admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                            .all()
                            .get(30, TimeUnit.SECONDS);
                }
                var running = new CountDownLatch(PRODUCERS);
                for (int i = 0; i < PRODUCERS; i++) {
                    String name = name(i);
                    Thread.ofPlatform().daemon().start(() -> commitForEver(broker.bootstrapServers(), name, running));
                }
                running.await();
                ChildJvm.sayAndStay("committing");
            }
        }

        static String name(int producer) {
            return "p-" + producer;
        }

        private static void commitForEver(String bootstrapServers, String name, CountDownLatch running) {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers", bootstrapServers,
                    "transactional.id", name,
                    "transaction.timeout.ms", 5000,
                    "max.block.ms", 20_000,
                    "linger.ms", 0);
            var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
            ConsumerGroupMetadata group = group(bootstrapServers, name);
            producer.initTransactions();
            for (long n = 1; ; n++) {
                producer.beginTransaction();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    var _ = producer.send(new ProducerRecord<>(TOPIC, partition, name, String.valueOf(n)));
                }
                producer.sendOffsetsToTransaction(Map.of(SOURCE, new OffsetAndMetadata(n)), group);
                producer.commitTransaction();
                if (n == 3) {
                    running.countDown();
                }
            }
        }

        /** A group without members, which accepts offsets from anyone. */
        private static ConsumerGroupMetadata group(String bootstrapServers, String name) {
            Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "group.id", name);
            try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
                return consumer.groupMetadata();
            }
        }
    }
}
