package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.OperatorRequests;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.schemas.avro.DeadLetterCommandKind;

/** What operators do: metadata of all, content of none. */
@Controller("/v1/operator")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperatorController {

    private final DeadLetters deadLetters;
    private final NotifierClient notifier;

    OperatorController(DeadLetters deadLetters, NotifierClient notifier) {
        this.deadLetters = deadLetters;
        this.notifier = notifier;
    }

    /**
     * A replay that was accepted.
     *
     * @param id the dead letter
     * @param status REPLAYED
     */
    record Accepted(String id, String status) {}

    /**
     * Dead letters, by filter.
     *
     * <p>They are kept for {@code budkavle.topics.dead-letter-retention} (150 days) after they failed. What is still OPEN a week
     * before is given up by the backbone with a job of its own among the discards: its message ends UNDELIVERABLE with the
     * reason {@code retention-over}, and its sender is told.
     */
    @Get("/dead-letters")
    @Parameter(name = "topic", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "stage", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "partition", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "offset", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "reason", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "organisation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "messageId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "recipient", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "subscriptionId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "attempts", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "replays", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "firstFrom", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "firstTo", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode list(HttpRequest<?> request) {
        return deadLetters.list(new Query(request), Exchange.caller(request), null);
    }

    /** How many dead letters there are, and the oldest of them, by reason, organisation, subscription, topic or stage. */
    @Get("/dead-letters/groups")
    @Parameter(name = "by", in = ParameterIn.QUERY, required = true, schema = @Schema(type = "string"))
    @Parameter(name = "topic", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "stage", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "partition", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "offset", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "reason", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "organisation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "messageId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "recipient", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "subscriptionId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "attempts", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "replays", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "firstFrom", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "firstTo", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    ObjectNode groups(HttpRequest<?> request) {
        return deadLetters.groups(new Query(request), Exchange.caller(request));
    }

    /** One dead letter. */
    @Get("/dead-letters/{id}")
    ObjectNode one(String id) {
        return deadLetters.one(id);
    }

    /** Sends a dead letter back to where it came from. */
    @Post("/dead-letters/{id}/replay")
    @Consumes(MediaType.ALL)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ForceBody.class)))
    HttpResponse<Accepted> replay(HttpRequest<byte[]> request, String id) {
        boolean force = OperatorRequests.force(Exchange.body(request)).orRefuse();
        var asker = new DeadLetters.Asker.Operator(Exchange.caller(request));
        deadLetters.ask(DeadLetterCommandKind.REPLAY, id, asker, force, null, Exchange.traceparent(request));
        return HttpResponse.<Accepted>accepted().body(new Accepted(Paths.id(id), "REPLAYED"));
    }

    /** Gives a dead letter up. */
    @Post("/dead-letters/{id}/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.DiscardBody.class)))
    HttpResponse<?> discard(HttpRequest<byte[]> request, String id) {
        var reason = OperatorRequests.reason(Exchange.body(request)).orRefuse();
        var asker = new DeadLetters.Asker.Operator(Exchange.caller(request));
        deadLetters.ask(DeadLetterCommandKind.DISCARD, id, asker, false, reason, Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    /** The books: what was accepted, what became of it, whether it adds up, and what takes too long. */
    @Get("/balance")
    ObjectNode balance() {
        return notifier.get(UriQuery.path("internal", "v1", "balance"), Duration.ZERO)
                .orElseThrow(Paths::notFound);
    }

    /**
     * A message with its deliveries and its trace, across all parties. What waits to be pushed again, and to whom, is in
     * {@code retries}: null while that cannot be had.
     */
    @Get("/messages/{messageId}")
    ObjectNode message(String messageId) {
        var id = Paths.id(messageId);
        var uri = UriQuery.path("internal", "v1", "messages", id);
        var message = notifier.get(uri, MessageController.SETTLING).orElseThrow(Paths::notFound);
        // What the sender may see of its own message is content to an operator.
        message.remove("label");
        message.remove("caseId");
        message.remove(Cancellations.REQUEST_DIGEST);
        var events = notifier.get(
                UriQuery.path("internal", "v1", "messages", id, "events").with("limit", 1000),
                MessageController.SETTLING);
        events.ifPresent(page -> message.set("events", page.path("items")));
        message.set("retries", retries(id));
        return message;
    }

    /** A message must be seen while the dispatcher is away, too. */
    private @Nullable JsonNode retries(String messageId) {
        try {
            return notifier.get(UriQuery.path("internal", "v1", "messages", messageId, "retries"), Duration.ZERO)
                    .map(page -> page.path("items"))
                    .orElse(null);
        } catch (RefusedException e) {
            // The client has complained.
            return null;
        }
    }
}
