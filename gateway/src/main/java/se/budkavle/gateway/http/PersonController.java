package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
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
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.AddressView;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.gateway.registry.PersonRequests;
import se.budkavle.gateway.registry.Precondition;
import se.budkavle.gateway.registry.Registry;

/** Finds persons, who are never listed: by a number that goes no further than here. */
@Controller("/v1/addresses/lookup")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PersonController {

    private final LookupKey lookupKey;
    private final Registry registry;
    private final AuditTrail audit;

    PersonController(LookupKey lookupKey, Registry registry, AuditTrail audit) {
        this.lookupKey = lookupKey;
        this.registry = registry;
        this.audit = audit;
    }

    /** The entry of a person; audited before it is answered, whether there is one or not. */
    @Post
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.PersonBody.class)))
    HttpResponse<AddressView> lookup(HttpRequest<byte[]> request) {
        var address =
                lookupKey.addressOf(PersonRequests.parse(Exchange.body(request)).orRefuse());
        var entry = registry.find(address);
        audit.record(
                "address-lookup",
                address,
                entry == null ? ProblemCode.UNKNOWN_PERSON.code() : null,
                Exchange.caller(request),
                Exchange.traceparent(request));
        if (entry == null) {
            throw Refusal.of(ProblemCode.UNKNOWN_PERSON)
                    .with("address", address)
                    .asException();
        }
        return HttpResponse.ok(AddressView.of(entry))
                .header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
