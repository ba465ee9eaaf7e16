package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import se.budkavle.gateway.json.ReplayRequests;
import se.budkavle.schemas.avro.ReplayJobKind;

/** Replays, and discards, of all dead letters of a filter, as jobs that can be watched and stopped. */
@Controller("/v1/operator")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReplayController {

    private final ReplayJobs jobs;

    ReplayController(ReplayJobs jobs) {
        this.jobs = jobs;
    }

    /** Replays all dead letters of a filter, each at most once unless forced; a dry run only tells how many there are. */
    @Post("/replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ReplayJobBody.class)))
    @ApiResponse(responseCode = "202", description = "Begun; the answer names the job")
    @ApiResponse(responseCode = "200", description = "A dry run: how many match, and some of them")
    HttpResponse<?> replay(HttpRequest<byte[]> request) {
        return begin(
                ReplayJobKind.REPLAY,
                ReplayRequests.replay(Exchange.body(request)).orRefuse(),
                request);
    }

    /** Replay jobs, newest first. */
    @Get("/replays")
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode replays(HttpRequest<?> request) {
        return jobs.list(ReplayJobKind.REPLAY, new Query(request), Exchange.caller(request));
    }

    /** How a replay job goes, and how what it replayed has ended so far. */
    @Get("/replays/{id}")
    ObjectNode oneReplay(String id) {
        return jobs.one(ReplayJobKind.REPLAY, id);
    }

    /** Stops a replay job; what it has replayed stays replayed. */
    @Delete("/replays/{id}")
    @ApiResponse(responseCode = "202", description = "It stops within a second")
    HttpResponse<?> stopReplay(HttpRequest<?> request, String id) {
        jobs.stop(ReplayJobKind.REPLAY, id, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.accepted();
    }

    /** Gives all dead letters of a filter up: their deliveries end as undeliverable, and their senders are told. */
    @Post("/discards")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.DiscardJobBody.class)))
    @ApiResponse(responseCode = "202", description = "Begun; the answer names the job")
    @ApiResponse(responseCode = "200", description = "A dry run: how many match, and some of them")
    HttpResponse<?> discard(HttpRequest<byte[]> request) {
        return begin(
                ReplayJobKind.DISCARD,
                ReplayRequests.discard(Exchange.body(request)).orRefuse(),
                request);
    }

    /** Discard jobs, newest first. */
    @Get("/discards")
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode discards(HttpRequest<?> request) {
        return jobs.list(ReplayJobKind.DISCARD, new Query(request), Exchange.caller(request));
    }

    /** How a discard job goes. */
    @Get("/discards/{id}")
    ObjectNode oneDiscard(String id) {
        return jobs.one(ReplayJobKind.DISCARD, id);
    }

    /** Stops a discard job; what it has given up stays so. */
    @Delete("/discards/{id}")
    @ApiResponse(responseCode = "202", description = "It stops within a second")
    HttpResponse<?> stopDiscard(HttpRequest<?> request, String id) {
        jobs.stop(ReplayJobKind.DISCARD, id, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.accepted();
    }

    private HttpResponse<?> begin(ReplayJobKind kind, ReplayRequests.Wanted wanted, HttpRequest<?> request) {
        if (wanted.dryRun()) {
            return HttpResponse.ok(jobs.dryRun(wanted));
        }
        var begun = jobs.begin(kind, wanted, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.accepted(URI.create(request.getPath() + "/" + begun.id()))
                .body(begun);
    }
}
