package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A subscriber's endpoint: a real HTTP server that answers the challenge and can be broken. */
final class Webhook implements AutoCloseable {

    static final String VERIFICATION = "se.budkavle.subscription.verification";

    private static final int WORKS = 204;

    private final HttpServer server;
    private final String query;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicLong arrivals = new AtomicLong();
    private volatile int status = WORKS;
    private volatile String says = "";
    private volatile boolean answersChallenge = true;
    private volatile String failing = "";
    private volatile @Nullable String secret;

    /** One POST, whatever it was answered; numbered as they arrived. */
    record Received(long arrival, HttpHeaders headers, String body, int answered) {

        JsonNode event() {
            try {
                return Http.JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        String type() {
            return event().path("type").asText();
        }

        String messageId() {
            return event().path("data").path("messageId").asText();
        }

        String id() {
            return headers.firstValue("webhook-id").orElseThrow();
        }
    }

    private Webhook(HttpServer server, String query) {
        this.server = server;
        this.query = query;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    static Webhook open() throws IOException {
        return open("");
    }

    /** @param query what its address ends with, such as {@code ?key=…} */
    static Webhook open(String query) throws IOException {
        return new Webhook(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), query);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook" + query;
    }

    /** From now on every event is answered with this status. */
    Webhook answers(int wanted) {
        status = wanted;
        return this;
    }

    /** The same, with a body. */
    Webhook answers(int wanted, String body) {
        says = body;
        return answers(wanted);
    }

    Webhook isMended() {
        return answers(WORKS, "");
    }

    /** From now on what is about this message is answered with 503, all else as before. */
    Webhook failsAt(String messageId) {
        failing = messageId;
        return this;
    }

    /** The endpoint proves itself again. */
    Webhook answersChallenge() {
        answersChallenge = true;
        return this;
    }

    /** The endpoint does not prove itself. */
    Webhook ignoresChallenge() {
        answersChallenge = false;
        return this;
    }

    /** Which messages it took, in the order in which it did. */
    List<String> took(String type) {
        return received.stream()
                .filter(each -> each.type().equals(type) && each.answered() == WORKS)
                .map(Received::messageId)
                .toList();
    }

    void expectsSignaturesOf(String signingSecret) {
        secret = signingSecret;
    }

    /** The first successful POST of a type about a message, signed as it must be. */
    Received waitUntilReceived(String type, String messageId) {
        var found = await(type + " at the webhook")
                .until(() -> successful(type, messageId), events -> !events.isEmpty())
                .getFirst();
        isSigned(found);
        return found;
    }

    /** The first successful POST of an event by its id, signed as it must be. */
    Received waitUntilReceived(String eventId) {
        var found = await("event " + eventId + " at the webhook")
                .until(
                        () -> events().stream()
                                .filter(each -> each.answered() == WORKS)
                                .filter(each -> each.event().path("id").asText().equals(eventId))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        isSigned(found);
        return found;
    }

    /** Everything of a type about a message that was answered with success. */
    List<Received> successful(String type, String messageId) {
        return all(type, messageId).stream()
                .filter(each -> each.answered() == WORKS)
                .toList();
    }

    /** Every POST of a type about a message. */
    List<Received> all(String type, String messageId) {
        return received.stream()
                .filter(each -> each.type().equals(type) && each.messageId().equals(messageId))
                .toList();
    }

    /** Every POST but those of verification. */
    List<Received> events() {
        return received.stream()
                .filter(each -> !each.type().equals(VERIFICATION))
                .toList();
    }

    /** Asserts that nothing else had come when the marker came, which was caused after everything else. */
    void receivedNothingBefore(String markerType, String markerMessageId) {
        waitUntilReceived(markerType, markerMessageId);
        assertThat(events()).extracting(Received::messageId).containsOnly(markerMessageId);
    }

    /** Asserts that a POST is signed as Standard Webhooks demands. */
    void isSigned(Received post) {
        var key = secret;
        assertThat(key).as("signing secret").startsWith("whsec_");
        try {
            new com.standardwebhooks.Webhook(key).verify(post.body(), post.headers());
        } catch (WebhookVerificationException | EmptyWebhookSecretException | RuntimeException e) {
            throw new AssertionError("signature does not hold", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            long arrival = arrivals.incrementAndGet();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
            var asked = new Received(arrival, headers, body, status);
            var post = asked.messageId().equals(failing) && !failing.isEmpty()
                    ? new Received(arrival, headers, body, 503)
                    : asked;
            boolean isChallenge = post.type().equals(VERIFICATION);
            var answer = isChallenge && answersChallenge
                    ? post.event().path("data").path("challenge").asText().getBytes(StandardCharsets.UTF_8)
                    : says.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isChallenge ? 200 : post.answered(), answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            // Recorded last: what a test sees has been answered, as far as the endpoint is concerned.
            received.add(post);
        }
    }

    /** Nobody listens any more. */
    void goesDown() {
        server.stop(0);
    }

    @Override
    public void close() {
        goesDown();
    }
}
