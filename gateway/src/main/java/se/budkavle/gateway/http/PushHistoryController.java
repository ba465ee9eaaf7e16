package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.time.Duration;
import se.budkavle.gateway.registry.ReplayRequest;

/** What became of a subscription's notifications, and how to have them once more. */
@Controller("/v1/subscriptions/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PushHistoryController {

    private final OwnSubscriptions own;
    private final DeadLetters deadLetters;
    private final Replays replays;
    private final NotifierClient notifier;

    PushHistoryController(OwnSubscriptions own, DeadLetters deadLetters, Replays replays, NotifierClient notifier) {
        this.own = own;
        this.deadLetters = deadLetters;
        this.replays = replays;
        this.notifier = notifier;
    }

    /** What the latest attempts met, newest first. */
    @Get("/attempts")
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode attempts(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var known = own.find(id, caller).getSubscriptionId();
        var list = "attempts/" + known;
        var uri = UriQuery.path("internal", "v1", "subscriptions", known, "attempts")
                .with("organisation", caller.organisation())
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, list);
    }

    /** What could not be pushed. */
    @Get("/dead-letters")
    @Parameter(name = "reason", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode deadLetters(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var known = own.find(id, caller).getSubscriptionId();
        return deadLetters.list(new Query(request), caller, known);
    }

    /** Pushes dead letters, or a part of the feed, once more; each is marked as a replay. */
    @Post("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ReplayBody.class)))
    HttpResponse<Replays.Answer> replay(HttpRequest<byte[]> request, String id) {
        var caller = Exchange.caller(request);
        var wanted = ReplayRequest.read(Exchange.body(request)).orRefuse();
        var entry = own.find(id, caller);
        var traceparent = Exchange.traceparent(request);
        return HttpResponse.<Replays.Answer>accepted()
                .body(
                        switch (wanted) {
                            case ReplayRequest.DeadLetters(var ids) ->
                                replays.deadLetters(ids, entry, caller, traceparent);
                            case ReplayRequest.Part part -> replays.part(part, entry, caller, traceparent);
                        });
    }
}
