package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import se.budkavle.schemas.avro.MessageStatus;

/** An organisation that uses the API, with every scope that an agency may have. */
final class Agency {

    static final String SCOPES =
            "messages:send messages:read inbox:read addresses:write subscriptions:write events:publish content:destroy";

    private final Budkavle budkavle;
    private final String organisation;
    private final String token;

    Agency(Budkavle budkavle, String organisation, String scopes) {
        this.budkavle = budkavle;
        this.organisation = organisation;
        this.token = budkavle.token(organisation, scopes);
    }

    String organisation() {
        return organisation;
    }

    /** Its first address, which is named as the organisation is. */
    String address() {
        return organisation;
    }

    /** Registers an address of its own. */
    Agency claims(String address) {
        put(address, claim()).expect(201);
        return this;
    }

    /** Writes an address. */
    Answer put(String address, ObjectNode body) {
        return call("PUT", "/v1/addresses/" + Http.encoded(address)).json(body).send();
    }

    /** The body of a claim of its own. */
    ObjectNode claim() {
        return Http.JSON.createObjectNode().put("organisation", organisation).put("kind", "FUNCTION");
    }

    /** Posts a message that must be accepted. */
    Receipt sends(Draft draft) {
        return Receipt.of(posts(draft));
    }

    /** Sends the same anew until one comes to that status: the copy of the registry that routing reads follows in a moment. */
    Trace sendsUntil(Draft draft, MessageStatus status) {
        return await("a message " + status)
                .until(() -> trace(sends(draft).messageId()).waitUntilDecided(), trace -> trace.deliveries().stream()
                        .allMatch(delivery -> delivery.path("status").asText().equals(status.name())));
    }

    /** Posts a message. */
    Answer posts(Draft draft) {
        var call = call("POST", "/v1/messages").json(draft.body());
        var key = draft.key();
        if (key != null) {
            call.header("Idempotency-Key", key);
        }
        return call.send();
    }

    /** Takes a message back. */
    Answer takesBack(String messageId) {
        return call("DELETE", "/v1/messages/" + messageId).send();
    }

    /** Posts an SDK document. */
    Answer postsXml(byte[] document) {
        return call("POST", "/v1/messages").body("application/xml", document).send();
    }

    Inbox inbox() {
        return inbox(address());
    }

    Inbox inbox(String address) {
        return new Inbox(this, address);
    }

    Trace trace(String messageId) {
        return new Trace(this, messageId);
    }

    /** The envelope and its deliveries. */
    Answer message(String messageId) {
        return call("GET", "/v1/messages/" + messageId).send();
    }

    /** Subscribes a webhook that answers the challenge, and waits until it is active. */
    Subscribed subscribes(Webhook webhook, String... types) {
        return requestsSubscription(webhook, types).waitUntil("ACTIVE");
    }

    /** The same, with attempts at short intervals: soon repeated, soon given up. */
    Subscribed subscribesImpatiently(Webhook webhook, String... types) {
        return requestsSubscription(webhook, impatient(webhook.url(), types)).waitUntil("ACTIVE");
    }

    /** Subscribes a webhook. */
    Subscribed requestsSubscription(Webhook webhook, String... types) {
        return requestsSubscription(webhook, subscription(webhook.url(), types));
    }

    /** Subscribes a webhook as the body says. */
    Subscribed requestsSubscription(Webhook webhook, ObjectNode body) {
        var subscribed = requestsSubscription(body);
        webhook.expectsSignaturesOf(subscribed.secret());
        return subscribed;
    }

    /** Subscribes as the body says. */
    Subscribed requestsSubscription(ObjectNode body) {
        var json =
                call("POST", "/v1/subscriptions").json(body).send().expect(201).json();
        return new Subscribed(
                this, json.path("id").asText(), json.path("secret").asText());
    }

    /** The body of a request for a subscription of another channel: PULL, TOPIC. */
    static ObjectNode subscriptionOf(String kind, String... types) {
        var body = subscription("", types);
        body.putObject("channel").put("kind", kind);
        return body;
    }

    /** The body of a request for a webhook subscription. */
    static ObjectNode subscription(String url, String... types) {
        var body = Http.JSON.createObjectNode().put("name", "e2e");
        var array = body.putArray("types");
        List.of(types).forEach(array::add);
        body.putObject("channel").put("kind", "WEBHOOK").put("url", url);
        return body;
    }

    /** The same, with attempts at short intervals. */
    static ObjectNode impatient(String url, String... types) {
        var body = subscription(url, types);
        var ladder = body.putArray("retryLadder");
        for (int i = 0; i < 10; i++) {
            ladder.add("PT0.2S");
        }
        return body;
    }

    /** A type of events that is its own: its domain reversed, and a name. */
    String eventType(String name) {
        var labels =
                List.of(organisation.substring(organisation.indexOf(':') + 1).split("\\."));
        return String.join(".", labels.reversed()) + "." + name;
    }

    /** Registers a type of events of its own. */
    Answer registers(String type, String body) {
        return call("PUT", "/v1/event-types/" + type).json(body).send().expect(201);
    }

    /** Publishes one event, or a batch, which must be accepted. */
    void publishes(Event... events) {
        assertThat(posts(events).expect(202).json().path("accepted").asInt()).isEqualTo(events.length);
    }

    /** Publishes one event, or a batch. */
    Answer posts(Event... events) {
        var call = call("POST", "/v1/events");
        if (events.length == 1) {
            return call.body("application/cloudevents+json", events[0].body().toString())
                    .send();
        }
        var batch = Http.JSON.createArrayNode();
        List.of(events).forEach(event -> batch.add(event.body()));
        return call.body("application/cloudevents-batch+json", batch.toString()).send();
    }

    /** A request with its token. */
    Http.Call call(String method, String path) {
        return budkavle.call(method, path).token(token);
    }

    /** A request without a token. */
    Http.Call anonymously(String method, String path) {
        return budkavle.call(method, path);
    }

    /** Tokens in its name that do not hold. */
    Tokens tokens() throws java.io.IOException, java.text.ParseException {
        return new Tokens(budkavle, organisation);
    }
}
