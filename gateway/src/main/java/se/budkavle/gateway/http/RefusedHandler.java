package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import se.budkavle.gateway.problem.RefusedException;

/** Answers what a route refused. */
@Singleton
final class RefusedHandler implements ExceptionHandler<RefusedException, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, RefusedException exception) {
        return Answers.problem((HttpRequest<?>) request, exception.refusal());
    }
}
