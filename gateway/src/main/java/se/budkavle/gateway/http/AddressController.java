package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.json.LineReader;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.AddressCommands;
import se.budkavle.gateway.registry.AddressRequests;
import se.budkavle.gateway.registry.AddressView;
import se.budkavle.gateway.registry.Capabilities;
import se.budkavle.gateway.registry.Precondition;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;

/** The address registry. Reads come from the copy; writes are decided by the address's owner. */
@Controller("/v1/addresses")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AddressController {

    private static final String LIST = "addresses";
    private static final MediaType NDJSON = new MediaType(LineReader.MEDIA_TYPE);
    private static final Set<String> KINDS = Arrays.stream(AddressKind.values())
            .filter(kind -> kind != AddressKind.UNKNOWN)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Registry registry;
    private final AddressCommands commands;
    private final ObjectMapper json;
    private final Clock clock;

    AddressController(Registry registry, AddressCommands commands, ObjectMapper json, Clock clock) {
        this.registry = registry;
        this.commands = commands;
        this.json = json;
        this.clock = clock;
    }

    /** A page, for the API's description. */
    record AddressPage(List<AddressView> items, @Nullable String next) {}

    /** Writes an entry. */
    @Put("/{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Documented.AddressBody.class)))
    HttpResponse<AddressView> put(HttpRequest<byte[]> request, String address) {
        var caller = Exchange.caller(request);
        var name = Paths.address(address, "address");
        var condition = condition(request);
        var entry = AddressRequests.parse(
                        Exchange.body(request),
                        name,
                        caller.organisation(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .orRefuse();
        if (!entry.getOrganisation().equals(caller.organisation()) && !caller.may(Scope.OPERATOR_WRITE)) {
            throw Refusal.of(
                            ProblemCode.ADDRESS_NOT_YOURS,
                            new Issue(
                                    "/organisation",
                                    "address-not-yours",
                                    "An organisation writes its own addresses only."))
                    .asException();
        }
        var written = commands.put(entry, condition, caller, Exchange.traceparent(request));
        return HttpResponse.<AddressView>status(written.created() ? HttpStatus.CREATED : HttpStatus.OK)
                .header(HttpHeaders.ETAG, Precondition.etag(written.entry().getVersion()))
                .header(HttpHeaders.LOCATION, "/v1/addresses/" + name)
                .body(AddressView.withReason(written.entry()));
    }

    private static Precondition condition(HttpRequest<?> request) {
        return Precondition.of(
                        Exchange.header(request, HttpHeaders.IF_MATCH),
                        Exchange.header(request, HttpHeaders.IF_NONE_MATCH))
                .orRefuse();
    }

    /** Deletes an entry. */
    @Delete("/{address}")
    HttpResponse<?> delete(HttpRequest<?> request, String address) {
        var name = Paths.address(address, "address");
        commands.delete(name, condition(request), Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.noContent();
    }

    /** One entry. */
    @Get("/{address}")
    HttpResponse<AddressView> one(HttpRequest<?> request, String address) {
        var caller = Exchange.caller(request);
        var entry = entry(address, caller);
        boolean seesReason = entry.getOrganisation().equals(caller.organisation()) || caller.may(Scope.OPERATOR_READ);
        return HttpResponse.ok(seesReason ? AddressView.withReason(entry) : AddressView.of(entry))
                .header(HttpHeaders.ETAG, Precondition.etag(entry.getVersion()));
    }

    /** Whether a message can go to an address now, and if not, why. */
    @Get("/{address}/capabilities")
    @Parameter(name = "type", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "confidentialityLevel", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    Capabilities capabilities(HttpRequest<?> request, String address) {
        var entry = entry(address, Exchange.caller(request));
        var query = new Query(request);
        return Capabilities.of(
                registry.copy(),
                entry,
                query.text("type"),
                query.integer("confidentialityLevel", 0, 100),
                MessageRules.LARGEST_CONTENT,
                clock.instant());
    }

    private Address entry(String address, Caller caller) {
        var entry = registry.find(Paths.address(address, "address"));
        if (entry == null || !isVisible(entry, caller)) {
            throw Paths.notFound();
        }
        return entry;
    }

    /** Persons are looked up, audited, by those who may. */
    static boolean isVisible(Address entry, Caller caller) {
        return entry.getKind() != AddressKind.PERSON
                || entry.getOrganisation().equals(caller.organisation())
                || caller.may(Scope.ADDRESSES_LOOKUP);
    }

    /**
     * Entries in the order of their addresses. A page, without persons; or, as NDJSON, all that match, as an import takes
     * them, with one's own persons.
     */
    @Get
    @Produces({MediaType.APPLICATION_JSON, LineReader.MEDIA_TYPE})
    @Parameter(name = "organisation", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "kind", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "q", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
    @ApiResponse(
            responseCode = "200",
            description = "Entries",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = AddressPage.class)),
                @Content(mediaType = LineReader.MEDIA_TYPE, schema = @Schema(implementation = AddressView.class))
            })
    HttpResponse<?> list(HttpRequest<?> request) {
        var caller = Exchange.caller(request);
        var query = new Query(request);
        var organisation = query.text("organisation");
        var owner = organisation == null ? null : organisation.toLowerCase(Locale.ROOT);
        var matching = matching(query.oneOf("kind", KINDS), query.text("q"));
        if (request.accept().contains(NDJSON)) {
            var entries = registry.copy()
                    .addresses(owner, null)
                    .filter(entry -> isListed(entry) || entry.getOrganisation().equals(caller.organisation()))
                    .filter(matching)
                    .map(AddressView::of);
            return HttpResponse.ok(new LineStream<>(entries, json)).contentType(NDJSON);
        }
        var limit = query.limit();
        var entries = registry.copy()
                .addresses(owner, Pages.after(query, caller, LIST))
                .filter(AddressController::isListed)
                .filter(matching)
                .limit(limit + 1L)
                .toList();
        return HttpResponse.ok(Pages.of(entries, limit, Address::getAddress, AddressView::of, caller, LIST))
                .contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    private static boolean isListed(Address entry) {
        return entry.getListed() && entry.getKind() != AddressKind.PERSON;
    }

    private static Predicate<Address> matching(@Nullable String kind, @Nullable String text) {
        var wanted = text == null ? null : text.toLowerCase(Locale.ROOT);
        return entry -> (kind == null || entry.getKind().name().equals(kind))
                && (wanted == null || entry.getAddress().contains(wanted) || contains(entry.getDisplayName(), wanted));
    }

    private static boolean contains(@Nullable String name, String wanted) {
        return name != null && name.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
