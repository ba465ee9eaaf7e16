package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.netty.handler.codec.compression.DecompressionException;
import jakarta.inject.Singleton;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Answers a body that is not packed as its header says: the server finds out before any route is asked. */
@Singleton
final class PackedBodyHandler implements ExceptionHandler<DecompressionException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, DecompressionException exception) {
        return Answers.problem(
                (HttpRequest<?>) request,
                Refusal.of(
                        ProblemCode.INVALID_HEADER,
                        new Issue("Content-Encoding", "not-unpackable", "The body is not packed as it says.")));
    }
}
