package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import se.budkavle.gateway.json.OperatorRequests;
import se.budkavle.gateway.registry.OrganisationCommands;
import se.budkavle.schemas.avro.RegistryCommandKind;

/** Suspends and resumes organisations. While one is suspended it sends nothing, and what goes to it is held. */
@Controller("/v1/operator/organisations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrganisationController {

    private final OrganisationCommands commands;

    OrganisationController(OrganisationCommands commands) {
        this.commands = commands;
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
