package se.budkavle.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that demands a certificate, and speaks TLS 1.3 alone. */
class RegistryCertificatesTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    @TempDir
    private Path folder;

    private final AtomicInteger ids = new AtomicInteger();
    private Path own;
    private Path trusted;

    @BeforeEach
    void name() {
        own = folder.resolve("own.pem");
        trusted = folder.resolve("authorities.pem");
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=Authority")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
                .buildSelfSigned();
    }

    private static X509Bundle certificate(String host, X509Bundle authority) throws Exception {
        return new CertificateBuilder().subject("CN=test").addSanDnsName(host).buildIssuedBy(authority);
    }

    private void write(X509Bundle authority) throws Exception {
        var certificate = certificate("gateway", authority);
        Files.writeString(own, certificate.getPrivateKeyPEM() + certificate.getCertificatePathPEM());
        Files.writeString(trusted, authority.getCertificatePEM());
    }

    /** Trusts this authority alone, and has a certificate of it. */
    private HttpsServer server(String host, X509Bundle authority, int port) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(
                certificate(host, authority).toKeyManagerFactory().getKeyManagers(),
                authority.toTrustManagerFactory().getTrustManagers(),
                null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                var demanded = new SSLParameters(null, new String[] {"TLSv1.3"});
                demanded.setNeedClientAuth(true);
                connection.setSSLParameters(demanded);
            }
        });
        server.createContext("/", exchange -> {
            byte[] answer = "{\"id\": %d}".formatted(ids.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String url(HttpsServer server) {
        return "https://localhost:" + server.getAddress().getPort();
    }

    private Map<String, String> trusting() {
        return Map.of(
                "schema.registry.ssl.truststore.type",
                "PEM",
                "schema.registry.ssl.truststore.location",
                trusted.toString());
    }

    private Map<String, String> known() {
        return Map.of(
                "schema.registry.ssl.truststore.type",
                "PEM",
                "schema.registry.ssl.truststore.location",
                trusted.toString(),
                "schema.registry.ssl.keystore.type",
                "PEM",
                "schema.registry.ssl.keystore.location",
                own.toString());
    }

    @Test
    void isShownOneAndANewOneWithoutARestart() throws Exception {
        var old = authority();
        write(old);
        var server = server("localhost", old, 0);
        var registry = HttpSchemaRegistry.at(url(server), known());
        assertThat(registry.register("a-value", SCHEMA)).isEqualTo(1);
        assertThat(registry).as("of another serde").isSameAs(HttpSchemaRegistry.at(url(server), known()));

        server.stop(0);
        var fresh = authority();
        write(fresh);
        server = server("localhost", fresh, server.getAddress().getPort());
        try {
            assertThat(registry.register("b-value", SCHEMA)).isEqualTo(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void doesNotAnswerWhoShowsNoneAndIsNotBelievedByAnotherName() throws Exception {
        var authority = authority();
        write(authority);
        var server = server("localhost", authority, 0);
        var misnamed = server("registry", authority, 0);
        try {
            assertThatThrownBy(
                            () -> HttpSchemaRegistry.at(url(server), trusting()).byId(1))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(
                            () -> HttpSchemaRegistry.at(url(misnamed), known()).byId(1))
                    .isInstanceOf(RegistryUnavailableException.class);
        } finally {
            server.stop(0);
            misnamed.stop(0);
        }
        assertThat(ids).hasValue(0);
    }
}
