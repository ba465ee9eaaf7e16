package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.message.Acknowledgements;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.MailboxCommandKind;

/** The inbox of the caller's addresses. Lists and items come from the notifier, what changes a state from the mailbox. */
@Controller("/v1/inbox")
@ExecuteOn(TaskExecutors.BLOCKING)
final class InboxController {

    private static final String LIST = "inbox";
    private static final String DISPOSED = "disposed";

    private final NotifierClient notifier;
    private final NotifierSettings settings;
    private final MailboxCommands mailbox;
    private final Registry registry;
    private final ObjectMapper json;

    InboxController(
            NotifierClient notifier,
            NotifierSettings settings,
            MailboxCommands mailbox,
            Registry registry,
            ObjectMapper json) {
        this.notifier = notifier;
        this.settings = settings;
        this.mailbox = mailbox;
        this.registry = registry;
        this.json = json;
    }

    /** What lies in the inbox, oldest first. */
    @Get
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "wait", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @Parameter(name = "status", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    ObjectNode list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var after = Pages.after(query, caller, LIST);
        var limit = query.limit();
        var waiting = query.waiting();
        var status = query.oneOf("status", Set.of("unacknowledged", "all"));
        var addresses = addresses(query, caller, waiting);
        if (addresses.isEmpty()) {
            var empty = json.createObjectNode();
            empty.putArray("items");
            return empty.put("next", Cursors.wrap(caller.organisation(), LIST, after == null ? "" : after));
        }
        var uri = UriQuery.path("internal", "v1", "inbox")
                .with("organisation", caller.organisation())
                .with("after", after)
                .with("limit", limit)
                .with("status", status == null ? "unacknowledged" : status);
        var page =
                notifier.get(NotifierClient.addresses(uri, addresses), waiting).orElseThrow(Paths::notFound);
        page.withArray("items").forEach(InboxController::clean);
        return Pages.bound(page, caller, LIST);
    }

    /** One item. */
    @Get("/{messageId}")
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    ObjectNode one(HttpRequest<?> request, String messageId) {
        var item = item(request, messageId);
        clean(item);
        return item;
    }

    /** The content; it becomes RETRIEVED before the first byte. */
    @Get(value = "/{messageId}/content", headRoute = false)
    @Produces(MediaType.ALL)
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "As it was sent",
            content = @Content(mediaType = MediaType.ALL, schema = @Schema(type = "string", format = "binary")))
    HttpResponse<byte[]> content(HttpRequest<?> request, String messageId) {
        var caller = Exchange.caller(request);
        var item = readable(request, messageId);
        var recipient = item.path("recipient").asText();
        var id = Paths.id(messageId);
        mailbox.ask(mailbox.command(MailboxCommandKind.RETRIEVE, recipient, id, caller), Exchange.traceparent(request));
        var content = notifier.content(UriQuery.path("internal", "v1", "inbox", id, "content")
                .with("organisation", caller.organisation())
                .with("address", recipient));
        var answer = HttpResponse.<byte[]>ok()
                .header(HttpHeaders.CONTENT_TYPE, content.contentType())
                .header(
                        "Content-Digest",
                        content.digest().orElse(item.path("contentDigest").asText()));
        guard(answer);
        return answer.body(content.bytes());
    }

    /** What the content is, without fetching it. */
    @Head("/{messageId}/content")
    @Produces(MediaType.ALL)
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    HttpResponse<?> head(HttpRequest<?> request, String messageId) {
        var item = readable(request, messageId);
        var answer = HttpResponse.ok()
                .header(HttpHeaders.CONTENT_TYPE, item.path("contentType").asText())
                .header("Content-Digest", item.path("contentDigest").asText())
                .contentLength(item.path("size").asLong());
        guard(answer);
        return answer;
    }

    /** What others wrote must not run in a browser, nor stay in a cache. */
    private static void guard(MutableHttpResponse<?> answer) {
        answer.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /** The recipient's answer. */
    @Post("/{messageId}/acknowledgement")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.AcknowledgementBody.class)))
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    HttpResponse<?> acknowledge(HttpRequest<byte[]> request, String messageId) {
        var caller = Exchange.caller(request);
        var answer = Acknowledgements.parse(Exchange.body(request)).orRefuse();
        var item = item(request, messageId);
        mailbox.ask(
                mailbox.command(
                                MailboxCommandKind.ACKNOWLEDGE,
                                item.path("recipient").asText(),
                                Paths.id(messageId),
                                caller)
                        .setOutcome(answer.outcome())
                        .setCode(answer.code())
                        .setCategory(answer.category())
                        .setDetail(answer.detail())
                        .setIssues(answer.issues()),
                Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    /** Ends this recipient's access to the content. */
    @Delete("/{messageId}/content")
    @Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    HttpResponse<?> dispose(HttpRequest<?> request, String messageId) {
        var item = item(request, messageId);
        mailbox.ask(
                mailbox.command(
                        MailboxCommandKind.DISPOSE,
                        item.path("recipient").asText(),
                        Paths.id(messageId),
                        Exchange.caller(request)),
                Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    private ObjectNode readable(HttpRequest<?> request, String messageId) {
        var item = item(request, messageId);
        if (item.path(DISPOSED).asBoolean()) {
            throw Refusal.of(ProblemCode.CONTENT_DISPOSED).asException();
        }
        return item;
    }

    private ObjectNode item(HttpRequest<?> request, String messageId) {
        var caller = Exchange.caller(request);
        var id = Paths.id(messageId);
        var addresses = addresses(new Query(request), caller, Duration.ZERO);
        if (addresses.isEmpty()) {
            throw Paths.notFound();
        }
        var uri = UriQuery.path("internal", "v1", "inbox", id).with("organisation", caller.organisation());
        return notifier.get(NotifierClient.addresses(uri, addresses), MessageController.SETTLING)
                .orElseThrow(Paths::notFound);
    }

    /** {@return the addresses asked for, all of them the caller's; or all that the caller has, waiting for a first one} */
    private List<String> addresses(Query query, Caller caller, Duration waiting) {
        var own = registry.copy();
        var stated = query.texts("address").stream()
                .map(each -> Paths.address(each, "address"))
                .distinct()
                .toList();
        if (stated.stream().anyMatch(each -> !isOwn(each, caller))) {
            boolean complete = registry.catchUp();
            if (stated.stream().anyMatch(each -> !isOwn(each, caller))) {
                throw complete ? Paths.notFound() : Registry.unreadable();
            }
        }
        if (stated.isEmpty() && !waiting.isZero()) {
            registry.await(() -> !own.addressesOf(caller.organisation()).isEmpty(), waiting);
        }
        var addresses = stated.isEmpty() ? own.addressesOf(caller.organisation()) : stated;
        if (addresses.size() > settings.maxInboxAddresses()) {
            throw Query.refused("address", "too-many", "Name at most " + settings.maxInboxAddresses() + " addresses.");
        }
        return addresses;
    }

    private boolean isOwn(String address, Caller caller) {
        var entry = registry.copy().address(address);
        return entry != null && entry.getOrganisation().equals(caller.organisation());
    }

    /** Our own sign between notifier and gateway is no part of the API. */
    private static void clean(com.fasterxml.jackson.databind.JsonNode item) {
        if (item instanceof ObjectNode object) {
            object.remove(DISPOSED);
        }
    }
}
