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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.KafkaProbe;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;

/** The properties by which services reach a Kafka that speaks TLS 1.3 and demands certificates: those of SECURITY.md. */
@Timeout(120)
class EncryptedKafkaTest {

    @TempDir
    private Path folder;

    private X509Bundle authority;

    private X509Bundle certificate(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .buildIssuedBy(authority);
    }

    private static Map<String, String> brokerSettings(X509Bundle broker) {
        return Map.of(
                "listener.security.protocol.map", "CLIENT:SSL,CONTROLLER:PLAINTEXT",
                "ssl.client.auth", "required",
                "ssl.enabled.protocols", "TLSv1.3",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key", broker.getPrivateKeyPEM(),
                "ssl.keystore.certificate.chain", broker.getCertificatePathPEM(),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", broker.getRootCertificatePEM());
    }

    @Test
    void servicesReachIt() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned();
        var gateway = certificate("gateway");
        var own = Files.writeString(
                folder.resolve("gateway.pem"), gateway.getPrivateKeyPEM() + gateway.getCertificatePathPEM());
        var trusted = Files.writeString(folder.resolve("authority.pem"), authority.getRootCertificatePEM());
        var trusting = Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", trusted.toString());
        var known = Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", trusted.toString(),
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", own.toString());
        try (var broker = EmbeddedBroker.start(
                folder.resolve("broker"),
                LocalPorts.free(),
                LocalPorts.free(),
                brokerSettings(certificate("broker")))) {
            var settings = settings(broker, known);
            try (var probe = new KafkaProbe(settings, new TopicOptions(true, 1, 1))) {
                await().untilAsserted(() -> assertThat(probe.isReachable()).isTrue());
            }
            assertThat(offsetOfARecord(settings)).isZero();
            assertThatThrownBy(() -> nodes(settings(broker, trusting))).isInstanceOf(ExecutionException.class);
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
}
