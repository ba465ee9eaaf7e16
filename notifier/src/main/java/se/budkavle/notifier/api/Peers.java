package se.budkavle.notifier.api;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;
import se.budkavle.schemas.http.WholeAnswers;
import se.budkavle.schemas.tls.InternalTls;

/**
 * The other instances of the notifier. A request for what another holds goes on to it, once: a request that has gone on
 * before and still is not where it belongs is answered with 503, as the work is being distributed right then.
 */
@Singleton
public class Peers {

    /** Marks a request that comes from another instance. */
    public static final String FORWARDED = "Budkavle-Forwarded";

    /** Headers of an answer that its content is nothing without. */
    private static final List<String> PASSED_ON = List.of("Content-Type", "Content-Digest", "Retry-After");

    private final PeerSettings settings;
    private final Supplier<HttpClient> http;
    private final String scheme;
    private final String authorization;

    /** Asks with the installation's secret, and with this instance's certificate where there is TLS. */
    public Peers(
            @Property(name = "budkavle.internal.token", defaultValue = "") String token,
            PeerSettings settings,
            InternalTls tls) {
        this.settings = settings;
        authorization = InternalTokenFilter.authorization(token);
        scheme = tls.scheme();
        http = tls.client(() -> HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .version(HttpClient.Version.HTTP_1_1));
    }

    /** Whether a request comes from another instance. */
    public static boolean isForwarded(HttpRequest<?> request) {
        return request.getHeaders().contains(FORWARDED);
    }

    /** Lets another instance answer a request. */
    public HttpResponse<byte[]> forward(HttpRequest<?> request, HostInfo peer, Duration wait) {
        if (isForwarded(request)) {
            return Answers.unavailable();
        }
        try {
            var answer = WholeAnswers.send(
                    http.get(), get(peer, request.getUri().toString(), wait), BodyHandlers.ofByteArray());
            var response = HttpResponse.<byte[]>status(HttpStatus.valueOf(answer.statusCode()));
            PASSED_ON.forEach(
                    name -> answer.headers().firstValue(name).ifPresent(value -> response.header(name, value)));
            byte[] body = answer.body();
            return body.length == 0 ? response : response.body(body);
        } catch (IOException e) {
            return Answers.unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answers.unavailable();
        }
    }

    /**
     * What another instance answers.
     *
     * @param status HTTP status; 503 also when there was no answer
     * @param body its body
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Answer(int status, byte[] body) {}

    /** Asks another instance; ends normally whatever it answers. */
    public CompletableFuture<Answer> ask(HostInfo peer, String pathAndQuery, Duration wait) {
        return WholeAnswers.sendAsync(http.get(), get(peer, pathAndQuery, wait), BodyHandlers.ofByteArray())
                .handle((answer, error) -> error != null
                        ? new Answer(HttpStatus.SERVICE_UNAVAILABLE.getCode(), new byte[0])
                        : new Answer(answer.statusCode(), answer.body()));
    }

    private java.net.http.HttpRequest get(HostInfo peer, String pathAndQuery, Duration wait) {
        return java.net.http.HttpRequest.newBuilder(
                        URI.create(scheme + "://" + peer.host() + ":" + peer.port() + pathAndQuery))
                .header("Authorization", authorization)
                .header("Accept", MediaType.ALL)
                .header(FORWARDED, "1")
                .timeout(wait.plus(settings.timeout()))
                .GET()
                .build();
    }

    /** Lets go of the connections. */
    @PreDestroy
    public void close() {
        http.get().shutdownNow();
    }
}
