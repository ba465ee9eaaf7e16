package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.Precondition;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistrySettings;
import se.budkavle.gateway.registry.RotationRequest;
import se.budkavle.gateway.registry.SubscriptionCommands;
import se.budkavle.gateway.registry.SubscriptionRequests;
import se.budkavle.gateway.registry.SubscriptionSettings;
import se.budkavle.gateway.registry.SubscriptionView;
import se.budkavle.gateway.registry.WantedSubscription;
import se.budkavle.gateway.registry.WebhookTarget;
import se.budkavle.schemas.TargetPolicy;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;

/** The caller's subscriptions: what they are, and what changes them. */
@Controller("/v1/subscriptions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SubscriptionController {

    private static final String LIST = "subscriptions";

    private final Registry registry;
    private final OwnSubscriptions own;
    private final SubscriptionCommands commands;
    private final SubscriptionSettings settings;
    private final WebhookTarget target;

    SubscriptionController(
            Registry registry,
            OwnSubscriptions own,
            RegistrySettings registrySettings,
            SubscriptionCommands commands,
            SubscriptionSettings settings) {
        this.registry = registry;
        this.own = own;
        this.commands = commands;
        this.settings = settings;
        this.target = new WebhookTarget(
                InetAddress::getAllByName, new TargetPolicy(registrySettings.allowLoopbackTargets(), false));
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
        var caller = Exchange.caller(request);
        var wanted = wanted(request, caller);
        var created = commands.create(wanted, caller, Exchange.traceparent(request));
        var entry = created.entry();
        return answer(HttpResponse.created(SubscriptionView.of(entry, created.secret())), entry)
                .header(HttpHeaders.LOCATION, "/v1/subscriptions/" + entry.getSubscriptionId());
    }

    /** All of the caller's. */
    @Get
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Pages.Page<SubscriptionView> list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var limit = query.limit();
        var entries = registry.copy()
                .subscriptions(caller.organisation(), Pages.after(query, caller, LIST))
                .limit(limit + 1L)
                .toList();
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
        return answer(own.find(id, Exchange.caller(request)), null);
    }

    /** Puts what is wanted in place of what is there; a webhook at another URL proves itself anew. */
    @Put("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.SubscriptionBody.class)))
    HttpResponse<SubscriptionView> update(HttpRequest<byte[]> request, String id) {
        var caller = Exchange.caller(request);
        var condition = condition(request);
        var wanted = wanted(request, caller);
        var entry = own.find(id, caller);
        return answer(commands.update(entry, wanted, condition, caller, Exchange.traceparent(request)), null);
    }

    /** Unsubscribes. */
    @Delete("/{id}")
    HttpResponse<?> delete(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var condition = condition(request);
        commands.delete(own.find(id, caller).getSubscriptionId(), condition, caller, Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    /** Stops pushing; what happens meanwhile is kept. */
    @Post("/{id}/pause")
    @Consumes(MediaType.ALL)
    HttpResponse<SubscriptionView> pause(HttpRequest<?> request, String id) {
        return change(RegistryCommandKind.PAUSE_SUBSCRIPTION, request, id);
    }

    /** Pushes again, beginning with what was missed. */
    @Post("/{id}/resume")
    @Consumes(MediaType.ALL)
    HttpResponse<SubscriptionView> resume(HttpRequest<?> request, String id) {
        return change(RegistryCommandKind.RESUME_SUBSCRIPTION, request, id);
    }

    private HttpResponse<SubscriptionView> change(RegistryCommandKind kind, HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        var known = own.find(id, caller).getSubscriptionId();
        return answer(commands.change(kind, known, caller, Exchange.traceparent(request)), null);
    }

    /** Sends a notification about nothing, of type {@code se.budkavle.subscription.test}, to this subscription alone. */
    @Post("/{id}/test")
    @Consumes(MediaType.ALL)
    HttpResponse<?> test(HttpRequest<?> request, String id) {
        var caller = Exchange.caller(request);
        commands.test(own.find(id, caller).getSubscriptionId(), caller, Exchange.traceparent(request));
        return HttpResponse.accepted();
    }

    /** Makes a new signing secret, told once; the former ones still sign for a while, so that nothing is refused meanwhile. */
    @Post("/{id}/rotate-secret")
    @Consumes(MediaType.ALL)
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.RotationBody.class)))
    HttpResponse<SubscriptionView> rotateSecret(HttpRequest<byte[]> request, String id) {
        var caller = Exchange.caller(request);
        var condition = condition(request);
        var wanted = RotationRequest.read(Exchange.body(request), settings).orRefuse();
        var entry = own.find(id, caller);
        if (entry.getChannel() != ChannelKind.WEBHOOK) {
            throw Refusal.of(ProblemCode.NOT_POSSIBLE, "Only webhooks are signed.")
                    .asException();
        }
        var rotated = commands.rotate(entry, wanted, condition, caller, Exchange.traceparent(request));
        return answer(rotated.entry(), rotated.secret());
    }

    private WantedSubscription wanted(HttpRequest<byte[]> request, Caller caller) {
        var wanted = SubscriptionRequests.read(Exchange.body(request), target).orRefuse();
        if (wanted.isForOperators()) {
            caller.mustHave(Scope.OPERATOR_READ);
        }
        return wanted;
    }

    private static Precondition condition(HttpRequest<?> request) {
        return Precondition.of(Exchange.header(request, HttpHeaders.IF_MATCH), null)
                .orRefuse();
    }

    private static HttpResponse<SubscriptionView> answer(Subscription entry, @Nullable String secret) {
        return answer(HttpResponse.ok(SubscriptionView.of(entry, secret)), entry);
    }

    /** A URL's query is secret, and so is what signs: neither stays in a cache. */
    private static MutableHttpResponse<SubscriptionView> answer(
            MutableHttpResponse<SubscriptionView> answer, Subscription entry) {
        return answer.header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
