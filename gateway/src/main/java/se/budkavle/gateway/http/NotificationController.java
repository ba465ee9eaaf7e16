package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;

/** The pull feed of a subscription, whatever its channel: page by page, or as server-sent events. */
@Controller("/v1/subscriptions/{id}/notifications")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NotificationController {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final OwnSubscriptions own;
    private final NotificationFeed feed;
    private final NotificationStreams streams;

    NotificationController(OwnSubscriptions own, NotificationFeed feed, NotificationStreams streams) {
        this.own = own;
        this.feed = feed;
        this.streams = streams;
    }

    /** Notifications, oldest first: CloudEvents in the order of their subjects; `next` is always there, to go on with. */
    @Get
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_EVENT_STREAM})
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "wait", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(
            name = LAST_EVENT_ID,
            in = ParameterIn.HEADER,
            description = "Server-sent events: the id of the last one, to go on behind it",
            schema = @Schema(type = "string"))
    HttpResponse<?> list(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var after = query.text("after");
        var waiting = query.waiting();
        var reader = new NotificationFeed.Reader(caller, own.find(id, caller).getSubscriptionId(), query.limit());
        var position = reader.position(after, "after");
        if (!wantsEvents(request)) {
            var page = feed.read(reader, position, waiting);
            return HttpResponse.ok(page.json(reader::cursor))
                    .contentType(MediaType.APPLICATION_JSON_TYPE)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        var last = reader.position(Exchange.header(request, LAST_EVENT_ID), LAST_EVENT_ID);
        return HttpResponse.ok(streams.open(reader, last == null ? position : last))
                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** The first of the two that the caller names. */
    private static boolean wantsEvents(HttpRequest<?> request) {
        for (var accepted : request.getHeaders().accept()) {
            if (accepted.matches(MediaType.APPLICATION_JSON_TYPE)) {
                return false;
            }
            if (accepted.matches(MediaType.TEXT_EVENT_STREAM_TYPE)) {
                return true;
            }
        }
        return false;
    }
}
