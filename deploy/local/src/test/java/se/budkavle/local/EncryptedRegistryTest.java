package se.budkavle.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SchemaRegistration;
import se.budkavle.schemas.serde.HttpSchemaRegistry;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/** The properties by which services reach a registry over TLS 1.3: those of SECURITY.md. */
@Timeout(120)
class EncryptedRegistryTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    @TempDir
    private Path folder;

    private final int port = LocalPorts.free();
    private final Map<String, String> properties = new HashMap<>();
    private Path trusted;

    @BeforeEach
    void name() {
        trusted = folder.resolve("authorities.pem");
        properties.put("schema.registry.ssl.truststore.type", "PEM");
        properties.put("schema.registry.ssl.truststore.location", trusted.toString());
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned();
    }

    /** As everybody has it who is to trust this authority alone. */
    private void trust(X509Bundle authority) throws IOException {
        Files.writeString(trusted, authority.getCertificatePEM());
    }

    /** With a certificate of this authority. */
    private SchemaRegistryProcess registry(X509Bundle authority) throws Exception {
        var certificate = new CertificateBuilder()
                .subject("CN=registry")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
        var key = Files.writeString(folder.resolve("registry.key"), certificate.getPrivateKeyPEM());
        var chain = Files.writeString(folder.resolve("registry.pem"), certificate.getCertificatePathPEM());
        return SchemaRegistryProcess.start(
                new SchemaRegistryProcess.Settings(
                        new RegistryDistribution(Path.of("target/registry")),
                        folder.resolve("registry"),
                        folder.resolve("registry.log"),
                        LocalPorts.free()),
                List.of(
                        "-Dquarkus.http.ssl-port=" + port,
                        "-Dquarkus.http.ssl.protocols=TLSv1.3",
                        "-Dquarkus.http.ssl.certificate.key-files=" + key,
                        "-Dquarkus.http.ssl.certificate.files=" + chain));
    }

    private String url() {
        return "https://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    @Test
    void itsAuthorityIsTrustedAndANewOneWithoutARestart() throws Exception {
        var old = authority();
        trust(old);
        try (var _ = registry(old)) {
            SchemaRegistration.registerAll(new KafkaSettings("unused:1", url(), properties));

            assertThatThrownBy(() -> HttpSchemaRegistry.at(url()).register("a-value", SCHEMA))
                    .as("the JVM trusts no authority of ours")
                    .isInstanceOf(RegistryUnavailableException.class);
        }
        var fresh = authority();
        try (var _ = registry(fresh)) {
            var same = HttpSchemaRegistry.at(url(), properties);
            assertThatThrownBy(() -> same.register("a-value", SCHEMA)).isInstanceOf(RegistryUnavailableException.class);

            trust(fresh);

            assertThat(same.register("a-value", SCHEMA)).isPositive();
        }
    }
}
