package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.event.EventIntake;
import se.budkavle.gateway.event.EventRequest;
import se.budkavle.gateway.event.EventSettings;
import se.budkavle.gateway.event.HeaderEvents;
import se.budkavle.gateway.event.JsonEvents;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Where events are published. */
@Controller("/v1/events")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EventController {

    private static final String CLOUDEVENTS = "application/cloudevents";

    private final EventIntake intake;
    private final EventSettings settings;
    private final Clock clock;

    EventController(EventIntake intake, EventSettings settings, Clock clock) {
        this.intake = intake;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What was accepted.
     *
     * @param accepted how many events: all of the request
     */
    record Accepted(int accepted) {}

    /** Publishes events: one, or a batch of which all are accepted or none. */
    @Post
    @Consumes(MediaType.ALL)
    @RequestBody(
            description = "A CloudEvent 1.0 in structured, batch or binary mode (attributes in ce- headers, any body)",
            content = {
                @Content(
                        mediaType = JsonEvents.ONE,
                        schema = @Schema(implementation = Documented.CloudEventBody.class)),
                @Content(
                        mediaType = JsonEvents.BATCH,
                        array = @ArraySchema(schema = @Schema(implementation = Documented.CloudEventBody.class))),
                @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary"))
            })
    @Parameter(
            name = "ce-id",
            in = ParameterIn.HEADER,
            description =
                    "Binary mode; so are ce-specversion, ce-source, ce-type, ce-subject and every other attribute",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "202",
            description = "Accepted: replicated",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    HttpResponse<Accepted> publish(HttpRequest<byte[]> request) {
        var type = Exchange.header(request, HttpHeaders.CONTENT_TYPE);
        var mode = Mode.of(type);
        var events = read(mode, request, type).orRefuse();
        intake.accept(
                events, Exchange.caller(request), mode.name().toLowerCase(Locale.ROOT), Exchange.traceparent(request));
        return HttpResponse.<Accepted>accepted().body(new Accepted(events.size()));
    }

    /** How a request carries events: its media type says. */
    private enum Mode {
        STRUCTURED,
        BATCH,
        BINARY;

        static Mode of(@Nullable String contentType) {
            var type = contentType == null
                    ? ""
                    : contentType.replaceFirst("\\s*;.*", "").strip().toLowerCase(Locale.ROOT);
            return switch (type) {
                case JsonEvents.ONE -> STRUCTURED;
                case JsonEvents.BATCH -> BATCH;
                default -> {
                    if (type.startsWith(CLOUDEVENTS)) {
                        throw Refusal.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE).asException();
                    }
                    yield BINARY;
                }
            };
        }
    }

    private Parsed<List<EventRequest>> read(Mode mode, HttpRequest<byte[]> request, @Nullable String type) {
        var body = Exchange.body(request);
        var now = clock.instant();
        return switch (mode) {
            case STRUCTURED -> JsonEvents.one(body, now);
            case BATCH -> JsonEvents.batch(body, settings.maxBatch(), now);
            case BINARY -> {
                var headers = new HashMap<String, List<String>>();
                request.getHeaders()
                        .names()
                        .forEach(name -> headers.put(name, request.getHeaders().getAll(name)));
                yield HeaderEvents.read(headers, type, body, now);
            }
        };
    }
}
