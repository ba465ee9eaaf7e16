package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Answers what nobody expected, without a word about it; the log tells where it happened, never the exception's text. */
@Singleton
final class BugHandler implements ExceptionHandler<RuntimeException, HttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(BugHandler.class);
    private static final int FRAMES = 12;

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, RuntimeException exception) {
        var typed = (HttpRequest<?>) request;
        LOG.atError()
                .addKeyValue("requestId", Exchange.requestId(typed))
                .addKeyValue("error", exception.getClass().getName())
                .addKeyValue(
                        "at",
                        Arrays.stream(exception.getStackTrace())
                                .limit(FRAMES)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining(" < ")))
                .log("a request failed unexpectedly");
        return Answers.problem(typed, Refusal.of(ProblemCode.INTERNAL_ERROR));
    }
}
