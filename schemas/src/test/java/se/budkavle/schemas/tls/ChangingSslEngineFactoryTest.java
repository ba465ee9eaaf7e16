package se.budkavle.schemas.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What connections are made with while the files change, and while they cannot be used. */
class ChangingSslEngineFactoryTest {

    private static final X509Bundle AUTHORITY = made(() -> new CertificateBuilder()
            .subject("CN=Authority")
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
            .buildSelfSigned());
    private static final X509Bundle FIRST = certificate();
    private static final X509Bundle SECOND = certificate();
    private static final String CANARY = "canary";

    private final Logger logger = (Logger) LoggerFactory.getLogger(StoreFiles.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    private Path folder;

    private Path own;
    private Path trusted;

    @BeforeEach
    void write() throws IOException {
        own = Files.writeString(folder.resolve("own.pem"), pem(FIRST));
        trusted = Files.writeString(folder.resolve("trusted.pem"), AUTHORITY.getCertificatePEM());
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
    }

    private static X509Bundle made(Callable<X509Bundle> making) {
        try {
            return making.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateBuilder template() {
        return new CertificateBuilder().subject("CN=gateway");
    }

    private static X509Bundle certificate() {
        return made(() -> template().buildIssuedBy(AUTHORITY));
    }

    private static String pem(X509Bundle bundle) {
        return bundle.getPrivateKeyPEM() + bundle.getCertificatePathPEM();
    }

    /** As a client of Kafka with these properties makes one. */
    private static ChangingSslEngineFactory configured(Map<String, String> properties) {
        var definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        var factory = new ChangingSslEngineFactory();
        factory.configure(definition.parse(properties));
        return factory;
    }

    private ChangingSslEngineFactory client() {
        return configured(Map.of(
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.location",
                own.toString(),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                trusted.toString()));
    }

    private static Certificate shown(ChangingSslEngineFactory factory) throws Exception {
        var keys = factory.keystore();
        for (var alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                return keys.getCertificate(alias);
            }
        }
        throw new AssertionError("no key");
    }

    private void replace(Path file, String text) throws IOException {
        Files.move(
                Files.writeString(folder.resolve("new"), text),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatDoesNotChangeIsReadOnce() {
        var store = client().keystore();

        assertThat(client().keystore()).as("another client's").isSameAs(store);
    }

    @Test
    void aReplacedFileHoldsForTheNextConnection() throws Exception {
        var client = client();
        assertThat(shown(client)).isEqualTo(FIRST.getCertificate());

        replace(own, pem(SECOND));

        assertThat(shown(client)).isEqualTo(SECOND.getCertificate());
        assertThat(logged.list).singleElement().asString().contains("new certificates");
    }

    @Test
    void aMountedSecretThatChangesItsLinkDoesToo() throws Exception {
        for (var each : Map.of("1", FIRST, "2", SECOND).entrySet()) {
            Files.writeString(
                    Files.createDirectory(folder.resolve(each.getKey())).resolve("own.pem"), pem(each.getValue()));
        }
        var link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("1"));
        own = link.resolve("own.pem");
        var client = client();
        assertThat(shown(client)).isEqualTo(FIRST.getCertificate());

        Files.delete(link);
        Files.createSymbolicLink(link, folder.resolve("2"));

        assertThat(shown(client)).isEqualTo(SECOND.getCertificate());
    }

    @Test
    void newAuthoritiesAreTrusted() throws Exception {
        var client = client();
        var another = made(() -> new CertificateBuilder()
                .subject("CN=Another")
                .setIsCertificateAuthority(true)
                .buildSelfSigned());

        replace(trusted, AUTHORITY.getCertificatePEM() + another.getCertificatePEM());

        assertThat(client.truststore().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "garbage", "half", "another's key", "expired", "nobody is trusted"})
    void whatCannotBeUsedChangesNothingAndIsToldOnce(String how) throws Exception {
        var client = client();

        spoil(how);

        assertThat(shown(client)).isEqualTo(FIRST.getCertificate());
        assertThat(shown(client)).isEqualTo(FIRST.getCertificate());
        assertThat(shown(client())).as("of a client that is made now").isEqualTo(FIRST.getCertificate());
        assertThat(logged.list).singleElement().satisfies(event -> {
            assertThat(event).asString().contains("the old ones stay");
            assertThat(event.getKeyValuePairs().toString())
                    .contains("own.pem", "why")
                    .doesNotContain(CANARY, FIRST.getPrivateKeyPEM().substring(40, 60));
        });

        replace(trusted, AUTHORITY.getCertificatePEM());
        replace(own, pem(SECOND));
        assertThat(shown(client)).isEqualTo(SECOND.getCertificate());
        assertThat(logged.list).hasSize(2);
    }

    private void spoil(String how) throws IOException {
        switch (how) {
            case "gone" -> Files.delete(own);
            case "garbage" -> replace(own, pem(FIRST).replaceFirst("\nM", "\n" + CANARY + "%"));
            case "half" ->
                Files.writeString(own, pem(SECOND).substring(0, pem(SECOND).length() / 3));
            case "another's key" -> replace(own, SECOND.getPrivateKeyPEM() + FIRST.getCertificatePathPEM());
            case "expired" ->
                replace(own, pem(made(() -> template()
                        .notAfter(Instant.now().minus(1, ChronoUnit.SECONDS))
                        .buildIssuedBy(AUTHORITY))));
            default -> replace(trusted, "");
        }
    }

    @Test
    void aStoreWithAPasswordIsReadTooWithTheRightOneAlone() throws Exception {
        own = folder.resolve("own.p12");
        store(FIRST);
        var properties = new HashMap<>(Map.of(
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                own.toString(),
                "ssl.keystore.password",
                CANARY));
        var client = configured(properties);

        store(SECOND);

        assertThat(shown(client)).isEqualTo(SECOND.getCertificate());
        properties.put("ssl.keystore.password", "another");
        assertThatThrownBy(() -> configured(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own.p12")
                .message()
                .doesNotContain(CANARY);
    }

    private void store(X509Bundle bundle) throws Exception {
        try (var out = Files.newOutputStream(own)) {
            bundle.toKeyStore(CANARY.toCharArray()).store(out, CANARY.toCharArray());
        }
    }

    @Test
    void atTheStartThereMustBeSomethingToUse() throws Exception {
        replace(own, SECOND.getPrivateKeyPEM() + FIRST.getCertificatePathPEM());

        assertThatThrownBy(this::client)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the certificate's");
        replace(own, pem(FIRST));
        assertThat(shown(client())).as("when it is there").isEqualTo(FIRST.getCertificate());
    }

    @Test
    void withoutFilesThereIsNothingToLookAt() {
        assertThat(List.of(configured(Map.of())
                        .createClientSslEngine("localhost", 1, "https")
                        .getEnabledProtocols()))
                .contains("TLSv1.3");
    }
}
