package se.budkavle.gateway.auth;

import static se.budkavle.gateway.auth.Access.Relation.ANYONE;
import static se.budkavle.gateway.auth.Access.Relation.OPERATOR;
import static se.budkavle.gateway.auth.Access.Relation.OWN;
import static se.budkavle.gateway.auth.Access.Relation.PARTY;
import static se.budkavle.gateway.auth.Access.Relation.RECIPIENT;
import static se.budkavle.gateway.auth.Access.Relation.SENDER;
import static se.budkavle.gateway.auth.Scope.ADDRESSES_LOOKUP;
import static se.budkavle.gateway.auth.Scope.ADDRESSES_WRITE;
import static se.budkavle.gateway.auth.Scope.AUDIT_READ;
import static se.budkavle.gateway.auth.Scope.CONTENT_DESTROY;
import static se.budkavle.gateway.auth.Scope.EVENTS_PUBLISH;
import static se.budkavle.gateway.auth.Scope.INBOX_READ;
import static se.budkavle.gateway.auth.Scope.MESSAGES_READ;
import static se.budkavle.gateway.auth.Scope.MESSAGES_SEND;
import static se.budkavle.gateway.auth.Scope.OPERATOR_READ;
import static se.budkavle.gateway.auth.Scope.OPERATOR_WRITE;
import static se.budkavle.gateway.auth.Scope.SUBSCRIPTIONS_WRITE;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what: route × scope × relation. A route without a row is refused. What is not in relation to the caller is
 * answered as if it were not there (404).
 */
public final class Access {

    /** How the caller must stand to the object. */
    public enum Relation {
        /** Any organisation. */
        ANYONE,
        /** Its organisation sends the message. */
        SENDER,
        /** Its organisation owns the recipient's address. */
        RECIPIENT,
        /** Its organisation sends the message, or owns the address of a recipient: each sees its own side. */
        PARTY,
        /** Its organisation owns the object. */
        OWN,
        /** Any object: operators see metadata of all. */
        OPERATOR
    }

    /**
     * One row.
     *
     * @param route method and path template
     * @param scopes one of them is needed; none: any valid token
     * @param relation how the caller must stand to the object
     */
    public record Rule(String route, Set<Scope> scopes, Relation relation) {

        /** {@return the method: {@code GET}} */
        public String method() {
            return route.substring(0, route.indexOf(' '));
        }

        /** {@return the path's template: {@code /v1/messages/{messageId}}} */
        public String template() {
            return route.substring(route.indexOf(' ') + 1);
        }
    }

