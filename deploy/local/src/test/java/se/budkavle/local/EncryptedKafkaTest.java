package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.KafkaProbe;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** The properties by which services reach a Kafka that speaks TLS 1.3 and demands certificates: those of SECURITY.md. */
@Timeout(120)
class EncryptedKafkaTest {

    @TempDir
    private Path folder;

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned();
    }

    private static X509Bundle certificate(String name, X509Bundle authority) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .buildIssuedBy(authority);
    }

    /** Has a certificate of this authority, and trusts no other. */
    private EmbeddedBroker broker(int port, X509Bundle authority) throws Exception {
        var certificate = certificate("broker", authority);
        return EmbeddedBroker.start(
                folder.resolve("broker"),
                port,
                LocalPorts.free(),
                Map.of(
                        "listener.security.protocol.map", "CLIENT:SSL,CONTROLLER:PLAINTEXT",
                        "ssl.client.auth", "required",
                        "ssl.enabled.protocols", "TLSv1.3",
                        "ssl.keystore.type", "PEM",
                        "ssl.keystore.key", certificate.getPrivateKeyPEM(),
                        "ssl.keystore.certificate.chain", certificate.getCertificatePathPEM(),
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.certificates", certificate.getRootCertificatePEM()));
    }

    /** A client's files, and the properties of SECURITY.md that name them. */
    private record ClientFiles(Path own, Path trusted) {

        ClientFiles(Path folder, X509Bundle authority) throws Exception {
            this(folder.resolve("own.pem"), folder.resolve("authorities.pem"));
            write(authority);
        }

        /** A new certificate of this authority, who alone is trusted. */
        void write(X509Bundle authority) throws Exception {
            var certificate = certificate("gateway", authority);
            Files.writeString(own, certificate.getPrivateKeyPEM() + certificate.getCertificatePathPEM());
            Files.writeString(trusted, authority.getCertificatePEM());
        }

        Map<String, String> trusting() {
            return Map.of(
                    "security.protocol", "SSL",
                    "ssl.truststore.type", "PEM",
                    "ssl.truststore.location", trusted.toString());
        }

        Map<String, String> known() {
            var properties = new HashMap<>(trusting());
            properties.put("ssl.keystore.type", "PEM");
            properties.put("ssl.keystore.location", own.toString());
            return properties;
        }
    }

    @Test
    void servicesReachIt() throws Exception {
        var authority = authority();
        var files = new ClientFiles(Files.createDirectory(folder.resolve("client")), authority);
        try (var broker = broker(LocalPorts.free(), authority)) {
            var settings = settings(broker, files.known());
            try (var probe = new KafkaProbe(settings, new TopicOptions(true, 1, 1))) {
                await().untilAsserted(() -> assertThat(probe.isReachable()).isTrue());
            }
            assertThat(offsetOfARecord(settings)).isZero();
            assertThatThrownBy(() -> nodes(settings(broker, files.trusting()))).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void newCertificatesHoldWithoutARestartOfWhatRuns() throws Exception {
        var old = authority();
        var fresh = authority();
        var files = new ClientFiles(Files.createDirectory(folder.resolve("client")), old);
        var left = new ClientFiles(Files.createDirectory(folder.resolve("left")), old);
        int port = LocalPorts.free();
        var broker = broker(port, old);
        try (var clients = new RunningClients(settings(broker, files.known()), folder.resolve("state"))) {
            clients.pass("before");

            files.write(fresh);
            broker.close();
            broker = broker(port, fresh);

            clients.pass("after");
            var withOldOnes = settings(broker, left.known());
            assertThatThrownBy(() -> nodes(withOldOnes)).isInstanceOf(ExecutionException.class);
        } finally {
            broker.close();
        }
    }

    private static KafkaSettings settings(EmbeddedBroker broker, Map<String, String> properties) {
        return new KafkaSettings(broker.bootstrapServers(), "http://localhost:1", properties);
    }

    private static int nodes(KafkaSettings settings) throws Exception {
        var client = settings.clientProperties();
        client.put("request.timeout.ms", 1_000);
        client.put("default.api.timeout.ms", 1_000);
        try (var admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get(30, TimeUnit.SECONDS).size();
        }
    }

    private static long offsetOfARecord(KafkaSettings settings) throws Exception {
        try (var admin = Admin.create(settings.clientProperties())) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
        try (var producer =
                new KafkaProducer<>(settings.clientProperties(), new StringSerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>("t", "k", "v".getBytes(StandardCharsets.UTF_8)))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }

    /** One of each kind that services have: admin, producer, consumer, and a stream from the one topic to the other. */
    private static final class RunningClients implements AutoCloseable {

        private static final String IN = "in";
        private static final String OUT = "out";

        private final Admin admin;
        private final Producer<String, byte[]> producer;
        private final Consumer<String, byte[]> consumer;
        private final KafkaStreams streams;

        RunningClients(KafkaSettings settings, Path state) throws Exception {
            admin = Admin.create(settings.clientProperties());
            admin.createTopics(List.of(new NewTopic(IN, 1, (short) 1), new NewTopic(OUT, 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            producer =
                    new KafkaProducer<>(settings.clientProperties(), new StringSerializer(), new ByteArraySerializer());
            consumer = new KafkaConsumer<>(
                    settings.clientProperties(), new StringDeserializer(), new ByteArrayDeserializer());
            var all = List.of(new TopicPartition(OUT, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            var topology = new StreamsBuilder();
            topology.stream(IN).to(OUT);
            streams = new KafkaStreams(
                    topology.build(),
                    new StreamsSettings("stream", "1", state, null, 1, 0, 1, 20, 10, 1 << 20)
                            .atLeastOnce(settings, PoisonListener.NONE));
            streams.start();
        }

        /** Comes out where it should when it is sent; all of them are needed for that. */
        void pass(String what) throws Exception {
            producer.send(new ProducerRecord<>(IN, what, new byte[0])).get(30, TimeUnit.SECONDS);
            await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> assertThat(consumer.poll(Duration.ofMillis(100)))
                    .extracting(ConsumerRecord::key)
                    .contains(what));
            assertThat(admin.describeCluster().nodes().get(30, TimeUnit.SECONDS))
                    .hasSize(1);
        }

        @Override
        public void close() {
            streams.close(Duration.ofSeconds(10));
            consumer.close();
            producer.close();
            admin.close();
        }
    }
}
