package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.problem.Complaints;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/** Asks the notifier's internal API. Blocks, and is meant for virtual threads: a waiting long poll holds no platform thread. */
@Singleton
final class NotifierClient {

    private static final Logger LOG = LoggerFactory.getLogger(NotifierClient.class);
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final BodyHandler<byte[]> WHOLE = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST);
    /** Who polls would else fill the log while the notifier is away. */
    private static final Duration COMPLAINT = Duration.ofSeconds(30);

    private final NotifierInstances instances;
    private final ObjectMapper json;
    private final Semaphore room;
    private final Complaints complaints = new Complaints(COMPLAINT);

    NotifierClient(NotifierSettings settings, NotifierInstances instances, ObjectMapper json) {
        this.instances = instances;
        this.json = json;
        this.room = new Semaphore(settings.maxInFlight());
    }

    /**
     * Content on its way through.
     *
     * @param contentType media type
     * @param digest {@code Content-Digest}
     */
    @SuppressWarnings("ArrayRecordComponent") // only ever handed on
    record Content(String contentType, Optional<String> digest, byte[] bytes) {}

    /**
     * Reads an object.
     *
     * @param waiting how long the notifier itself may wait for something to tell
     * @return the object, or empty if there is none (404)
     * @throws RefusedException 410 if the cursor is too old, 503 if the notifier cannot be asked
     */
    Optional<ObjectNode> get(UriQuery uri, Duration waiting) {
        return read(uri, waiting, this::object);
    }

    /**
     * What is made of an answer's bytes.
     *
     * @param <T> what
     */
    @FunctionalInterface
    interface Reading<T> {
        T of(byte[] json) throws IOException;
    }

    /** As {@link #get}, made into something else. */
    <T> Optional<T> read(UriQuery uri, Duration waiting, Reading<T> reading) {
        var answer = ask(uri, waiting, WHOLE);
        try {
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(reading.of(answer.body()));
                case 404 -> Optional.empty();
                case 410 -> throw Refusal.of(ProblemCode.CURSOR_EXPIRED).asException();
                case 400 -> throw Refusal.of(ProblemCode.INVALID_CURSOR).asException();
                default -> throw unavailable(uri, answer.statusCode());
            };
        } catch (IOException e) {
            throw unavailable(uri, 0);
        }
    }

    private ObjectNode object(byte[] bytes) throws IOException {
        JsonNode node = json.readTree(bytes);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not an object");
    }

    /** {@return the content, whole; 404 and 410 are refused as such} */
    Content content(UriQuery uri) {
        var answer = ask(uri, Duration.ZERO, WHOLE);
        return switch (answer.statusCode()) {
            case 200 ->
                new Content(
                        answer.headers().firstValue("Content-Type").orElse("application/octet-stream"),
                        answer.headers().firstValue("Content-Digest"),
                        answer.body());
            case 404 -> throw Refusal.of(ProblemCode.NOT_FOUND).asException();
            case 410 -> throw Refusal.of(ProblemCode.CONTENT_DISPOSED).asException();
            default -> throw unavailable(uri, answer.statusCode());
        };
    }

    private <T> HttpResponse<T> ask(UriQuery uri, Duration waiting, BodyHandler<T> body) {
        if (!room.tryAcquire()) {
            throw Refusal.of(ProblemCode.UNAVAILABLE).asException();
        }
        try {
            return instances.ask(uri, waiting, body);
        } catch (IOException e) {
            throw unavailable(uri, 0);
        } catch (InterruptedException e) {
            // Whoever asked has gone.
            Thread.currentThread().interrupt();
            throw Refusal.of(ProblemCode.UNAVAILABLE).asException();
        } finally {
            room.release();
        }
    }

    private RefusedException unavailable(UriQuery uri, int status) {
        long times = complaints.due(System.nanoTime());
        if (times > 0) {
            LOG.atWarn()
                    .addKeyValue("path", uri.path())
                    .addKeyValue("status", status)
                    .addKeyValue("times", times)
                    .log("the notifier does not answer");
        }
        return Refusal.of(ProblemCode.UNAVAILABLE, "What is asked for cannot be read just now.")
                .asException();
    }

    /** {@return the addresses as parameters of a query} */
    static UriQuery addresses(UriQuery uri, List<String> addresses) {
        addresses.forEach(each -> uri.with("address", each));
        return uri;
    }
}
