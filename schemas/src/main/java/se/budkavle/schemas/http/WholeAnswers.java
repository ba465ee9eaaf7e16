package se.budkavle.schemas.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests whose time limit holds until all of the answer is there. The JDK's own ends with the headers (JDK-8208693,
 * mended in JDK 26): a process that hangs after these would be waited for until its connection breaks.
 */
public final class WholeAnswers {

    private WholeAnswers() {}

    /**
     * What is answered; it ends with a {@link TimeoutException} when the request's limit is over, and breaks off the exchange
     * then, and when it is cancelled.
     *
     * @param request whose {@code timeout} is the limit; without one there is none
     * @param body of which the answer is complete when it is; of a stream that is when the headers are there
     */
    public static <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpClient client, HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> exchange = client.sendAsync(request, body);
        CompletableFuture<HttpResponse<T>> whole = exchange.copy();
        request.timeout().ifPresent(limit -> whole.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
        var _ = whole.whenComplete((_, error) -> {
            if (error != null) {
                exchange.cancel(true);
            }
        });
        return whole;
    }

    /**
     * The same, waited for.
     *
     * @throws HttpTimeoutException the limit is over
     * @throws IOException there is no answer, or half of one
     */
    public static <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = sendAsync(client, request, body);
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            // Whoever is interrupted does not want the answer any more; one that is there is not touched.
            answer.cancel(true);
        }
    }

    /** Why there is no answer, in the terms of the JDK's client. */
    public static IOException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case IOException cause -> cause;
            case TimeoutException _ -> new HttpTimeoutException("there was no whole answer in time");
            case null, default -> new IOException(failed);
        };
    }
}
