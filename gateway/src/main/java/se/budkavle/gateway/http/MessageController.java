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
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import se.budkavle.gateway.kafka.Company;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.message.JsonMessages;
import se.budkavle.gateway.message.MessageIntake;
import se.budkavle.gateway.message.MessageRequest;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.message.Receipt;
import se.budkavle.gateway.message.SdkMessages;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.schemas.avro.MessageStatus;

/** Messages, as their senders see them. */
@Controller("/v1/messages")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MessageController {

    /** How long a read waits for the views to have what was accepted a moment ago. */
    static final Duration SETTLING = Duration.ofSeconds(2);

    private static final String LIST = "messages";
    private static final Set<String> STATUSES = Arrays.stream(MessageStatus.values())
            .filter(status -> status != MessageStatus.UNKNOWN)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final MessageIntake intake;
    private final NotifierClient notifier;
    private final Cancellations cancellations;
    private final LookupKey lookupKey;
    private final Clock clock;

    MessageController(
            MessageIntake intake,
            NotifierClient notifier,
            Cancellations cancellations,
            LookupKey lookupKey,
            Clock clock) {
        this.intake = intake;
        this.notifier = notifier;
        this.cancellations = cancellations;
        this.lookupKey = lookupKey;
        this.clock = clock;
    }

    /** Posts a message, JSON or SDK XML. */
    @Post
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML, MediaType.TEXT_XML})
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = Documented.MessageBody.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_XML,
                        schema = @Schema(type = "string", description = "DIGG's MessageWithAttachments:3"))
            })
    @Parameter(name = "Idempotency-Key", in = ParameterIn.HEADER, schema = @Schema(type = "string", maxLength = 128))
    @Parameter(name = "dryRun", in = ParameterIn.QUERY, schema = @Schema(type = "boolean"))
    @ApiResponse(
            responseCode = "202",
            description = "Accepted: replicated",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    CompletionStage<HttpResponse<Receipt>> post(HttpRequest<byte[]> request) {
        var caller = Exchange.caller(request);
        var key = MessageRules.idempotencyKey(Exchange.header(request, "Idempotency-Key"))
                .orRefuse()
                .orElse(null);
        var dryRun = new Query(request).flag("dryRun");
        var message = parse(request, Exchange.body(request)).orRefuse();
        if (key == null && message.intake() == se.budkavle.schemas.avro.Intake.SDK_XML) {
            key = message.senderMessageId();
        }
        if (dryRun) {
            return CompletableFuture.completedFuture(HttpResponse.ok(intake.look(message, caller, key)));
        }
        var begun = intake.begin(message, caller, key, Exchange.traceparent(request), Company.ALONE);
        // On the connection's own thread: it is woken once for all that is confirmed together, and Kafka's one thread
        // goes on.
        return begun.sending().thenApplyAsync(end -> answer(begun.receipt(), end), Exchange.eventLoop(request));
    }

    private static HttpResponse<Receipt> answer(Receipt receipt, Sending end) {
        if (!(end instanceof Sending.Confirmed)) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
        return HttpResponse.<Receipt>accepted()
                .header(HttpHeaders.LOCATION, "/v1/messages/" + receipt.messageId())
                .body(receipt);
    }

    private Parsed<MessageRequest> parse(HttpRequest<?> request, byte[] body) {
        var type = request.getContentType().orElseThrow(() -> Refusal.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE)
                .asException());
        return type.getSubtype().equals("json")
                ? JsonMessages.parse(body, clock.instant())
                : SdkMessages.parse(body, type.toString());
    }

    /** One's own messages, newest first. */
    @Get
    @Parameter(name = "conversationId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "caseId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "senderMessageId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "One of its deliveries has it",
            schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var caseId = query.text("caseId");
        var uri = UriQuery.path("internal", "v1", "messages")
                .with("organisation", caller.organisation())
                .with("conversationId", query.text("conversationId"))
                .with("caseIdHash", caseId == null ? null : lookupKey.requiredCaseIdHash(caseId))
                .with("senderMessageId", query.text("senderMessageId"))
                .with("status", query.oneOf("status", STATUSES))
                .with("after", Pages.after(query, caller, LIST))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, LIST);
    }

    /** One message and its deliveries. */
    @Get("/{messageId}")
    ObjectNode one(HttpRequest<?> request, String messageId) {
        var caller = Exchange.caller(request);
        var uri = UriQuery.path("internal", "v1", "messages", Paths.id(messageId))
                .with("organisation", caller.organisation());
        var message = notifier.get(uri, SETTLING).orElseThrow(Paths::notFound);
        message.remove(Cancellations.REQUEST_DIGEST);
        return message;
    }

    /** Takes a message back, as far as nobody has retrieved it. */
    @Delete("/{messageId}")
    @ApiResponse(responseCode = "202", description = "Asked for: the message's deliveries tell what comes of it")
    HttpResponse<?> cancel(HttpRequest<?> request, String messageId) {
        var id = Paths.id(messageId);
        cancellations.cancel(id, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.accepted().header(HttpHeaders.LOCATION, "/v1/messages/" + id);
    }

    /** The trace of a message, oldest first. */
    @Get("/{messageId}/events")
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode events(HttpRequest<?> request, String messageId) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var id = Paths.id(messageId);
        var list = "events/" + id;
        var uri = UriQuery.path("internal", "v1", "messages", id, "events")
                .with("organisation", caller.organisation())
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, SETTLING).orElseThrow(Paths::notFound), caller, list);
    }
}
