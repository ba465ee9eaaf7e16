package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;

/** The pusher against a real server. */
class HttpPusherTest {

    private static final String OTHER_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private static final Map<String, String> KEYS = Map.of("k1", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

    private record Received(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.get(name).getFirst();
        }
    }

    private final HttpPusher pusher = new HttpPusher(Samples.settings(), SecretBox.of(KEYS));
    private final ExecutorService serverThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch testEnded = new CountDownLatch(1);
    private final AtomicReference<Received> received = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serverThreads);
        server.start();
    }

    @AfterEach
    void stop() {
        testEnded.countDown();
        pusher.close();
        server.stop(0);
        serverThreads.shutdownNow();
    }

    private void endpoint(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                received.set(new Received(exchange.getRequestHeaders(), body));
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private AttemptResult push(String url) throws Exception {
        return push(pusher, Samples.subscription("s").setUrl(url).build(), Samples.notification("s", "E4/1", "n0"));
    }

    private static AttemptResult pushWithin(Duration timeout, String url) throws Exception {
        try (HttpPusher impatient = new HttpPusher(Samples.settings(timeout), SecretBox.of(Map.of()))) {
            return push(impatient, Samples.subscription("s").setUrl(url).build(), Samples.notification("s", "x", "n0"));
        }
    }

    private static AttemptResult push(Pusher pusher, Subscription subscription, Notification.Builder notification)
            throws Exception {
        CompletableFuture<AttemptResult> result = pusher.push(new PushRequest(
                        subscription, notification.setSequence(17L).build(), DispatcherRig.TRACEPARENT, Instant.now()))
                .toCompletableFuture();
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void pushesASignedCloudEvent() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, "thanks"));

        AttemptResult result = push(url("/in"));

        assertThat(result).isEqualTo(new AttemptResult.Answered(200, null, "thanks"));
        Received request = received.get();
        assertThat(request.header("Content-type")).isEqualTo("application/cloudevents+json");
        assertThat(request.header("Webhook-id")).isEqualTo("n0");
        assertThat(request.header("Traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(request.headers()).doesNotContainKey("Cookie");
        CloudEvent event = new JsonFormat().deserialize(request.body().getBytes(StandardCharsets.UTF_8));
        assertThat(event.getId()).isEqualTo("e-n0");
        assertThat(event.getType()).isEqualTo("se.a.changed");
        assertThat(event.getSubject()).isEqualTo("E4/1");
        assertThat(event.getTime()).isEqualTo(Samples.START.atOffset(ZoneOffset.UTC));
        assertThat(event.getExtension("sequence")).isEqualTo("0000000000000000017");
        assertThat(event.getExtension("traceparent")).isEqualTo(DispatcherRig.TRACEPARENT);
        assertThat(request.body()).contains("\"data\":{\"canary\":\"secret\"}");
        assertThatCode(() -> new Webhook(Samples.SECRET).verify(request.body(), lowerCase(request.headers())))
                .doesNotThrowAnyException();
    }

    @Test
    void aTamperedBodyIsNotVerified() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        push(url("/in"));
        Received request = received.get();

        assertThatThrownBy(() -> new Webhook(Samples.SECRET)
                        .verify(request.body().replace("E4/1", "E4/2"), lowerCase(request.headers())))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void signsWithEverySecretInUse() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        var expired = Samples.secret("whsec_AAAA");
        var subscription = Samples.subscription("s")
                .setUrl(url("/in"))
                .setSecrets(List.of(
                        Samples.secret(OTHER_SECRET),
                        Samples.secret(Samples.SECRET),
                        se.budkavle.schemas.avro.SigningSecret.newBuilder(expired)
                                .setExpiresAt(Samples.START)
                                .build()));

        push(pusher, subscription.build(), Samples.notification("s", "x", "n0"));

        Received request = received.get();
        assertThat(request.header("Webhook-signature").split(" ")).hasSize(2);
        for (String secret : List.of(OTHER_SECRET, Samples.SECRET)) {
            assertThatCode(() -> new Webhook(secret).verify(request.body(), lowerCase(request.headers())))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void pushesNothingUnsigned() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        var subscription = Samples.subscription("s").setUrl(url("/in")).setSecrets(List.of());

        assertThat(push(pusher, subscription.build(), Samples.notification("s", "x", "n0")))
                .isEqualTo(new AttemptResult.Failed("UnsignableException"));
        assertThat(received.get()).isNull();
    }

    @Test
    void opensSecretsThatAreKeptEncrypted() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        byte[] sealed = SecretBox.of(KEYS).seal("k1", "s", Samples.SECRET.getBytes(StandardCharsets.UTF_8));

        AttemptResult result = pushSignedWith(encrypted("k1", sealed));

        assertThat(result).isEqualTo(new AttemptResult.Answered(200, null, ""));
        Received request = received.get();
        assertThatCode(() -> new Webhook(Samples.SECRET).verify(request.body(), lowerCase(request.headers())))
                .doesNotThrowAnyException();
    }

    @Test
    void pushesNothingWhenTheKeyOfASecretIsMissingOrAnother() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        byte[] ofAnother = SecretBox.of(KEYS).seal("k1", "t", Samples.SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(pushSignedWith(encrypted("k0", ofAnother)))
                .isEqualTo(new AttemptResult.Failed("UnknownKeyException"));
        assertThat(pushSignedWith(encrypted("k1", ofAnother)))
                .isEqualTo(new AttemptResult.Failed("AEADBadTagException"));
        assertThat(received.get()).isNull();
    }

    @Test
    void signsWithAKeyPairForWhomeverHasThePublicOne() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();

        pushSignedWith(ed25519("whsk_" + Base64.getEncoder().encodeToString(seed)), Samples.secret(Samples.SECRET));

        Received request = received.get();
        String[] signatures = request.header("Webhook-signature").split(" ");
        assertThat(signatures).hasSize(2);
        assertThat(signatures[0]).startsWith("v1a,");
        var signature = Signature.getInstance("Ed25519");
        signature.initVerify(pair.getPublic());
        signature.update(
                ("n0." + request.header("Webhook-timestamp") + "." + request.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(signatures[0].substring(4))))
                .isTrue();
        assertThatCode(() -> new Webhook(Samples.SECRET).verify(request.body(), lowerCase(request.headers())))
                .as("the other one is still good")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsk_AAAA", "whsec_AAAA", "whsk_?", ""})
    void aKeyThatIsNoneSignsNothing(String key) throws Exception {
        assertThat(pushSignedWith(ed25519(key))).isEqualTo(new AttemptResult.Failed("UnsignableException"));
    }

    private AttemptResult pushSignedWith(SigningSecret... secrets) throws Exception {
        return push(
                pusher,
                Samples.subscription("s")
                        .setUrl(url("/in"))
                        .setSecrets(List.of(secrets))
                        .build(),
                Samples.notification("s", "x", "n0"));
    }

    private static SigningSecret encrypted(String keyId, byte[] sealed) {
        return SigningSecret.newBuilder(Samples.secret(""))
                .setKeyId(keyId)
                .setCiphertext(ByteBuffer.wrap(sealed))
                .build();
    }

    private static SigningSecret ed25519(String key) {
        return SigningSecret.newBuilder(Samples.secret(key))
                .setAlgorithm("Ed25519")
                .build();
    }

    @Test
    void whatIsLargerThanTheSubscriptionTakesIsNotPushed() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        var subscription = Samples.subscription("s").setUrl(url("/in")).setMaxPayloadBytes(1000);
        var small = Samples.notification("s", "x", "n0");
        var large = Samples.notification("s", "x", "n1").setData(Samples.json("\"" + "x".repeat(1000) + "\""));

        assertThat(push(pusher, subscription.build(), large)).isEqualTo(new AttemptResult.TooLarge());
        assertThat(received.get()).isNull();
        assertThat(push(pusher, subscription.build(), small)).isEqualTo(new AttemptResult.Answered(200, null, ""));
    }

    @Test
    void whatIsLargerThanTheInstallationAllowsIsNotPushed() throws Exception {
        var subscription = Samples.subscription("s").setUrl(url("/in")).setMaxPayloadBytes(Integer.MAX_VALUE);
        var large = Samples.notification("s", "x", "n1").setData(Samples.json("\"" + "x".repeat(1 << 20) + "\""));

        assertThat(push(pusher, subscription.build(), large)).isEqualTo(new AttemptResult.TooLarge());
    }

    @Test
    void connectionsAreKept() throws Exception {
        var ports = java.util.concurrent.ConcurrentHashMap.<Integer>newKeySet();
        endpoint("/in", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            answer(exchange, 200, "");
        });

        for (int i = 0; i < 20; i++) {
            push(url("/in"));
        }

        // The answer may be here a moment before its connection is free again.
        assertThat(ports).hasSizeLessThan(10);
    }

    @Test
    void anAnswerThatTricklesIsCutOffAtTheTotal() throws Exception {
        try (var listener = new java.net.ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            serverThreads.execute(() -> {
                try (var socket = listener.accept()) {
                    // A header that never ends: no time-out of a single read sees it.
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nx: ".getBytes(StandardCharsets.US_ASCII));
                    while (!testEnded.await(50, TimeUnit.MILLISECONDS)) {
                        socket.getOutputStream().write('y');
                        socket.getOutputStream().flush();
                    }
                } catch (IOException | InterruptedException e) {
                    // The pusher hung up.
                }
            });
            long began = System.nanoTime();

            assertThat(pushWithin(Duration.ofMillis(600), "http://127.0.0.1:" + listener.getLocalPort() + "/"))
                    .isEqualTo(new AttemptResult.TimedOut());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void dataThatIsNotJsonIsBase64() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));

        push(
                pusher,
                Samples.subscription("s").setUrl(url("/in")).build(),
                Samples.notification("s", null, "n0")
                        .setDataContentType("application/xml")
                        .setData(Samples.json("<a/>")));

        assertThat(received.get().body())
                .contains("\"data_base64\":\"PGEvPg==\"")
                .doesNotContain("subject");
    }

    @Test
    void aSlowEndpointIsTimedOut() throws Exception {
        endpoint("/slow", exchange -> awaitEnd());

        assertThat(pushWithin(Duration.ofMillis(300), url("/slow"))).isEqualTo(new AttemptResult.TimedOut());
    }

    @Test
    void anAnswerWhoseBodyNeverEndsCounts() throws Exception {
        endpoint("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('o');
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThat(pushWithin(Duration.ofSeconds(2), url("/drip")))
                .isEqualTo(new AttemptResult.Answered(200, null, "o"));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        endpoint("/target", exchange -> answer(exchange, 200, "followed"));
        endpoint("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", url("/target"));
            answer(exchange, 307, "");
        });

        assertThat(push(url("/redirect"))).isEqualTo(new AttemptResult.Answered(307, null, ""));
    }

    @Test
    void ofAHugeAnswerTheBeginningIsRead() throws Exception {
        var written = new java.util.concurrent.atomic.AtomicLong();
        endpoint("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 4096; i++) {
                exchange.getResponseBody().write(block);
                written.addAndGet(block.length);
            }
        });

        assertThat(push(url("/huge"))).isEqualTo(new AttemptResult.Answered(200, null, "x".repeat(4096)));
        assertThat(written.get()).isLessThan(64L << 20);
    }

    @Test
    void compressedAnswersAreNotAskedFor() throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        push(url("/in"));

        assertThat(received.get().headers()).doesNotContainKey("Accept-encoding");
    }

    @Test
    void cookiesAreNotKept() throws Exception {
        endpoint("/in", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "a=b");
            answer(exchange, 200, "");
        });

        push(url("/in"));
        push(url("/in"));

        assertThat(received.get().headers()).doesNotContainKey("Cookie");
    }

    @Test
    void readsRetryAfterInSecondsAndAsADate() throws Exception {
        endpoint("/seconds", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            answer(exchange, 429, "");
        });
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(10, ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC));
        endpoint("/date", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", date);
            answer(exchange, 503, "");
        });

        assertThat(push(url("/seconds"))).isEqualTo(new AttemptResult.Answered(429, Duration.ofMinutes(2), ""));
        assertThat(((AttemptResult.Answered) push(url("/date"))).retryAfter())
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @Test
    void aConnectionThatBreaksIsTriedOnceMore() throws Exception {
        try (var listener = new java.net.ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var connections = new java.util.concurrent.atomic.AtomicInteger();
            serverThreads.execute(() -> {
                while (!listener.isClosed()) {
                    try (var socket = listener.accept()) {
                        connections.incrementAndGet();
                        socket.getInputStream().read();
                    } catch (IOException e) {
                        return;
                    }
                }
            });

            assertThat(push("http://127.0.0.1:" + listener.getLocalPort() + "/"))
                    .isInstanceOf(AttemptResult.Broken.class);
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void nobodyListening() throws Exception {
        String url = url("/");
        server.stop(0);

        assertThat(push(url)).isInstanceOf(AttemptResult.ConnectFailed.class);
    }

    @Test
    void anUnknownHost() throws Exception {
        assertThat(push("http://no-such-host.invalid/"))
                .isEqualTo(new AttemptResult.ConnectFailed("UnknownHostException"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/", "http://169.254.169.254/latest", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/",
                "http://192.168.0.1:1/", "http://0.0.0.0/", "http://224.0.0.1/", "http://167772161/"
            })
    void refusesTargetsInside(String url) throws Exception {
        assertThat(push(url)).isEqualTo(new AttemptResult.TargetRefused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%d/in",
                "http://127.0.0.1:%d/in",
                "http://[::1]:%d/in",
                "http://2130706433:%d/in"
            })
    void refusesLoopbackUnlessAllowed(String url) throws Exception {
        endpoint("/in", exchange -> answer(exchange, 200, ""));
        try (HttpPusher strict = new HttpPusher(Samples.strictSettings(), SecretBox.of(Map.of()))) {
            AttemptResult result = push(
                    strict,
                    Samples.subscription("s")
                            .setUrl(url.formatted(server.getAddress().getPort()))
                            .build(),
                    Samples.notification("s", "x", "n0"));

            assertThat(result).isEqualTo(new AttemptResult.TargetRefused());
            assertThat(received.get()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no url", "ftp://example.org/", "file:///etc/passwd", "http:///x", "http://a b/"})
    void anAddressThatIsNotHttpFails(String url) throws Exception {
        assertThat(push(url)).isEqualTo(new AttemptResult.Failed("InvalidUrl"));
    }

    private void awaitEnd() {
        try {
            testEnded.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT), Map.Entry::getValue));
    }
}
