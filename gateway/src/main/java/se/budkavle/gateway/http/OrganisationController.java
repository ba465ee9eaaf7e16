package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Duration;
import se.budkavle.gateway.json.OperatorRequests;
import se.budkavle.gateway.registry.OrganisationCommands;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.RegistryCommandKind;

/**
 * How organisations fare, and the brake: while one is suspended it sends nothing, and what goes to it is held.
 */
@Controller("/v1/operator/organisations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrganisationController {

    private static final String LIST = "organisations";

    private final OrganisationCommands commands;
    private final Registry registry;
    private final NotifierClient notifier;

    OrganisationController(OrganisationCommands commands, Registry registry, NotifierClient notifier) {
        this.commands = commands;
        this.registry = registry;
        this.notifier = notifier;
    }

    /**
     * How the messages of each organisation that has sent any fare, the worst first.
     *
     * <p>State is FAILING or SILENT while that lasts of which operators were told by
     * {@code se.budkavle.operator.organisation-silent}, else OK; then come those with something undelivered. Status is ACTIVE
     * or SUSPENDED.
     */
    @Get
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var uri = UriQuery.path("internal", "v1", "organisations")
                .with("after", Pages.after(query, caller, LIST))
                .with("limit", query.limit());
        var page = notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound);
        page.path("items").forEach(this::show);
        return Pages.bound(page, caller, LIST);
    }

    /**
     * How the messages of one fare. Of one that has sent nothing, or where nobody looks after that, state is null and the rest
     * missing.
     */
    @Get("/{organisation}")
    ObjectNode one(String organisation) {
        var id = Paths.organisation(organisation);
        var uri = UriQuery.path("internal", "v1", "organisations", id);
        return notifier.get(uri, Duration.ZERO).map(this::show).orElseGet(() -> {
            if (!registry.copy().knows(id)) {
                throw Paths.notFound();
            }
            return show(JsonNodeFactory.instance
                    .objectNode()
                    .put("organisation", id)
                    .putNull("state"));
        });
    }

    /** Where it stands in the list is the notifier's business; whether it is suspended is not. */
    private ObjectNode show(JsonNode health) {
        var shown = ((ObjectNode) health).<ObjectNode>without("place");
        var entry = registry.copy().organisation(shown.path("organisation").asText());
        return entry != null && entry.getStatus() == OrganisationStatus.SUSPENDED
                ? shown.put("status", "SUSPENDED").put("statusReason", entry.getStatusReason())
                : shown.put("status", "ACTIVE").putNull("statusReason");
    }

    /** Suspends an organisation; one that is suspended already stays so. */
    @Post("/{organisation}/suspend")
    @Consumes(MediaType.ALL)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ReasonBody.class)))
    @ApiResponse(responseCode = "204", description = "Suspended")
    HttpResponse<?> suspend(HttpRequest<byte[]> request, String organisation) {
        return change(RegistryCommandKind.SUSPEND_ORGANISATION, request, organisation);
    }

    /** Resumes an organisation; what was held for it goes on. */
    @Post("/{organisation}/resume")
    @Consumes(MediaType.ALL)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ReasonBody.class)))
    @ApiResponse(responseCode = "204", description = "Resumed")
    HttpResponse<?> resume(HttpRequest<byte[]> request, String organisation) {
        return change(RegistryCommandKind.RESUME_ORGANISATION, request, organisation);
    }

    private HttpResponse<?> change(RegistryCommandKind kind, HttpRequest<byte[]> request, String organisation) {
        var id = Paths.organisation(organisation);
        var reason = OperatorRequests.optionalReason(Exchange.body(request))
                .orRefuse()
                .orElse(null);
        commands.change(kind, id, reason, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.noContent();
    }
}
