package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
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
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.gateway.registry.Precondition;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistrySettings;
import se.budkavle.gateway.registry.SubscriptionCommands;
import se.budkavle.gateway.registry.SubscriptionRequests;
import se.budkavle.gateway.registry.SubscriptionView;
import se.budkavle.gateway.registry.WebhookTarget;
import se.budkavle.schemas.TargetPolicy;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;

/** The caller's subscriptions; others' are not there. */
@Controller("/v1/subscriptions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SubscriptionController {

    private static final String LIST = "subscriptions";

    private final Registry registry;
    private final SubscriptionCommands commands;
    private final DeadLetters deadLetters;
    private final NotifierClient notifier;
    private final WebhookTarget target;

    SubscriptionController(
            Registry registry,
            RegistrySettings settings,
            SubscriptionCommands commands,
            DeadLetters deadLetters,
            NotifierClient notifier) {
        this.registry = registry;
        this.commands = commands;
        this.deadLetters = deadLetters;
        this.notifier = notifier;
        this.target =
                new WebhookTarget(InetAddress::getAllByName, new TargetPolicy(settings.allowLoopbackTargets(), false));
    }

    /**
     * What became of a replay.
     *
     * @param replayed dead letters that are on their way again
     * @param refused those that are not, and why
     */
    record Replayed(List<String> replayed, List<Refused> refused) {

        /**
         * One that is not replayed.
         *
         * @param deadLetterId the dead letter
         * @param code why
         */
        record Refused(String deadLetterId, String code) {}
    }

    /** Subscribes; the answer holds the signing secret, once. */
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.SubscriptionBody.class)))
    HttpResponse<SubscriptionView> create(HttpRequest<byte[]> request) {
        var wanted = SubscriptionRequests.create(Exchange.body(request), target).orRefuse();
        var created = commands.create(wanted, Exchange.caller(request), Exchange.traceparent(request));
        var entry = created.entry();
        return HttpResponse.<SubscriptionView>created(SubscriptionView.of(entry, created.secret()))
                .header(HttpHeaders.LOCATION, "/v1/subscriptions/" + entry.getSubscriptionId())
                .header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** All of the caller's. */
    @Get
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Pages.Page<SubscriptionView> list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var limit = query.limit();
        var entries = registry.copy().subscriptions(caller.organisation(), Pages.after(query, caller, LIST), limit + 1);
        return Pages.of(
                entries,
                limit,
                Subscription::getSubscriptionId,
                entry -> SubscriptionView.of(entry, null),
                caller,
                LIST);
    }

    /** One. */
    @Get("/{id}")
    HttpResponse<SubscriptionView> one(HttpRequest<?> request, String id) {
        return answer(own(id, Exchange.caller(request)));
    }

    private static HttpResponse<SubscriptionView> answer(Subscription entry) {
        return HttpResponse.ok(SubscriptionView.of(entry, null))
                .header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()));
    }

    private Subscription own(String text, Caller caller) {
        var id = Paths.id(text);
        var entry = registry.copy().subscription(id);
        if (entry == null || !entry.getOrganisation().equals(caller.organisation())) {
            throw Paths.notFound();
        }
        return entry;
    }

    /** Unsubscribes. */
    @Delete("/{id}")
    HttpResponse<?> delete(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var condition = Precondition.of(Exchange.header(request, HttpHeaders.IF_MATCH), null)
                .orRefuse();
        commands.delete(own(id, caller).getSubscriptionId(), condition, caller, Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    /** Stops pushing; what happens meanwhile is kept. */
    @Post("/{id}/pause")
    @Consumes(MediaType.ALL)
    HttpResponse<SubscriptionView> pause(HttpRequest<?> request, String id) {
        return change(RegistryCommandKind.PAUSE_SUBSCRIPTION, request, id);
    }

    /** Pushes again. */
    @Post("/{id}/resume")
    @Consumes(MediaType.ALL)
    HttpResponse<SubscriptionView> resume(HttpRequest<?> request, String id) {
        return change(RegistryCommandKind.RESUME_SUBSCRIPTION, request, id);
    }

    private HttpResponse<SubscriptionView> change(RegistryCommandKind kind, HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var own = own(id, caller).getSubscriptionId();
        return answer(commands.change(kind, own, caller, Exchange.traceparent(request)));
    }

    /** What the latest attempts met, newest first. */
    @Get("/{id}/attempts")
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode attempts(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var own = own(id, caller).getSubscriptionId();
        var list = "attempts/" + own;
        var uri = UriQuery.path("internal", "v1", "subscriptions", own, "attempts")
                .with("organisation", caller.organisation())
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, list);
    }

    /** What could not be pushed. */
    @Get("/{id}/dead-letters")
    @Parameter(name = "reason", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode deadLetters(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var own = own(id, caller).getSubscriptionId();
        return deadLetters.list(new Query(request), caller, own);
    }

    /** Pushes dead letters again. */
    @Post("/{id}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.ReplayBody.class)))
    HttpResponse<Replayed> replay(HttpRequest<byte[]> request, String id) {
        var caller = Exchange.caller(request);
        var ids = SubscriptionRequests.replay(Exchange.body(request)).orRefuse();
        var own = own(id, caller).getSubscriptionId();
        var replayed = new ArrayList<String>();
        var refused = new ArrayList<Replayed.Refused>();
        for (var deadLetter : ids) {
            try {
                deadLetters.ask(
                        DeadLetterCommandKind.REPLAY,
                        deadLetter,
                        new DeadLetters.Asker.Subscriber(caller, own),
                        false,
                        null,
                        Exchange.traceparent(request));
                replayed.add(deadLetter);
            } catch (RefusedException e) {
                refused.add(new Replayed.Refused(deadLetter, e.refusal().code().code()));
            }
        }
        return HttpResponse.<Replayed>accepted().body(new Replayed(replayed, refused));
    }
}
