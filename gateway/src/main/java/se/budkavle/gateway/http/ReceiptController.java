package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import se.budkavle.gateway.auth.Scope;

/** What sender and recipients can prove of a message. */
@Controller("/v1/messages/{messageId}/receipts")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReceiptController {

    private final NotifierClient notifier;

    ReceiptController(NotifierClient notifier) {
        this.notifier = notifier;
    }

    /**
     * The signed receipts of a message, chain by chain: to its sender all, to a recipient those of its own delivery. Each item
     * holds the receipt, its digest (SHA-256 over its canonical JSON, RFC 8785), which the next one of its chain names, and the
     * same as a JWS by a key of /.well-known/jwks.json; null where the installation has no key.
     */
    @Get
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode receipts(HttpRequest<?> request, String messageId) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var id = Paths.id(messageId);
        var list = "receipts/" + id;
        var uri = UriQuery.path("internal", "v1", "messages", id, "receipts")
                .with("organisation", caller.organisation())
                .with("asSender", caller.may(Scope.MESSAGES_READ))
                .with("asRecipient", caller.may(Scope.INBOX_READ))
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, MessageController.SETTLING).orElseThrow(Paths::notFound), caller, list);
    }
}
