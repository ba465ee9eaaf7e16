package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.local.EmbeddedBroker;
import se.budkavle.local.LocalPorts;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicAdmin;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;

/** {@code budkavle takeover} on a real broker, on which everything lies as MirrorMaker leaves it. */
@Timeout(120)
class TakeoverTest {

    private static final String MAILBOX = "budkavle-mailbox";
    private static final String VIEWS = "budkavle-views";
    private static final TopicPartition DELIVERIES = new TopicPartition(Topics.DELIVERIES.name(), 0);
    private static final TopicPartition ADDRESSES = new TopicPartition(Topics.ADDRESSES.name(), 0);
    private static final TopicPartition OF_THE_MIRROR = new TopicPartition("mm2-offsets.A.internal", 0);

    /** The lost site's offset of the last delivery that came over: more than here, as ends of transactions are not copied. */
    private static final long LAST_AT_A = 130;

    private static final long MARGIN = 50;
    private static final long TARGET = LAST_AT_A + 1 + MARGIN;
    private static final int RECORDS = 5;
    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EmbeddedBroker broker;
    private KafkaSettings kafka;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(directory, LocalPorts.free());
        kafka = new KafkaSettings(broker.bootstrapServers(), "http://unused", Map.of());
        admin = Admin.create(kafka.clientProperties());
        TopicAdmin.ensure(kafka, new TopicOptions(true, 1, 1));
        // MirrorMaker does not take along that brokers stamp.
        alter(Topics.MESSAGES_NORMAL.name(), TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        write(DELIVERIES, RECORDS);
        write(ADDRESSES, RECORDS);
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void whatNotEverybodyHadReadComesAgainBeyondTheLostSitesOffsets() throws Exception {
        mirrored();
        position(MAILBOX, 3);
        position(VIEWS, RECORDS);

        assertThat(takeover()).isZero();

        List<ConsumerRecord<String, String>> all = read(DELIVERIES);
        assertThat(all).extracting(ConsumerRecord::key).containsExactly("0", "1", "2", "3", "4", "3", "4");
        assertThat(positions()).containsOnlyKeys(MAILBOX, VIEWS);
        assertThat(positions().values())
                .allMatch(position ->
                        position >= TARGET && position <= all.get(RECORDS).offset());
        assertThat(all.subList(RECORDS, RECORDS + 2)).zipSatisfy(all.subList(3, RECORDS), (copy, record) -> {
            assertThat(copy.value()).isEqualTo(record.value());
            assertThat(copy.timestamp()).isEqualTo(record.timestamp());
            assertThat(copy.headers()).isEqualTo(record.headers());
        });
        assertThat(out.toString()).contains("1 partitions came over from A.", "2 records that not everybody had read");
    }

    @Test
    void whatEverybodyHadReadDoesNotComeAgain() throws Exception {
        mirrored();
        position(MAILBOX, RECORDS);

        assertThat(takeover()).isZero();

        assertThat(read(DELIVERIES)).hasSize(RECORDS);
        assertThat(positions()).containsOnlyKeys(MAILBOX);
        assertThat(positions().get(MAILBOX)).isGreaterThanOrEqualTo(TARGET);
    }

    @Test
    void runAgainItDoesNothing() throws Exception {
        mirrored();
        position(MAILBOX, 3);
        assertThat(takeover()).isZero();
        List<Long> offsets = offsets();
        Map<String, Long> positions = positions();

        assertThat(takeover()).isZero();

        assertThat(out.toString())
                .endsWith(
                        "0 of them go on beyond its offsets; 0 records that not everybody had read were written again there."
                                + " Services may start.%n".formatted());
        assertThat(offsets()).isEqualTo(offsets);
        assertThat(positions()).isEqualTo(positions);
    }

    @Test
    void anInterruptedOneIsFinishedByTheNext() throws Exception {
        mirrored();
        position(MAILBOX, RECORDS);
        assertThat(takeover()).isZero();
        // As if it had ended after the gap, before positions were moved.
        position(MAILBOX, 3);

        assertThat(takeover()).isZero();

        List<Long> offsets = offsets();
        assertThat(offsets).hasSize(RECORDS + 2);
        assertThat(positions().get(MAILBOX)).isBetween(TARGET, offsets.get(RECORDS));
    }

    @Test
    void whereNothingCameOverThereIsAGapToo() throws Exception {
        mirrored();

        assertThat(takeover()).isZero();

        assertThat(end(new TopicPartition(Topics.EVENTS.name(), 0))).isGreaterThanOrEqualTo(MARGIN);
        assertThat(end(new TopicPartition(Topics.EVENTS.deadLetters(), 0))).isGreaterThanOrEqualTo(MARGIN);
    }

    @Test
    void registriesStayAsTheyAre() throws Exception {
        mirrored();

        assertThat(takeover()).isZero();

        assertThat(end(ADDRESSES)).isEqualTo(RECORDS);
        assertThat(end(new TopicPartition(Topics.CONTENT_KEYS.name(), 0))).isZero();
    }

    @Test
    void brokersStampWhatIsAcceptedFromNowOn() throws Exception {
        mirrored();

        assertThat(takeover()).isZero();

        for (var lane : List.of(Topics.MESSAGES_EXPRESS, Topics.MESSAGES_NORMAL, Topics.MESSAGES_BULK)) {
            assertThat(setting(lane.name(), TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                    .isEqualTo("LogAppendTime");
        }
        assertThat(setting(Topics.DELIVERIES.name(), TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))
                .isEqualTo("CreateTime");
    }

    @Test
    void itRefusesWhereNothingWasMirrored() throws Exception {
        position(MAILBOX, 3);

        assertThat(takeover()).isEqualTo(CommandFailure.FAILED);

        assertThat(err.toString()).contains("copied nothing from A", "mm2-offsets.A.internal");
        assertThat(end(DELIVERIES)).isEqualTo(RECORDS);
        assertThat(positions()).isEqualTo(Map.of(MAILBOX, 3L));
    }

    @Test
    void itRefusesWhatWasMirroredFromElsewhere() throws Exception {
        mirrored();

        assertThat(takeover("--from", "C")).isEqualTo(CommandFailure.FAILED);

        assertThat(err.toString()).contains("copied nothing from C");
        assertThat(end(DELIVERIES)).isEqualTo(RECORDS);
    }

    @Test
    void itRefusesWhereATopicDidNotComeOverUnlessThereWasNone() throws Exception {
        mirrored();
        admin.deleteTopics(List.of(Topics.CONTENT_KEYS.name(), Topics.COMMAND_RESULTS.name()))
                .all()
                .get();

        assertThat(takeover()).isEqualTo(CommandFailure.FAILED);

        assertThat(err.toString()).contains("did not come over: content-keys.", "--without");
        assertThat(end(DELIVERIES)).isEqualTo(RECORDS);
        assertThat(takeover("--from", "A", "--margin", "50", "--without", "content-keys"))
                .isZero();
        assertThat(end(DELIVERIES)).isGreaterThanOrEqualTo(TARGET);
    }

    @Test
    void itRefusesWhileAServiceRuns() throws Exception {
        mirrored();
        try (var running = consumer(Map.of("group.id", MAILBOX))) {
            running.subscribe(List.of(DELIVERIES.topic()));
            while (running.assignment().isEmpty()) {
                running.poll(POLL);
            }

            assertThat(takeover()).isEqualTo(CommandFailure.FAILED);
        }

        assertThat(err.toString()).contains(MAILBOX, "stop all services first");
        assertThat(end(DELIVERIES)).isEqualTo(RECORDS);
    }

    @Test
    void aNegativeMarginIsWrongUse() {
        assertThat(takeover("--from", "A", "--margin", "-1")).isEqualTo(CommandFailure.USAGE);
        assertThat(err.toString()).contains("--margin");
    }

    @Test
    void itSaysWhereKafkaDoesNotAnswer() throws Exception {
        mirrored();
        broker.close();

        assertThat(takeover(
                        "--from",
                        "A",
                        "--kafka-property",
                        "request.timeout.ms=500",
                        "--kafka-property",
                        "default.api.timeout.ms=1000"))
                .isEqualTo(CommandFailure.UNREACHABLE);
        assertThat(err.toString()).contains(kafka.bootstrapServers(), "Run it again");
    }

    private int takeover() {
        return takeover("--from", "A", "--margin", Long.toString(MARGIN));
    }

    private int takeover(String... arguments) {
        List<String> all = new ArrayList<>(List.of("takeover", "--bootstrap-servers", kafka.bootstrapServers()));
        all.addAll(List.of(arguments));
        return Budkavle.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    /** What MirrorMaker writes down of how far it came: one partition had something to copy. */
    private void mirrored() throws Exception {
        admin.createTopics(List.of(new NewTopic(OF_THE_MIRROR.topic(), 1, (short) 1)))
                .all()
                .get();
        try (var producer = producer()) {
            producer.send(new ProducerRecord<>(
                            OF_THE_MIRROR.topic(),
                            "[\"MirrorSourceConnector\",{\"cluster\":\"A\",\"partition\":0,\"topic\":\"%s\"}]"
                                    .formatted(DELIVERIES.topic()),
                            "{\"offset\":%d}".formatted(LAST_AT_A)))
                    .get();
        }
    }

    private void write(TopicPartition partition, int records) throws Exception {
        try (var producer = producer()) {
            for (int i = 0; i < records; i++) {
                var record = new ProducerRecord<>(
                        partition.topic(), partition.partition(), 1_000L + i, Integer.toString(i), "value " + i);
                record.headers().add(new RecordHeader("number", new byte[] {(byte) i}));
                producer.send(record).get();
            }
        }
    }

    private void position(String group, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(group, Map.of(DELIVERIES, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    /** Where applications go on in the deliveries. */
    private Map<String, Long> positions() throws Exception {
        Map<String, Long> positions = new HashMap<>();
        for (String group : KafkaCheckup.APPLICATIONS) {
            var position = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(DELIVERIES);
            if (position != null) {
                positions.put(group, position.offset());
            }
        }
        return positions;
    }

    private long end(TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Where the deliveries lie that anybody can read. */
    private List<Long> offsets() throws Exception {
        return read(DELIVERIES).stream().map(ConsumerRecord::offset).toList();
    }

    private List<ConsumerRecord<String, String>> read(TopicPartition partition) throws Exception {
        List<ConsumerRecord<String, String>> read = new ArrayList<>();
        long end = end(partition);
        try (var consumer = consumer(Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(read::add);
            }
        }
        return read;
    }

    private void alter(String topic, String name, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private String setting(String topic, String name) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
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
