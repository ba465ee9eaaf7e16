package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class EmbeddedBrokerTest {

    private static final TopicPartition TOPIC = new TopicPartition("t", 0);

    @TempDir
    Path directory;

    @Test
    void keepsItsRecordsAndItsIdentityOverARestart() throws Exception {
        String clusterId;
        try (var broker = EmbeddedBroker.start(directory, 0)) {
            write(broker, 3);
            clusterId = clusterId(broker);
        }

        try (var broker = EmbeddedBroker.start(directory, 0)) {
            assertThat(read(broker, 3)).containsExactly("0", "1", "2");
            assertThat(clusterId(broker)).isEqualTo(clusterId);
        }
    }

    @Test
    void warnsOfNothing() throws Exception {
        try (var child = ChildJvm.start(RestartedBroker.class, directory)) {
            assertThat(child.awaitLine("warned")).isEqualTo("[]");
        }
    }

    @Test
    void keepsWhatItAcknowledgedWhenItsProcessIsKilled() throws Exception {
        try (var child = ChildJvm.start(KilledBroker.class, directory)) {
            child.awaitLine("acknowledged");
            child.kill();
        }

        try (var broker = EmbeddedBroker.start(directory, 0)) {
            assertThat(read(broker, KilledBroker.RECORDS)).hasSize(KilledBroker.RECORDS);
        }
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(LocalPorts.free(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("Port %d, for Kafka, is taken", taken.getLocalPort());
        }
    }

    @Test
    void takesAnotherPortForItsControllerIfThatWasTakenSinceItWasChosen() throws Exception {
        try (var taken = new ServerSocket(LocalPorts.free(), 1, InetAddress.getLoopbackAddress());
                var broker = EmbeddedBroker.start(directory, LocalPorts.free(), taken.getLocalPort())) {
            write(broker, 1);

            assertThat(read(broker, 1)).containsExactly("0");
        }
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        Files.writeString(directory.resolve("meta.properties"), "version=1\nnode.id=2\ncluster.id=c\n");

        assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("with its log in %s", directory)
                .hasMessageContaining("Stored node id 2");
    }

    /** Writes records until it is killed. */
    static final class KilledBroker {
        static final int RECORDS = 50;

        public static void main(String[] args) throws Exception {
            try (var broker = EmbeddedBroker.start(Path.of(args[0]), 0)) {
                write(broker, RECORDS);
                ChildJvm.sayAndStay("acknowledged");
            }
        }
    }

    /** Starts, is used and stops, twice, and says what was warned of meanwhile: in a JVM of its own, as other tests make Kafka warn. */
    static final class RestartedBroker {

        public static void main(String[] args) throws Exception {
            ListAppender<ILoggingEvent> log = listenToLog();
            for (int start = 0; start < 2; start++) {
                try (var broker = EmbeddedBroker.start(Path.of(args[0]), 0)) {
                    if (start == 0) {
                        write(broker, 3);
                    }
                    read(broker, 3);
                }
            }
            ChildJvm.sayAndStay("warned "
                    + log.list.stream()
                            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                            .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                            .toList());
        }
    }

    private static void write(EmbeddedBroker broker, int records) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all", "linger.ms", 0);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC.topic(), "k", String.valueOf(i)))
                        .get(30, TimeUnit.SECONDS);
            }
        }
    }

    /** The values from the beginning, as soon as there are so many. */
    private static List<String> read(EmbeddedBroker broker, int records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            while (values.size() < records) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static String clusterId(EmbeddedBroker broker) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
        }
    }

    private static ListAppender<ILoggingEvent> listenToLog() {
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(appender);
        return appender;
    }
}
