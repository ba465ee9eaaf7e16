package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static se.budkavle.gateway.tls.TestCertificates.AUTHORITY;
import static se.budkavle.gateway.tls.TestCertificates.OTHER_AUTHORITY;
import static se.budkavle.gateway.tls.TestCertificates.write;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.gateway.tls.TestCertificates;

/** The gateway over TLS of its own, as clients see it. */
class TlsTest {

    private static final X509Bundle FIRST = TestCertificates.server();
    private static final String LIVENESS = "/health/liveness";

    @TempDir
    private Path folder;

    private Path key;
    private Path certificate;

    @BeforeEach
    void files() throws IOException {
        key = folder.resolve("key.pem");
        certificate = folder.resolve("certificate.pem");
        write(FIRST, key, certificate);
    }

    private TestGateway gateway(Map<String, Object> more) {
        var properties = new HashMap<String, Object>(Map.of(
                "budkavle.gateway.tls.enabled",
                true,
                "budkavle.gateway.tls.key",
                key.toString(),
                "budkavle.gateway.tls.certificate",
                certificate.toString(),
                "budkavle.gateway.tls.look-interval",
                "100ms"));
        properties.putAll(more);
        return new TestGateway(properties);
    }

    private static HttpResponse<String> get(TestGateway gateway, SSLContext context, String path)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(gateway.request(path).build(), BodyHandlers.ofString());
        }
    }

    /** A connection that is kept. */
    private static SSLSocket connected(TestGateway gateway) throws IOException, GeneralSecurityException {
        var socket =
                (SSLSocket) TestCertificates.anonymous().getSocketFactory().createSocket("localhost", gateway.port());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(SSLSession session) throws IOException {
        return ((X509Certificate) session.getPeerCertificates()[0]).getSerialNumber();
    }

    private static BigInteger serialOfNewConnection(TestGateway gateway) throws Exception {
        try (var socket = connected(gateway)) {
            return serial(socket.getSession());
        }
    }

    private static String statusLineOver(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write(("HEAD " + LIVENESS + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as(head.toString()).isNotNegative();
            head.append((char) read);
        }
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static String metric(TestGateway gateway, String name) throws Exception {
        return get(gateway, TestCertificates.anonymous(), "/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOpenOnesStay() throws Exception {
        var second = TestCertificates.server();
        try (var gateway = gateway(Map.of());
                var open = connected(gateway)) {
            write(second, key, certificate);

            await().untilAsserted(() -> assertThat(serialOfNewConnection(gateway))
                    .isEqualTo(second.getCertificate().getSerialNumber()));
            assertThat(statusLineOver(open)).startsWith("HTTP/1.1 ");
            assertThat(serial(open.getSession()))
                    .isEqualTo(FIRST.getCertificate().getSerialNumber());
            assertThat(Double.parseDouble(metric(gateway, "budkavle_gateway_certificate_days")))
                    .isBetween(0.9, 1.0);
        }
    }

    @Test
    void whatCannotBeUsedChangesNothingAndIsTold() throws Exception {
        try (var gateway = gateway(Map.of())) {
            Files.writeString(certificate, TestCertificates.server().getCertificatePEM());

            await().untilAsserted(() -> assertThat(metric(gateway, "budkavle_gateway_certificate_refused"))
                    .isEqualTo("1.0"));
            assertThat(serialOfNewConnection(gateway))
                    .isEqualTo(FIRST.getCertificate().getSerialNumber());
            assertThat(get(gateway, TestCertificates.anonymous(), "/health/readiness")
                            .body())
                    .contains("\"newFilesRefused\":true");

            write(FIRST, key, certificate);
            await().untilAsserted(() -> assertThat(metric(gateway, "budkavle_gateway_certificate_refused"))
                    .isEqualTo("0.0"));
        }
    }

    @Test
    void onlyTls13IsSpokenAndBrowsersAreToldToStay() throws Exception {
        try (var gateway = gateway(Map.of());
                var old = HttpClient.newBuilder()
                        .sslContext(TestCertificates.anonymous())
                        .sslParameters(new SSLParameters(null, new String[] {"TLSv1.2"}))
                        .build()) {
            assertThatThrownBy(() -> old.send(gateway.request(LIVENESS).build(), BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
            var answer = get(gateway, TestCertificates.anonymous(), LIVENESS);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        }
    }

    @Test
    void whoDoesNotFinishTheHandshakeIsLetGo() throws Exception {
        try (var gateway = gateway(Map.of("budkavle.gateway.tls.handshake-timeout", "200ms"));
                var silent = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            silent.setSoTimeout(20_000);

            assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(100);
        }
    }

    @Test
    void withoutUsableFilesThereIsNoGateway() throws Exception {
        Files.writeString(key, TestCertificates.server().getPrivateKeyPEM());

        assertThatThrownBy(() -> gateway(Map.of()).close()).hasStackTraceContaining("not the certificate's");
    }

    /** Asks with a token that is bound to the certificate, once or twice: the second time it is remembered. */
    private static HttpResponse<String> me(TestGateway gateway, X509Bundle boundTo, SSLContext context)
            throws IOException, InterruptedException {
        var token = TestBinding.token(boundTo.getCertificate());
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(
                    gateway.request("/v1/me")
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource({"ANY", "TRUSTED"})
    void aBoundTokenComesWithItsCertificateOrNotAtAll(String clients) throws Exception {
        var authorities = Files.writeString(folder.resolve("authorities.pem"), AUTHORITY.getCertificatePEM());
        var client = TestCertificates.client("client", AUTHORITY);
        var namesake = TestCertificates.client("client", AUTHORITY);
        var stranger = TestCertificates.client("client", OTHER_AUTHORITY);
        try (var gateway = gateway(Map.of(
                "budkavle.gateway.tls.client-certificates",
                clients,
                "budkavle.gateway.tls.client-authorities",
                authorities.toString()))) {
            assertThat(me(gateway, client, TestCertificates.as(client)).statusCode())
                    .isEqualTo(200);
            TestGateway.problem(me(gateway, client, TestCertificates.as(namesake)), 401, "invalid-token");
            var without = me(gateway, client, TestCertificates.anonymous());
            TestGateway.problem(without, 401, "invalid-token");
            assertThat(without.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("error=\"invalid_token\"");
            TestGateway.problem(me(gateway, client, TestCertificates.as(namesake)), 401, "invalid-token");
            assertThat(me(gateway, client, TestCertificates.as(client)).statusCode())
                    .isEqualTo(200);
            if (clients.equals("ANY")) {
                assertThat(me(gateway, stranger, TestCertificates.as(stranger)).statusCode())
                        .isEqualTo(200);
            } else {
                assertThatThrownBy(() -> me(gateway, stranger, TestCertificates.insistingAs(stranger)))
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
