package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.DiscardingEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncResponseBuilder;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.ListenerEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.SecretBox;

/** The pusher over TLS: HTTP/2 where the endpoint offers it, and only to certificates that are trusted. */
@Isolated("the trusted certificates are a property of the whole process")
class Http2Test {

    private static final String PASSWORD = "changeit";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    Path directory;

    private final AtomicReference<ProtocolVersion> spoken = new AtomicReference<>();
    private HttpAsyncServer server;
    private Path store;

    @BeforeEach
    void makeCertificate() throws Exception {
        store = directory.resolve("endpoint.p12");
        // The JDK makes certificates with its tool only.
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(("-genkeypair -alias endpoint -keyalg EC -groupname secp256r1 -dname CN=localhost"
                        + " -ext san=dns:localhost -storetype PKCS12 -storepass " + PASSWORD)
                .split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @AfterEach
    void stop() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE_PASSWORD);
        if (server != null) {
            server.close(CloseMode.IMMEDIATE);
        }
    }

    @ParameterizedTest
    @CsvSource({"NEGOTIATE, HTTP/2.0", "FORCE_HTTP_1, HTTP/1.1"})
    void speaksWhatTheEndpointOffers(HttpVersionPolicy offered, String expected) throws Exception {
        trustTheEndpoint();

        AttemptResult result = push(start(offered));

        assertThat(result).isEqualTo(new AttemptResult.Answered(200, null, ""));
        assertThat(spoken.get()).hasToString(expected);
    }

    @Test
    void aCertificateThatIsNotTrustedIsNotPushedTo() throws Exception {
        AttemptResult result = push(start(HttpVersionPolicy.NEGOTIATE));

        assertThat(result).isInstanceOf(AttemptResult.ConnectFailed.class);
        assertThat(spoken.get()).isNull();
    }

    private static AttemptResult push(int port) throws Exception {
        try (HttpPusher pusher = new HttpPusher(Samples.settings(), SecretBox.of(Map.of()))) {
            var subscription = Samples.subscription("s")
                    .setUrl("https://localhost:" + port + "/")
                    .build();
            var notification = Samples.notification("s", "x", "n0").build();
            return pusher.push(new PushRequest(subscription, notification, null, Instant.now()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private int start(HttpVersionPolicy offered) throws Exception {
        server = H2ServerBootstrap.bootstrap()
                .setVersionPolicy(offered)
                .setTlsStrategy(new H2ServerTlsStrategy(context()))
                .register("*", new Endpoint())
                .create();
        server.start();
        ListenerEndpoint listener = server.listen(new InetSocketAddress("localhost", 0), URIScheme.HTTPS)
                .get();
        return ((InetSocketAddress) listener.getAddress()).getPort();
    }

    private KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        return keys;
    }

    /** Its certificate alone: a key is no anchor of trust. */
    private void trustTheEndpoint() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("endpoint", keys().getCertificate("endpoint"));
        Path file = directory.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        System.setProperty(TRUST_STORE, file.toString());
        System.setProperty(TRUST_STORE_PASSWORD, PASSWORD);
    }

    private SSLContext context() throws Exception {
        KeyStore keys = keys();
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private final class Endpoint implements AsyncServerRequestHandler<Message<HttpRequest, Void>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, Void>> prepare(
                HttpRequest request, EntityDetails entity, HttpContext context) {
            return new BasicRequestConsumer<>(entity == null ? null : new DiscardingEntityConsumer<>());
        }

        @Override
        public void handle(Message<HttpRequest, Void> request, ResponseTrigger response, HttpContext context)
                throws org.apache.hc.core5.http.HttpException, java.io.IOException {
            spoken.set(HttpCoreContext.cast(context).getProtocolVersion());
            response.submitResponse(AsyncResponseBuilder.create(200).build(), context);
        }
    }
}
