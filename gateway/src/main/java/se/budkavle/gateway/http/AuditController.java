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
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who did, or tried to do, what. Each act names the digest of its organisation's one before it: SHA-256 over the canonical
 * JSON (RFC 8785) of the item without {@code digest}.
 */
@Controller("/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AuditController {

    private static final Set<String> OUTCOMES = new TreeSet<>(Set.of("DONE", "REFUSED", "FAILED"));

    private final NotifierClient notifier;

    AuditController(NotifierClient notifier) {
        this.notifier = notifier;
    }

    /** The acts of all organisations, newest first. */
    @Get("/operator/audit")
    @Parameter(name = "organisation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "entityId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "outcome", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode all(HttpRequest<?> request) {
        var query = new Query(request);
        return list(request, query, query.text("organisation"), "audit-of-all");
    }

    /** The acts of one's own organisation, newest first. */
    @Get("/audit")
    @Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "entityId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "outcome", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    ObjectNode own(HttpRequest<?> request) {
        return list(request, new Query(request), Exchange.caller(request).organisation(), "audit");
    }

    private ObjectNode list(HttpRequest<?> request, Query query, @Nullable String organisation, String list) {
        var caller = Exchange.caller(request);
        var uri = UriQuery.path("internal", "v1", "audit")
                .with("organisation", organisation)
                .with("actor", query.text("actor"))
                .with("action", query.text("action"))
                .with("entityId", query.text("entityId"))
                .with("outcome", query.oneOf("outcome", OUTCOMES))
                .with("from", query.time("from"))
                .with("to", query.time("to"))
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, list);
    }
}
