package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.registry.EventTypeCommands;
import se.budkavle.gateway.registry.EventTypeRequests;
import se.budkavle.gateway.registry.EventTypeView;
import se.budkavle.gateway.registry.Precondition;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.schema.DataSchemas;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Visibility;

/** The catalogue of event types. Reads come from the copy; writes are decided by the type's owner in the router. */
@Controller("/v1/event-types")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventTypeController {

    private static final String LIST = "event-types";

    private final Registry registry;
    private final EventTypeCommands commands;
    private final DataSchemas schemas;
    private final Clock clock;

    EventTypeController(Registry registry, EventTypeCommands commands, DataSchemas schemas, Clock clock) {
        this.registry = registry;
        this.commands = commands;
        this.schemas = schemas;
        this.clock = clock;
    }

    /** Registers a type, or changes it. */
    @Put("/{type}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.EventTypeBody.class)))
    HttpResponse<EventTypeView> put(HttpRequest<byte[]> request, String type) {
        var caller = Exchange.caller(request);
        if (!EventTypeNames.isWellFormed(type)) {
            throw Query.refused("type", "invalid-type", "Not an event type, such as se.agency.thing.changed.");
        }
        var condition = Precondition.of(
                        Exchange.header(request, HttpHeaders.IF_MATCH),
                        Exchange.header(request, HttpHeaders.IF_NONE_MATCH))
                .orRefuse();
        var entry = EventTypeRequests.parse(
                        Exchange.body(request),
                        type,
                        caller.organisation(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        schemas)
                .orRefuse();
        var written = commands.put(entry, condition, caller, Exchange.traceparent(request));
        return HttpResponse.<EventTypeView>status(written.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .header(HttpHeaders.ETAG, Precondition.etag(written.entry().getVersion()))
                .header(HttpHeaders.LOCATION, "/v1/event-types/" + type)
                .body(EventTypeView.of(written.entry()));
    }

    /** One type. */
    @Get("/{type}")
    HttpResponse<EventTypeView> one(HttpRequest<?> request, String type) {
        var entry = registry.findEventType(type);
        if (entry == null || !isVisible(entry, Exchange.caller(request))) {
            throw Paths.notFound();
        }
        return HttpResponse.ok(EventTypeView.of(entry)).header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()));
    }

    /** The types that the caller may subscribe to, in their order. */
    @Get
    @Parameter(name = "owner", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "q", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Pages.Page<EventTypeView> list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var limit = query.limit();
        var owner = query.text("owner");
        var text = query.text("q");
        var entries = registry.copy()
                .eventTypes(Pages.after(query, caller, LIST))
                .filter(entry -> isVisible(entry, caller))
                .filter(entry -> owner == null || entry.getOrganisation().equalsIgnoreCase(owner))
                .filter(entry -> text == null || contains(entry, text.toLowerCase(Locale.ROOT)))
                .limit(limit + 1L)
                .toList();
        return Pages.of(entries, limit, EventType::getType, EventTypeView::of, caller, LIST);
    }

    private static boolean contains(EventType entry, String text) {
        var description = entry.getDescription();
        return entry.getType().toLowerCase(Locale.ROOT).contains(text)
                || (description != null && description.toLowerCase(Locale.ROOT).contains(text));
    }

    /** What is not public is for those who may be told, and for operators. What a later version limits is not public. */
    private static boolean isVisible(EventType entry, Caller caller) {
        return entry.getVisibility() == Visibility.PUBLIC
                || entry.getOrganisation().equals(caller.organisation())
                || entry.getAudience().contains(caller.organisation())
                || caller.may(Scope.OPERATOR_READ);
    }
}
