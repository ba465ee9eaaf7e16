package se.budkavle.notifier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The internal API over TLS with certificates on both sides, as other services see it, and those who are none. */
class InternalTlsTest {

    private static final X509Bundle AUTHORITY = authority();

    /** Has the other's name, so that its certificates are shown to whom asks for the other's. */
    private static final X509Bundle IMPOSTOR = authority();

    private static final X509Bundle FIRST = service(AUTHORITY);
    private static final String KEYS = "/internal/v1/receipt-keys";
    private static final String TOKEN = "secret";
    private static final char[] PASSWORD = "test".toCharArray();

    @TempDir
    private Path folder;

    private Path key;
    private Path certificate;
    private Path authorities;

    @BeforeEach
    void files() throws IOException {
        key = Files.writeString(folder.resolve("key.pem"), FIRST.getPrivateKeyPEM());
        certificate = Files.writeString(folder.resolve("certificate.pem"), FIRST.getCertificatePathPEM());
        authorities = Files.writeString(folder.resolve("authorities.pem"), AUTHORITY.getCertificatePEM());
    }

    private static X509Bundle made(Callable<X509Bundle> making) {
        try {
            return making.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Bundle authority() {
        return made(() -> new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned());
    }

    private static X509Bundle service(X509Bundle authority) {
        return made(() -> new CertificateBuilder()
                .subject("CN=service")
                .addSanDnsName("localhost")
                .setKeyUsage(true, KeyUsage.digitalSignature)
                .addExtendedKeyUsageServerAuth()
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(authority));
    }

    private ApplicationContext notifier() {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "budkavle.service",
                "notifier",
                "budkavle.internal.token",
                TOKEN,
                "budkavle.internal.tls.enabled",
                true,
                "budkavle.internal.tls.key",
                key.toString(),
                "budkavle.internal.tls.certificate",
                certificate.toString(),
                "budkavle.internal.tls.authorities",
                authorities.toString(),
                "budkavle.internal.tls.look-interval",
                "100ms",
                "budkavle.kafka.bootstrap-servers",
                "localhost:1",
                "budkavle.notifier.port",
                0));
        for (String application : new String[] {"mailbox", "views", "feed", "health", "dispatcher"}) {
            properties.put("budkavle.notifier." + application + ".enabled", false);
        }
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:notifier/")
                .properties(properties)
                .build();
        try {
            context.start().getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private static int port(ApplicationContext notifier) {
        return notifier.getBean(EmbeddedServer.class).getPort();
    }

    private static SSLContext anonymous() throws GeneralSecurityException {
        return context(new KeyManager[0]);
    }

    private static SSLContext as(X509Bundle client) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(client.toKeyStore(PASSWORD), PASSWORD);
        return context(keys.getKeyManagers());
    }

    private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(keys, AUTHORITY.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(ApplicationContext notifier, SSLContext client, String path, String token)
            throws IOException, InterruptedException {
        return get(notifier, HttpClient.newBuilder().sslContext(client), path, token);
    }

    private static HttpResponse<String> get(
            ApplicationContext notifier, HttpClient.Builder builder, String path, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port(notifier) + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var client = builder.version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static int askedByAnother(ApplicationContext notifier, String host) {
        return notifier.getBean(Peers.class)
                .ask(new HostInfo(host, port(notifier)), KEYS, Duration.ZERO)
                .join()
                .status();
    }

    private static Certificate shown(ApplicationContext notifier) throws Exception {
        return get(notifier, anonymous(), "/health/liveness", TOKEN)
                .sslSession()
                .orElseThrow()
                .getPeerCertificates()[0];
    }

    private static String metrics(ApplicationContext notifier) throws Exception {
        return get(notifier, anonymous(), "/prometheus", TOKEN).body();
    }

    @Test
    void onlyWhoHasACertificateOfTheAuthoritiesAndTheTokenComesIn() throws Exception {
        try (ApplicationContext notifier = notifier()) {
            var service = as(service(AUTHORITY));
            assertThat(get(notifier, service, KEYS, TOKEN).statusCode()).isEqualTo(200);
            assertThat(get(notifier, service, KEYS, "another").statusCode()).isEqualTo(401);
            assertThat(get(notifier, anonymous(), KEYS, TOKEN).statusCode()).isEqualTo(403);
            var impostor = as(service(IMPOSTOR));
            assertThatThrownBy(() -> get(notifier, impostor, KEYS, TOKEN)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void probesNeedNoCertificateAndNobodySpeaksAnythingOlder() throws Exception {
        try (ApplicationContext notifier = notifier()) {
            assertThat(get(notifier, anonymous(), "/health/liveness", "").statusCode())
                    .isEqualTo(200);
            assertThat(metrics(notifier)).containsPattern("budkavle_internal_certificate_days 0\\.9");
            var old = HttpClient.newBuilder()
                    .sslContext(anonymous())
                    .sslParameters(new SSLParameters(null, new String[] {"TLSv1.2"}));
            assertThatThrownBy(() -> get(notifier, old, "/health/liveness", "")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void anotherInstanceIsAskedByTheNameThatItsCertificateHas() {
        try (ApplicationContext notifier = notifier()) {
            assertThat(askedByAnother(notifier, "localhost")).isEqualTo(200);
            assertThat(askedByAnother(notifier, "127.0.0.1")).isEqualTo(503);
        }
    }

    @Test
    void newConnectionsGetWhatIsNewInTheFilesOnceItCanBeUsed() throws Exception {
        var second = service(AUTHORITY);
        try (ApplicationContext notifier = notifier()) {
            assertThat(askedByAnother(notifier, "localhost")).isEqualTo(200);

            Files.writeString(certificate, second.getCertificatePathPEM());
            await().untilAsserted(
                            () -> assertThat(metrics(notifier)).contains("budkavle_internal_certificate_refused 1.0"));
            assertThat(shown(notifier)).isEqualTo(FIRST.getCertificate());
            Files.writeString(key, second.getPrivateKeyPEM());
            await().untilAsserted(() -> assertThat(shown(notifier)).isEqualTo(second.getCertificate()));
            assertThat(askedByAnother(notifier, "localhost")).isEqualTo(200);

            // Neither trusts the other any more.
            Files.writeString(authorities, IMPOSTOR.getCertificatePEM());
            await().untilAsserted(() ->
                    assertThat(askedByAnother(notifier, "localhost")).isEqualTo(503));
            await().untilAsserted(() -> assertThatThrownBy(() -> get(notifier, as(second), KEYS, TOKEN))
                    .isInstanceOf(IOException.class));
        }
    }

    @Test
    void withoutFilesThereIsNoNotifier() {
        authorities = Path.of("");

        assertThatThrownBy(this::notifier).hasStackTraceContaining("budkavle.internal.tls.key, .certificate");
    }

    @Test
    void withFilesThatCannotBeUsedThereIsNoNotifierEither() throws Exception {
        Files.writeString(key, service(AUTHORITY).getPrivateKeyPEM());

        assertThatThrownBy(this::notifier).hasStackTraceContaining("not the certificate's");
    }
}
