package se.budkavle.gateway.http;

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
import java.util.Set;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.SubscriptionCommands;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;

/** Everybody's subscriptions, for operators: how they fare, and how to stop one that does harm. */
@Controller("/v1/operator/subscriptions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperatorSubscriptionController {

    private static final String LIST = "operator-subscriptions";
    private static final Set<String> STATUSES = Set.of("PENDING", "ACTIVE", "PAUSED", "SUSPENDED");

    private final Registry registry;
    private final OperatorBrake brake;
    private final SubscriptionFigures figures;

    OperatorSubscriptionController(Registry registry, SubscriptionCommands commands, SubscriptionFigures figures) {
        this.registry = registry;
        this.brake = new OperatorBrake(
                RegistryCommandKind.SUSPEND_SUBSCRIPTION,
                RegistryCommandKind.RESUME_SUBSCRIPTION,
                commands::changeAsOperator);
        this.figures = figures;
    }

    /** Subscriptions of all organisations, with what is pending, since when, and how many of the latest attempts failed. */
    @Get
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "organisation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Pages.Page<OperatorSubscriptionView> list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var status = query.oneOf("status", STATUSES);
        var organisation = query.text("organisation");
        var limit = query.limit();
        var after = Pages.after(query, caller, LIST);
        var found = registry.copy()
                .subscriptions(organisation == null ? null : Paths.organisation(organisation), after)
                .filter(entry -> status == null || entry.getStatus().name().equals(status))
                .limit(limit + 1L)
                .toList();
        var ids =
                found.stream().limit(limit).map(Subscription::getSubscriptionId).toList();
        var pending = figures.pending(ids);
        var attempts = figures.attempts(ids);
        return Pages.of(
                found,
                limit,
                Subscription::getSubscriptionId,
                entry -> OperatorSubscriptionView.of(
                        entry, pending.get(entry.getSubscriptionId()), attempts.get(entry.getSubscriptionId())),
                caller,
                LIST);
    }

    /** Stops pushing to a subscriber, who is told why; what happens meanwhile is kept. */
    @Post("/{id}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.SuspensionBody.class)))
    @ApiResponse(responseCode = "204", description = "Suspended")
    HttpResponse<?> suspend(HttpRequest<byte[]> request, String id) {
        return brake.suspend(request, Paths.id(id));
    }

    /** Pushes again, beginning with what was missed. */
    @Post("/{id}/resume")
    @Consumes(MediaType.ALL)
    @ApiResponse(responseCode = "204", description = "Resumed")
    HttpResponse<?> resume(HttpRequest<?> request, String id) {
        return brake.resume(request, Paths.id(id));
    }
}
