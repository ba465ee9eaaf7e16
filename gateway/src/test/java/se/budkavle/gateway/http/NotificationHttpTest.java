package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.json;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Subscription;

/** The pull feed and its streams over HTTP, with a notifier that answers as the real one does. */
class NotificationHttpTest {

    private static final String OWN = "0198a1c0-0000-7000-8000-000000000001";
    private static final String ANOTHER = "0198a1c0-0000-7000-8000-000000000002";
    private static final String FOREIGN = "0198a1c0-0000-7000-8000-000000000003";

    private final Feed feed = new Feed();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private TestNotifier notifier;
    private TestGateway gateway;

    /** What the notifier keeps of a subscription: waits for news as it does. */
    private static final class Feed {

        private final TreeMap<Long, String> events = new TreeMap<>();
        private final Lock lock = new ReentrantLock();
        private final Condition news = lock.newCondition();

        void add(long sequence, String data) {
            lock.lock();
            try {
                events.put(sequence, "{\"sequence\":\"%019d\",\"data\":%s}".formatted(sequence, data));
                news.signalAll();
            } finally {
                lock.unlock();
            }
        }

        String answer(URI asked) {
            var after = Long.parseLong(parameter(asked, "after", "-1"));
            long left = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(parameter(asked, "wait", "0")));
            lock.lock();
            try {
                while (events.tailMap(after, false).isEmpty() && left > 0) {
                    left = news.awaitNanos(left);
                }
                var found = events.tailMap(after, false);
                var next = found.isEmpty() ? after : found.lastKey();
                return "{\"items\":[" + String.join(",", found.values()) + "],\"next\":\"" + next + "\"}";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                lock.unlock();
            }
        }

