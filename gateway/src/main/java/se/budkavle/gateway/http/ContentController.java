package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.DateTimeException;
import java.time.LocalDate;
import se.budkavle.gateway.content.KeyEndings;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** The content that an organisation has sent, as a whole. */
@Controller("/v1/content")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ContentController {

    private final KeyEndings keys;
    private final AuditTrail audit;

    ContentController(KeyEndings keys, AuditTrail audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /**
     * Destroys all content that the caller's organisation sent on a day (UTC), for good.
     *
     * <p>Its keys are destroyed, so that nobody can read it any longer. Recipients get {@code 410 content-disposed}, whether they
     * had read it or not; metadata and traces stay. The day must be over.
     */
    @Delete("/{day}")
    @ApiResponse(responseCode = "204", description = "Destroyed, now or before")
    HttpResponse<?> destroy(HttpRequest<?> request, String day) {
        var caller = Exchange.caller(request);
        var date = date(day);
        // What cannot be undone is in the audit before it is done.
        Runnable noted =
                () -> audit.record("content-destroy", date.toString(), null, caller, Exchange.traceparent(request));
        return switch (keys.destroy(caller.organisation(), date, noted)) {
            case DESTROYED -> HttpResponse.noContent();
            case NOTHING -> throw Paths.notFound();
            case NOT_OVER -> throw Refusal.of(ProblemCode.DAY_NOT_OVER).asException();
            case NOT_CONFIRMED -> throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        };
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Query.refused("day", "invalid-day", "Must be such as 2026-01-31.");
        }
    }
}