    /** The table. */
    public static final List<Rule> TABLE = List.of(
            row("GET /v1/me", OWN),
            row("POST /v1/messages", SENDER, MESSAGES_SEND),
            row("POST /v1/messages/batch", SENDER, MESSAGES_SEND),
            row("GET /v1/messages", SENDER, MESSAGES_READ),
            row("DELETE /v1/messages/{messageId}", SENDER, MESSAGES_SEND),
            row("GET /v1/messages/{messageId}", SENDER, MESSAGES_READ),
            row("GET /v1/messages/{messageId}/events", SENDER, MESSAGES_READ),
            row("GET /v1/messages/{messageId}/receipts", PARTY, MESSAGES_READ, INBOX_READ),
            row("GET /v1/inbox", RECIPIENT, INBOX_READ),
            row("GET /v1/inbox/{messageId}", RECIPIENT, INBOX_READ),
            row("GET /v1/inbox/{messageId}/content", RECIPIENT, INBOX_READ),
            row("HEAD /v1/inbox/{messageId}/content", RECIPIENT, INBOX_READ),
            row("DELETE /v1/inbox/{messageId}/content", RECIPIENT, INBOX_READ),
            row("POST /v1/inbox/{messageId}/acknowledgement", RECIPIENT, INBOX_READ),
            row("DELETE /v1/content/{day}", OWN, CONTENT_DESTROY),
            row("GET /v1/addresses", ANYONE),
            row("POST /v1/addresses/import", OWN, ADDRESSES_WRITE, OPERATOR_WRITE),
            row("POST /v1/addresses/lookup", ANYONE, ADDRESSES_LOOKUP),
            row("GET /v1/addresses/{address}", ANYONE),
            row("GET /v1/addresses/{address}/capabilities", ANYONE),
            row("PUT /v1/addresses/{address}", OWN, ADDRESSES_WRITE, OPERATOR_WRITE),
            row("DELETE /v1/addresses/{address}", OWN, ADDRESSES_WRITE, OPERATOR_WRITE),
            row("POST /v1/events", OWN, EVENTS_PUBLISH),
            row("GET /v1/event-types", ANYONE),
            row("GET /v1/event-types/{type}", ANYONE),
            row("PUT /v1/event-types/{type}", OWN, EVENTS_PUBLISH, OPERATOR_WRITE),
            row("POST /v1/subscriptions", OWN, SUBSCRIPTIONS_WRITE),
            row("GET /v1/subscriptions", OWN),
            row("GET /v1/subscriptions/{id}", OWN),
            row("PUT /v1/subscriptions/{id}", OWN, SUBSCRIPTIONS_WRITE),
            row("DELETE /v1/subscriptions/{id}", OWN, SUBSCRIPTIONS_WRITE),
            row("POST /v1/subscriptions/{id}/pause", OWN, SUBSCRIPTIONS_WRITE),
            row("POST /v1/subscriptions/{id}/resume", OWN, SUBSCRIPTIONS_WRITE),
            row("POST /v1/subscriptions/{id}/test", OWN, SUBSCRIPTIONS_WRITE),
            row("POST /v1/subscriptions/{id}/rotate-secret", OWN, SUBSCRIPTIONS_WRITE),
            row("POST /v1/subscriptions/{id}/replay", OWN, SUBSCRIPTIONS_WRITE),
            row("GET /v1/subscriptions/{id}/notifications", OWN),
            row("GET /v1/subscriptions/{id}/attempts", OWN),
            row("GET /v1/subscriptions/{id}/dead-letters", OWN),
            row("GET /v1/operator/dead-letters", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/dead-letters/groups", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/dead-letters/{id}", OPERATOR, OPERATOR_READ),
            row("POST /v1/operator/dead-letters/{id}/replay", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/dead-letters/{id}/discard", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/replays", OPERATOR, OPERATOR_WRITE),
            row("GET /v1/operator/replays", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/replays/{id}", OPERATOR, OPERATOR_READ),
            row("DELETE /v1/operator/replays/{id}", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/discards", OPERATOR, OPERATOR_WRITE),
            row("GET /v1/operator/discards", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/discards/{id}", OPERATOR, OPERATOR_READ),
            row("DELETE /v1/operator/discards/{id}", OPERATOR, OPERATOR_WRITE),
            row("GET /v1/operator/messages/{messageId}", OPERATOR, OPERATOR_READ),
            row("GET /v1/audit", OWN, AUDIT_READ),
            row("GET /v1/operator/audit", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/search", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/balance", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/traffic", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/subscriptions", OPERATOR, OPERATOR_READ),
            row("POST /v1/operator/subscriptions/{id}/suspend", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/subscriptions/{id}/resume", OPERATOR, OPERATOR_WRITE),
            row("GET /v1/operator/organisations", OPERATOR, OPERATOR_READ),
            row("GET /v1/operator/organisations/{organisation}", OPERATOR, OPERATOR_READ),
            row("POST /v1/operator/addresses/{address}/suspend", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/addresses/{address}/resume", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/organisations/{organisation}/suspend", OPERATOR, OPERATOR_WRITE),
            row("POST /v1/operator/organisations/{organisation}/resume", OPERATOR, OPERATOR_WRITE));

    /** What is open to everybody, and tells nothing of anybody: all that lies outside of {@code /v1}. */
    public static final Set<String> OPEN = Set.of(
            "GET /health",
            "GET /health/{selector}",
            "GET /prometheus",
            "GET /.well-known/jwks.json",
            "GET /openapi.yaml",
            "GET /docs",
            "GET /docs/ui/{file}",
            "GET /docs/problems",
            "GET /docs/problems/{code}",
            "GET /console",
            "GET /console/{+file}");

    private static final Map<String, Rule> BY_ROUTE =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(Rule::route, Function.identity()));

    private Access() {}

    private static Rule row(String route, Relation relation, Scope... scopes) {
        return new Rule(route, Set.of(scopes), relation);
    }

    /** {@return the row of a method and path template, or null} */
    public static @Nullable Rule of(String method, String template) {
        return BY_ROUTE.get(method + " " + template);
    }
}
