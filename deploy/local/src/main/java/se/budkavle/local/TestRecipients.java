package se.budkavle.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recipients that a newcomer can send to: {@code test:accept} accepts every message, {@code test:reject} rejects it and
 * {@code test:silent} never answers. They are an agency like any other, a client of the public API.
 */
final class TestRecipients implements AutoCloseable {

    /** The agency that owns them. */
    static final String ORGANISATION = "0203:test.budkavle.local";

    private static final Logger log = LoggerFactory.getLogger(TestRecipients.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAIT_SECONDS = 30;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(WAIT_SECONDS + 10L);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration PATIENCE_AT_START = Duration.ofSeconds(30);

    private enum Behaviour {
        ACCEPT("test:accept", "Accepts every message", "{\"outcome\":\"ACCEPTED\"}"),
        REJECT("test:reject", "Rejects every message", "{\"outcome\":\"REJECTED\",\"code\":\"test\"}"),
        SILENT("test:silent", "Never answers", "");

        private final String address;
        private final String displayName;
        private final String acknowledgement;

        Behaviour(String address, String displayName, String acknowledgement) {
            this.address = address;
            this.displayName = displayName;
            this.acknowledgement = acknowledgement;
        }
    }

    private final URI api;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Thread> threads = new ArrayList<>();
    private volatile String token = "";

    private TestRecipients(URI api) {
        this.api = api;
    }

    /** Registers their addresses and begins to answer. */
    static TestRecipients start(URI api) {
        var recipients = new TestRecipients(api);
        try {
            recipients.register();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted.", e);
        }
        for (Behaviour behaviour : Behaviour.values()) {
            if (!behaviour.acknowledgement.isEmpty()) {
                recipients.threads.add(Thread.ofVirtual()
                        .name("test-recipient-" + behaviour.address)
                        .start(() -> recipients.answer(behaviour)));
            }
        }
        return recipients;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        client.shutdownNow();
    }

    /** The API may need a moment after its start, until it can confirm. */
    private void register() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_AT_START.toNanos();
        while (true) {
            try {
                renewToken();
                for (Behaviour behaviour : Behaviour.values()) {
                    register(behaviour);
                }
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new StartFailure("The test recipients could not be registered: " + e.getMessage() + ".", e);
                }
                Thread.sleep(Duration.ofMillis(100));
            }
        }
    }

    private void register(Behaviour behaviour) throws IOException, InterruptedException {
        String path = "/v1/addresses/" + encode(behaviour.address);
        if (send(request(path).GET()).statusCode() == 200) {
            return;
        }
        String entry = JSON.createObjectNode()
                .put("organisation", ORGANISATION)
                .put("kind", "FUNCTION")
                .put("displayName", behaviour.displayName)
                .toString();
        expectSuccess(
                send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(entry))));
    }

    private void answer(Behaviour behaviour) {
        String inbox = "/v1/inbox?wait=" + WAIT_SECONDS + "&address=" + encode(behaviour.address);
        String after = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var response = send(request(inbox + after).GET());
                if (response.statusCode() == 401) {
                    renewToken();
                    continue;
                }
                expectSuccess(response);
                JsonNode page = JSON.readTree(response.body());
                for (JsonNode item : page.path("items")) {
                    acknowledge(behaviour, item.path("messageId").asText());
                }
                after = "&after=" + encode(page.path("next").asText());
            } catch (IOException e) {
                log.atDebug().addKeyValue("address", behaviour.address).log("A test recipient tries again");
                after = "";
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void acknowledge(Behaviour behaviour, String messageId) throws IOException, InterruptedException {
        String path = "/v1/inbox/" + encode(messageId) + "/acknowledgement?address=" + encode(behaviour.address);
        var response = send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(behaviour.acknowledgement)));
        // 409: it was answered or ended otherwise meanwhile.
        if (response.statusCode() != 409) {
            expectSuccess(response);
        }
    }

    private void renewToken() throws IOException, InterruptedException {
        String body = JSON.createObjectNode().put("organisation", ORGANISATION).toString();
        var response = send(HttpRequest.newBuilder(api.resolve("/dev/token"))
                .timeout(REQUEST_TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        expectSuccess(response);
        token = JSON.readTree(response.body()).path("access_token").asText();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void expectSuccess(HttpResponse<String> response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException("%s %s answered %d"
                    .formatted(response.request().method(), response.uri().getPath(), response.statusCode()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
