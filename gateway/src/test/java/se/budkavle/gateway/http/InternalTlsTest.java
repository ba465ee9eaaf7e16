package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static se.budkavle.gateway.tls.TestCertificates.AUTHORITY;
import static se.budkavle.gateway.tls.TestCertificates.OTHER_AUTHORITY;
import static se.budkavle.gateway.tls.TestCertificates.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.gateway.tls.TestCertificates;

/** The gateway and a notifier that demands a certificate of it. */
class InternalTlsTest {

    private static final String PATH = "/v1/messages/0190f5f1-0000-7000-8000-000000000000/receipts";

    @TempDir
    private Path folder;

    private Path key;
    private Path certificate;
    private Path authorities;

    @BeforeEach
    void files() throws IOException {
        key = folder.resolve("key.pem");
        certificate = folder.resolve("certificate.pem");
        write(TestCertificates.client("gateway", AUTHORITY), key, certificate);
        authorities = Files.writeString(folder.resolve("authorities.pem"), AUTHORITY.getCertificatePEM());
    }

    private TestGateway gateway(String notifier) {
        return new TestGateway(Map.of(
                "budkavle.gateway.notifier.urls",
                notifier,
                "budkavle.internal.tls.enabled",
                true,
                "budkavle.internal.tls.key",
                key.toString(),
                "budkavle.internal.tls.certificate",
                certificate.toString(),
                "budkavle.internal.tls.authorities",
                authorities.toString(),
                "budkavle.internal.tls.look-interval",
                "100ms"));
    }

    private static int read(TestGateway gateway) throws IOException, InterruptedException {
        return TestGateway.send(gateway.signedIn(PATH, "messages:read")).statusCode();
    }

    @Test
    void eachTrustsTheOtherForAsLongAsTheFilesSaySo() throws Exception {
        try (var notifier = new TestNotifier(TestCertificates.as(TestCertificates.server()));
                var gateway = gateway(notifier.url())) {
            notifier.answer("/internal" + PATH, "{\"items\": [], \"next\": null}");
            assertThat(read(gateway)).isEqualTo(200);

            Files.writeString(authorities, OTHER_AUTHORITY.getCertificatePEM());
            await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(503));

            Files.writeString(authorities, AUTHORITY.getCertificatePEM());
            await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(200));

            write(TestCertificates.client("gateway", OTHER_AUTHORITY), key, certificate);
            await().untilAsserted(() -> assertThat(read(gateway)).isEqualTo(503));
        }
    }

    @Test
    void addressesInTheClearAreRefusedAtTheStart() {
        assertThatThrownBy(() -> gateway("http://localhost:1").close())
                .hasStackTraceContaining("budkavle.gateway.notifier.urls must begin with https");
    }
}