        private static String parameter(URI asked, String name, String otherwise) {
            for (var each : List.of(asked.getQuery().split("&", -1))) {
                if (each.startsWith(name + "=")) {
                    return each.substring(name.length() + 1);
                }
            }
            return otherwise;
        }
    }

    @BeforeEach
    void start() {
        notifier = new TestNotifier();
        notifier.answer("/internal/v1/subscriptions/" + OWN + "/notifications", feed::answer);
        open(Map.of());
    }

    private void open(Map<String, Object> properties) {
        var all = new TreeMap<String, Object>(properties);
        all.put("budkavle.gateway.notifier.urls", notifier.url());
        gateway = new TestGateway(all);
        var copy = gateway.context().getBean(Registry.class).copy();
        copy.putSubscription(OWN, subscription(OWN, AGENCY));
        copy.putSubscription(ANOTHER, subscription(ANOTHER, AGENCY));
        copy.putSubscription(FOREIGN, subscription(FOREIGN, "0203:other.se"));
    }

    private void reopen(Map<String, Object> properties) {
        gateway.close();
        open(properties);
    }

    @AfterEach
    void stop() {
        gateway.close();
        notifier.close();
        http.shutdownNow();
    }

    private static Subscription subscription(String id, String organisation) {
        var now = Instant.parse("2026-05-01T12:00:00Z");
        return Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(organisation)
                .setName("n")
                .setTypes(List.of("a.b"))
                .setChannel(ChannelKind.PULL)
                .setStatusSince(now)
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setUpdatedBy(organisation)
                .build();
    }

    private static String path(String id) {
        return "/v1/subscriptions/" + id + "/notifications";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(gateway.signedIn(path, ""));
    }

    /** An open stream, read line by line. */
    private final class Stream implements AutoCloseable {

        private final BufferedReader lines;

        Stream(String path, String... headers) throws IOException, InterruptedException {
            var request = gateway.signedIn(path, "").header("Accept", "text/event-stream");
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        }

        /** The lines of the next frame. */
        List<String> frame() throws IOException {
            var frame = new ArrayList<String>();
            for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                frame.add(line);
            }
            return frame;
        }

        /** The next frame that is an event. */
        List<String> event() throws IOException {
            var frame = frame();
            while (!frame.isEmpty() && !frame.getFirst().startsWith("id: ")) {
                frame = frame();
            }
            return frame;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    @Test
    void aPageGoesOnWhereTheLastOneEnded() throws Exception {
        feed.add(3, "{ \"n\": 1.10 }");
        feed.add(5, "2");
        var first = get(path(OWN));
        var next = json(first, 200).path("next").asText();
        feed.add(9, "3");

        var second = json(get(path(OWN) + "?after=" + next), 200);

        assertThat(first.body()).contains("\"data\":{ \"n\": 1.10 }");
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("items").path(0).path("data").asInt()).isEqualTo(3);
    }

    @Test
    void anEmptyFeedHasACursorToo() throws Exception {
        var next = json(get(path(OWN)), 200).path("next").asText();
        feed.add(0, "1");

        assertThat(json(get(path(OWN) + "?after=" + next), 200).path("items")).hasSize(1);
    }

    @Test
    void aPageWaitsForTheFirstItem() throws Exception {
        var next = json(get(path(OWN)), 200).path("next").asText();
        var waiting = http.sendAsync(
                gateway.signedIn(path(OWN) + "?wait=20&after=" + next, "").build(),
                HttpResponse.BodyHandlers.ofString());
        org.awaitility.Awaitility.await()
                .until(() -> notifier.lastAsked().getQuery().contains("wait=20000"));

        feed.add(1, "1");

        assertThat(json(waiting.get(10, TimeUnit.SECONDS), 200).path("items")).hasSize(1);
    }

    @Test
    void aCursorIsOfOneSubscriptionAlone() throws Exception {
        var next = json(get(path(OWN)), 200).path("next").asText();

        problem(get(path(ANOTHER) + "?after=" + next), 400, "invalid-cursor");
        problem(
                send(gateway.signedIn(path(OWN), "")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", "x")),
                400,
                "invalid-cursor");
    }

    @Test
    void aFeedIsItsOwnersAlone() throws Exception {
        problem(get(path(FOREIGN)), 404, "not-found");
    }

    @Test
    void aCursorThatIsTooOldIsGone() throws Exception {
        notifier.answer("/internal/v1/subscriptions/" + OWN + "/notifications", asked -> "");

        problem(get(path(OWN)), 410, "cursor-expired");
        problem(send(gateway.signedIn(path(OWN), "").header("Accept", "text/event-stream")), 410, "cursor-expired");
    }

    @Test
    void aStreamTellsWhatIsThereAndWhatComes() throws Exception {
        feed.add(3, "{\n\"n\":\r\n1.10}");
        try (var stream = new Stream(path(OWN))) {
            var first = stream.event();
            feed.add(5, "2");

            var second = stream.event();

            assertThat(first.get(1)).isEqualTo("data: {\"sequence\":\"0000000000000000003\",\"data\":{ \"n\":  1.10}}");
            assertThat(second.get(1)).endsWith("\"data\":2}");
        }
    }

    @Test
    void aStreamGoesOnBehindTheLastEvent() throws Exception {
        feed.add(3, "1");
        feed.add(5, "2");
        String last;
        try (var stream = new Stream(path(OWN))) {
            last = stream.event().getFirst().substring("id: ".length());
        }

        try (var again = new Stream(path(OWN), "Last-Event-ID", last)) {
            assertThat(again.event().get(1)).contains("\"data\":2");
        }
    }

    @Test
    void aStreamWhereNothingHappensSaysThatItLives() throws Exception {
        reopen(Map.of("budkavle.gateway.streams.heartbeat", "50ms"));
        try (var stream = new Stream(path(OWN))) {
            assertThat(stream.frame()).containsExactly("retry: 2000");
            assertThat(stream.frame()).containsExactly(":");
            assertThat(stream.frame()).containsExactly(":");
        }
    }

    @Test
    void aStreamEndsAfterAWhile() throws Exception {
        reopen(Map.of("budkavle.gateway.streams.longest", "300ms"));
        try (var stream = new Stream(path(OWN))) {
            assertThat(stream.event()).isEmpty();
        }
    }

    @Test
    void aStreamEndsWithItsSubscription() throws Exception {
        reopen(Map.of("budkavle.gateway.streams.heartbeat", "50ms"));
        try (var stream = new Stream(path(OWN))) {
            stream.frame();
            gateway.context().getBean(Registry.class).copy().putSubscription(OWN, null);

            assertThat(stream.event()).isEmpty();
        }
    }

    @Test
    void streamsEndProperlyWhenTheGatewayStops() throws Exception {
        try (var stream = new Stream(path(OWN))) {
            stream.frame();

            gateway.close();

            // A connection that breaks would be an exception.
            assertThat(stream.event()).isEmpty();
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefusedUntilOneIsClosed() throws Exception {
        reopen(Map.of(
                "budkavle.gateway.streams.most-open-per-organisation",
                1,
                "budkavle.gateway.streams.heartbeat",
                "50ms"));
        var stream = new Stream(path(OWN));
        try (stream) {
            stream.frame();
            var refused = send(gateway.signedIn(path(OWN), "").header("Accept", "text/event-stream"));

            problem(refused, 429, "too-many-streams");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            try (var next = new Stream(path(OWN))) {
                assertThat(next.frame()).isNotEmpty();
            }
        });
    }
}
