package se.budkavle.e2e;

import static se.budkavle.e2e.BadRequest.OFFENDING;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.text.ParseException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must be refused besides messages: addresses, tokens, subscriptions, cursors, acknowledgements. */
final class BadRequests {

    private static final String SOME_ID = "0198a1c0-0000-7000-8000-000000000000";

    private final Agency agency;

    private BadRequests(Agency agency) {
        this.agency = agency;
    }

    static Stream<BadRequest> all(Agency agency, Agency other) throws IOException, ParseException, JOSEException {
        var rows = new BadRequests(agency);
        return Stream.of(
                        rows.addresses(),
                        rows.tokens(),
                        rows.webhooks(),
                        rows.subscriptions(),
                        rows.events(),
                        rows.queries(),
                        rows.acknowledgements())
                .flatMap(each -> each);
    }

    private Stream<BadRequest> addresses() {
        return Stream.of(
                address("with an encoded slash", OFFENDING + "%2Fx"),
                address("with %00", OFFENDING + "%00"),
                address("with two dots", OFFENDING + "..x"),
                address("only two dots, encoded", "%2E%2E"),
                address("with a space", OFFENDING + "%20x"),
                address("not ASCII", OFFENDING + "%C3%B6"),
                address("not UTF-8", OFFENDING + "%FF"),
                address("too short", "ab"),
                address("too long", OFFENDING + "a".repeat(255)),
                address("beginning with a dot", "." + OFFENDING),
                row(
                        "address's kind not in the list",
                        put().json("{\"kind\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/kind"),
                row(
                        "address's field unknown",
                        put().json("{\"kind\": \"FUNCTION\", \"colour\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/colour"),
                row(
                        "address in the body is another",
                        put().json("{\"kind\": \"FUNCTION\", \"address\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/address"),
                row(
                        "If-Match nonsense",
                        put().header("If-Match", OFFENDING).json("{\"kind\": \"FUNCTION\"}"),
                        "invalid-header",
                        "If-Match"),
                row("address's body not JSON", put().json("{"), "malformed-json", null));
    }

    private BadRequest address(String name, String encoded) {
        return row(
                "address " + name,
                agency.call("PUT", "/v1/addresses/" + encoded).json("{\"kind\": \"FUNCTION\"}"),
                "invalid-address",
                null);
    }

    private Http.Call put() {
        return agency.call("PUT", "/v1/addresses/" + Budkavle.fresh("never"));
    }

    private Stream<BadRequest> tokens() throws IOException, ParseException, JOSEException {
        var tokens = agency.tokens();
        return Stream.of(
                token("expired", tokens.expired()),
                token("unsigned", tokens.unsigned()),
                token("for another audience", tokens.forAnotherAudience()),
                token("of another issuer", tokens.ofAnotherIssuer()),
                token("signed by another", tokens.signedByAnother()),
                token("tampered with", tokens.tamperedWith()),
                token("without organisation", tokens.withoutOrganisation()),
                token("garbage", OFFENDING),
                token("very long", OFFENDING.repeat(900)),
                row(
                        "token beside another",
                        agency.call("GET", "/v1/me").token(tokens.expired()),
                        "invalid-header",
                        "Authorization"));
    }

    private BadRequest token(String name, String token) {
        return new BadRequest(
                "token " + name, agency.anonymously("GET", "/v1/me").token(token), 401, "invalid-token", null);
    }

    private Stream<BadRequest> webhooks() {
        return Stream.of(
                webhook("not HTTP", "ftp://example.com/" + OFFENDING),
                webhook("a file", "file:///" + OFFENDING),
                webhook("unresolvable", "https://" + OFFENDING + ".invalid/"),
                webhook("private", "http://10.0.0.1/?k=" + OFFENDING),
                webhook("link-local", "http://169.254.169.254/latest/" + OFFENDING),
                webhook("nowhere", "http://0.0.0.0/"),
                webhook("private in IPv6", "http://[fd00::1]/"),
                webhook("private, mapped into IPv6", "http://[::ffff:192.168.1.1]/"),
                webhook("with a user", "http://" + OFFENDING + ":x@example.com/"),
                webhook("no URL", OFFENDING + " x"));
    }

    private BadRequest webhook(String name, String url) {
        return row(
                "webhook " + name,
                subscribe(Agency.subscription(url, EventTypes.AVAILABLE).toString()),
                "target-not-allowed",
                "/channel/url");
    }

    private Stream<BadRequest> subscriptions() {
        return Stream.of(
                row("subscription empty", subscribe(""), "malformed-json", null),
                row(
                        "subscription without channel",
                        subscribe("{\"name\": \"x\", \"types\": [\"a.b\"]}"),
                        "invalid-request",
                        "/channel"),
                row(
                        "subscription without types",
                        subscribe(
                                "{\"name\": \"x\", \"channel\": {\"kind\": \"WEBHOOK\", \"url\": \"https://example.com/\"}}"),
                        "invalid-request",
                        "/types"),
                row(
                        "subscription's type nonsense",
                        subscribe(Agency.subscription("https://example.com/", OFFENDING + "/x")
                                .toString()),
                        "invalid-request",
                        "/types/0"),
                row(
                        "subscription's field unknown",
                        subscribe("{\"colour\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/colour"),
                row(
                        "subscription's duplicate key",
                        subscribe("{\"name\": \"x\", \"name\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/name"));
    }

    private Http.Call subscribe(String body) {
        return agency.call("POST", "/v1/subscriptions").json(body);
    }

    private Stream<BadRequest> queries() {
        return Stream.of(
                query("cursor garbage", "/v1/inbox?after=" + OFFENDING, "invalid-cursor", null),
                query("cursor of another list", "/v1/addresses?after=" + OFFENDING, "invalid-cursor", null),
                query("limit 0", "/v1/inbox?limit=0", "invalid-parameter", "limit"),
                query("limit 1001", "/v1/inbox?limit=1001", "invalid-parameter", "limit"),
                query("limit no number", "/v1/inbox?limit=" + OFFENDING, "invalid-parameter", "limit"),
                query("wait 61", "/v1/inbox?wait=61", "invalid-parameter", "wait"),
                query("wait negative", "/v1/inbox?wait=-1", "invalid-parameter", "wait"),
                query("status nonsense", "/v1/inbox?status=" + OFFENDING, "invalid-parameter", "status"),
                query(
                        "inbox address nonsense",
                        "/v1/inbox?address=" + OFFENDING + "%2Fx",
                        "invalid-address",
                        "address"));
    }

    private BadRequest query(String name, String path, String code, @Nullable String pointer) {
        return row(name, agency.call("GET", path), code, pointer);
    }

    private Stream<BadRequest> acknowledgements() {
        return Stream.of(
                acknowledgement("empty", "", "malformed-json", null),
                acknowledgement("without outcome", "{}", "invalid-request", "/outcome"),
                acknowledgement(
                        "outcome nonsense", "{\"outcome\": \"" + OFFENDING + "\"}", "invalid-request", "/outcome"),
                acknowledgement("outcome a number", "{\"outcome\": 1}", "invalid-request", "/outcome"),
                acknowledgement(
                        "detail a number", "{\"outcome\": \"REJECTED\", \"detail\": 1}", "invalid-request", "/detail"),
                acknowledgement(
                        "issues no list",
                        "{\"outcome\": \"REJECTED\", \"issues\": \"" + OFFENDING + "\"}",
                        "invalid-request",
                        "/issues"),
                acknowledgement(
                        "field unknown",
                        "{\"outcome\": \"REJECTED\", \"colour\": \"" + OFFENDING + "\"}",
                        "invalid-request",
                        "/colour"));
    }

    private BadRequest acknowledgement(String name, String body, String code, @Nullable String pointer) {
        return row(
                "acknowledgement " + name,
                agency.call(
                                "POST",
                                "/v1/inbox/" + SOME_ID + "/acknowledgement?address=" + Http.encoded(agency.address()))
                        .json(body),
                code,
                pointer);
    }

    private Stream<BadRequest> events() {
        return Stream.of(
                row("event without anything", event("{}"), "invalid-request", "/id"),
                row("event's id empty", event(event().with("id", "").body()), "invalid-request", "/id"),
                row(
                        "event's time nonsense",
                        event(event().with("time", OFFENDING).body()),
                        "invalid-request",
                        "/time"),
                row(
                        "event's attribute with capitals",
                        event(event().with("Colour", OFFENDING).body()),
                        "invalid-request",
                        "/Colour"),
                row(
                        "event released too late",
                        event(event().with("notbefore", "2999-01-01T00:00:00Z").body()),
                        "invalid-request",
                        "/notbefore"),
                row("event not JSON", event("{\"" + OFFENDING), "malformed-json", null),
                row(
                        "event in a batch",
                        agency.call("POST", "/v1/events")
                                .body("application/cloudevents-batch+json", "[{}, \"" + OFFENDING + "\"]"),
                        "invalid-request",
                        "/1"),
                row(
                        "event's header not encoded",
                        agency.call("POST", "/v1/events")
                                .header("ce-subject", OFFENDING + "%")
                                .body("text/plain", OFFENDING),
                        "invalid-request",
                        "ce-subject"),
                new BadRequest(
                        "event of another's type",
                        event(Event.event("se.example." + OFFENDING).body()),
                        403,
                        "event-type-not-yours",
                        "/type"),
                row("event type's name", type("a", "{}"), "invalid-parameter", "type"),
                row(
                        "event type's visibility",
                        type("se.example", "{\"visibility\": \"" + OFFENDING + "\"}"),
                        "invalid-request",
                        "/visibility"),
                row(
                        "event type's schema is none",
                        type("se.example", "{\"schema\": {\"type\": \"" + OFFENDING + "\"}}"),
                        "invalid-request",
                        "/schema/type"),
                row(
                        "event type's schema refers to another document",
                        type("se.example", "{\"schema\": {\"$ref\": \"https://" + OFFENDING + ".se\"}}"),
                        "invalid-request",
                        "/schema/$ref"));
    }

    private Event event() {
        return Event.event(agency.eventType("changed"));
    }

    private Http.Call event(Object body) {
        return agency.call("POST", "/v1/events").body("application/cloudevents+json", body.toString());
    }

    private Http.Call type(String type, String body) {
        return agency.call("PUT", "/v1/event-types/" + type).json(body);
    }

    private static BadRequest row(String name, Http.Call request, String code, @Nullable String pointer) {
        return new BadRequest(name, request, 400, code, pointer);
    }
}
