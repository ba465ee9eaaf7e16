package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicCheck;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;

/** How topics are set up, on a broker that has none yet. */
@Timeout(60)
class TopicSetupTest {

    private static final TopicOptions CREATE = new TopicOptions(true, 1, 2);
    private static final TopicOptions MUST_EXIST = new TopicOptions(false, 1, 2);

    private static final int PARTITIONS = 6;
    private static final int RECORDS = 20;

    @TempDir
    Path directory;

    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();

    private EmbeddedBroker broker;
    private KafkaSettings kafka;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(directory, LocalPorts.free());
        kafka = new KafkaSettings(broker.bootstrapServers(), "http://unused", Map.of());
    }

    @AfterEach
    void stop() {
        thread.shutdownNow();
        broker.close();
    }

    @Test
    void createsThemOnceWithTheirSettings() throws Exception {
        TopicAdmin.ensure(kafka, CREATE);
        TopicAdmin.ensure(kafka, CREATE);
        TopicAdmin.ensure(kafka, MUST_EXIST);

        try (Admin admin = Admin.create(kafka.clientProperties())) {
            assertThat(admin.listTopics().names().get())
                    .hasSize(Topics.all().size() + Topics.withDeadLetters().size())
                    .contains("messages.express", "messages.express.dlq", "addresses");
            ConfigResource lane = new ConfigResource(ConfigResource.Type.TOPIC, Topics.MESSAGES_NORMAL.name());
            Config settings = admin.describeConfigs(List.of(lane)).all().get().get(lane);
            assertThat(settings.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
            assertThat(settings.get("max.message.bytes").value()).isEqualTo("2097152");
        }
    }

    @Test
    void whatIsCreatedTakesWhatComesInTheOrderInWhichItComes() throws Exception {
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, PARTITIONS));

        Map<TopicPartition, List<Long>> offsets = new ConcurrentHashMap<>();
        List<Exception> refused = new CopyOnWriteArrayList<>();
        Map<String, Object> properties = new HashMap<>(kafka.clientProperties());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        byte[] value = new byte[10];
        try (var producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long number = 0; number < RECORDS; number++) {
                for (Topic<?> topic : Topics.all()) {
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        // Nobody waits for an answer: several are under way.
                        var _ = producer.send(
                                new ProducerRecord<>(topic.name(), partition, value, value), (written, error) -> {
                                    if (error != null) {
                                        refused.add(error);
                                    } else {
                                        offsets.computeIfAbsent(
                                                        new TopicPartition(written.topic(), written.partition()),
                                                        _ -> new CopyOnWriteArrayList<>())
                                                .add(written.offset());
                                    }
                                });
                    }
                }
            }
        }

        assertThat(refused).isEmpty();
        assertThat(offsets).hasSize(Topics.all().size() * PARTITIONS);
        List<Long> inOrder = LongStream.range(0, RECORDS).boxed().toList();
        assertThat(offsets.values()).allSatisfy(of -> assertThat(of).isEqualTo(inOrder));
    }

    @Test
    void waitsForWhatTheBrokerThatIsAskedDoesNotKnowYet() throws Exception {
        List<TopicPartition> late = List.of(new TopicPartition("late", 0));
        try (ListeningAdmin admin = new ListeningAdmin(kafka.clientProperties())) {
            Future<?> waiting = thread.submit(() -> {
                TopicAdmin.awaitLeaders(admin, late);
                return null;
            });
            ListOffsetsResult first = admin.first.get(20, TimeUnit.SECONDS);
            assertThat(first.all())
                    .failsWithin(Duration.ofSeconds(20))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(UnknownTopicOrPartitionException.class);

            admin.createTopics(List.of(new NewTopic("late", 1, (short) 1)))
                    .all()
                    .get();

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    void deadLettersAreKeptAsLongAsIsConfiguredAndNoLonger() throws Exception {
        DeadLetterRetention kept = new DeadLetterRetention(Duration.ofDays(60));
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, 2, kept));

        try (Admin admin = Admin.create(kafka.clientProperties())) {
            assertThat(TopicCheck.compare(admin, kept).differences()).isEmpty();
            for (int days : List.of(59, 61)) {
                assertThat(TopicCheck.compare(admin, new DeadLetterRetention(Duration.ofDays(days)))
                                .differences())
                        .hasSize(Topics.withDeadLetters().size())
                        .allSatisfy(difference -> assertThat(difference.topic()).endsWith(".dlq"));
            }
        }
    }

    @Test
    void saysWhatIsMissingWhereItMayNotCreate() {
        assertThatThrownBy(() -> TopicAdmin.ensure(kafka, MUST_EXIST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("budkavle.topics.create is false")
                .hasMessageContaining("messages.normal");
    }

    @Test
    void refusesTopicsThatAreReadTogetherAndCutDifferently() throws Exception {
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(new NewTopic(Topics.DELIVERIES.name(), 3, (short) 1)))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> TopicAdmin.ensure(kafka, CREATE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("same number of partitions");
    }

    /** Kafka's own, which shows what it answered to the first question for offsets. */
    private static final class ListeningAdmin extends ForwardingAdmin {

        final CompletableFuture<ListOffsetsResult> first = new CompletableFuture<>();

        ListeningAdmin(Map<String, Object> settings) {
            super(settings);
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> ends, ListOffsetsOptions options) {
            ListOffsetsResult offsets = super.listOffsets(ends, options);
            first.complete(offsets);
            return offsets;
        }
    }
}
