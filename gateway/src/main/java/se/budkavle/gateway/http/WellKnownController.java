package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What anybody finds at the places that the web has agreed on (RFC 8615). */
@Controller("/.well-known")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WellKnownController {

    /** Less than what a new key is published before it signs: whoever keeps a copy has it in time. */
    private static final String KEPT = "public, max-age=300";

    private final ReceiptKeys keys;

    WellKnownController(ReceiptKeys keys) {
        this.keys = keys;
    }

    /** The public keys that receipts are, were and will be signed with (RFC 7517). For everybody. */
    @Get("/jwks.json")
    HttpResponse<ObjectNode> keys() {
        return HttpResponse.ok(keys.published()).header(HttpHeaders.CACHE_CONTROL, KEPT);
    }
}
