package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import se.budkavle.chaos.account.Attempt;

/** The public API behind several doors, as a careful client uses it: what was not confirmed is repeated at another door. */
public final class Api implements AutoCloseable {

    /** Reads and writes what is sent and answered. */
    public static final ObjectMapper JSON = JsonMapper.builder().build();

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Of the pause; who reads is to see soon that it may go on. */
    private static final int READER_DOUBLINGS = 4;

    private static final int WRITER_DOUBLINGS = 7;
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final HttpClient http;
    private volatile List<URI> doors;

    /** Goes to any of the doors. */
    public Api(List<URI> doors) {
        this.doors = List.copyOf(doors);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** From now on all requests, those that are repeated included, go to other doors. */
    public void moveTo(List<URI> others) {
        doors = List.copyOf(others);
    }

    /**
     * A request.
     *
     * @param method of HTTP
     * @param path with its query
     * @param token of the caller
     * @param key idempotency key, or null
     * @param body as JSON, or null
     * @param waiting how long the answer may take beyond the usual, as it was asked to wait
     */
    public record Request(
            String method,
            String path,
            String token,
            @Nullable String key,
            @Nullable JsonNode body,
            Duration waiting) {

        /** A read that is answered at once. */
        public static Request get(String path, String token) {
            return new Request("GET", path, token, null, null, Duration.ZERO);
        }

        /** A write. */
        public static Request put(String path, String token, JsonNode body) {
            return new Request("PUT", path, token, null, body, Duration.ZERO);
        }

        Request waiting(Duration time) {
            return new Request(method, path, token, key, body, time);
        }
    }

    /**
     * An answer.
     *
     * @param status of HTTP; 0 where the last attempt had none
     * @param body its bytes
     * @param attempts requests that it took
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Answer(int status, byte[] body, int attempts) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Sends until it is answered for good, or the time is over.
     *
     * @param door where to begin; the next attempts go to the next ones
     * @param atMost how long it is repeated
     */
    public Answer send(Request request, int door, Duration atMost) throws InterruptedException {
        return send(request, door, atMost, _ -> {});
    }

    /**
     * The same.
     *
     * @param each is told of each attempt
     */
    Answer send(Request request, int door, Duration atMost, Consumer<Attempt> each) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (int attempt = 1; ; attempt++) {
            long from = System.nanoTime();
            List<URI> now = doors;
            Answer answer = once(request, now.get(Math.floorMod(door + attempt - 1, now.size())), attempt);
            each.accept(new Attempt(from, System.nanoTime(), answer.status()));
            boolean isFinal = answer.status() != 0 && !PASSING.contains(answer.status());
            if (isFinal || System.nanoTime() > deadline) {
                return answer;
            }
            // Whoever repeats in vain holds back, or repeating becomes the load.
            int most = request.method().equals("GET") ? READER_DOUBLINGS : WRITER_DOUBLINGS;
            Thread.sleep(PAUSE.multipliedBy(1L << Math.min(attempt - 1, most)));
        }
    }

    private Answer once(Request request, URI door, int attempt) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = http.send(http(request, door), BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), answer.body(), attempt);
        } catch (IOException e) {
            return new Answer(0, new byte[0], attempt);
        }
    }

    private static HttpRequest http(Request request, URI door) {
        JsonNode body = request.body();
        HttpRequest.Builder http = HttpRequest.newBuilder(URI.create(door + request.path()))
                .timeout(ANSWER.plus(request.waiting()))
                .header("Authorization", "Bearer " + request.token())
                .method(
                        request.method(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            http.header("Content-Type", "application/json");
        }
        String key = request.key();
        if (key != null) {
            http.header("Idempotency-Key", key);
        }
        return http.build();
    }

    /** A text as part of a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
