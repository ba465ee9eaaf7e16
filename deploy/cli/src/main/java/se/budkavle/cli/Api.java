package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the HTTP API. */
final class Api implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String NDJSON = "application/x-ndjson";

    /** A request may wait for a minute (inbox); the rest is for the way. */
    private static final Duration TIMEOUT = Duration.ofSeconds(75);

    private final String base;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    Api(URI base) {
        this.base = base.toString().replaceAll("/+$", "");
    }

    /** The address without a slash at its end. */
    String base() {
        return base;
    }

    /**
     * Sends a request.
     *
     * @param token null: without one
     * @return the answer, whatever it is
     * @throws CommandFailure where there is none
     */
    Answer send(Call call, @Nullable String token) {
        var answer = send(call, token, "*/*", BodyHandlers.ofByteArray());
        return new Answer(
                answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
    }

    /**
     * The lines of an NDJSON answer, as they come; to be closed.
     *
     * @throws CommandFailure where there is none
     */
    Stream<String> lines(String path, String token) {
        var answer = send(Call.get(path), token, NDJSON, BodyHandlers.ofLines());
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        try (var body = answer.body()) {
            var problem = body.collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
            throw new CommandFailure(CommandFailure.FAILED, new Answer(answer.statusCode(), "", problem).problem());
        }
    }

    private <T> HttpResponse<T> send(Call call, @Nullable String token, String accept, BodyHandler<T> handler) {
        try {
            var request = HttpRequest.newBuilder(URI.create(base + call.path()))
                    .timeout(TIMEOUT)
                    .header("Accept", accept)
                    .method(call.method(), publisher(call.body()));
            if (call.contentType() != null) {
                request.header("Content-Type", call.contentType());
            }
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new CommandFailure(
                    CommandFailure.UNREACHABLE,
                    "Nothing answers at %s. Start the system with `budkavle up`, or name another address with --url."
                            .formatted(base));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(CommandFailure.USAGE, "Not an address of an API: " + base);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(CommandFailure.FAILED, "Interrupted.");
        }
    }

    /**
     * As {@link #send}, where only success will do.
     *
     * @throws CommandFailure with the problem in words
     */
    Answer expect(Call call, @Nullable String token) {
        Answer answer = send(call, token);
        if (!answer.isSuccess()) {
            throw new CommandFailure(CommandFailure.FAILED, answer.problem());
        }
        return answer;
    }

    /**
     * A token of the local system's identity provider.
     *
     * @param scope null: all that an agency needs
     * @throws CommandFailure where there is no such provider, or it refuses
     */
    String token(String organisation, @Nullable String scope) {
        Answer answer = send(Call.post("/dev/token").json(tokenRequest(organisation, scope)), null);
        if (answer.status() == 404) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    "%s gives no tokens; only the local system does. Get one from your identity provider and give it with --token or BUDKAVLE_TOKEN."
                            .formatted(base));
        }
        if (!answer.isSuccess()) {
            throw new CommandFailure(CommandFailure.FAILED, answer.problem());
        }
        JsonNode token = answer.json().path("access_token");
        return token.asText();
    }

    private static String tokenRequest(String organisation, @Nullable String scope) {
        var request = JSON.createObjectNode().put("organisation", organisation);
        if (scope != null) {
            request.put("scope", scope);
        }
        return request.toString();
    }

    private static BodyPublisher publisher(Call.@Nullable Body body) throws FileNotFoundException {
        return switch (body) {
            case null -> BodyPublishers.noBody();
            case Call.Body.Text(String text) -> BodyPublishers.ofString(text);
            case Call.Body.Bytes(var file) -> BodyPublishers.ofFile(file);
            case Call.Body.Part(byte[] bytes) -> BodyPublishers.ofByteArray(bytes);
        };
    }

    /** A text as part of a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    @Override
    public void close() {
        client.close();
    }
}
