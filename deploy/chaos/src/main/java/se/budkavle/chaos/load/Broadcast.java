package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import se.budkavle.chaos.account.Accepted;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Subscriber;
import se.budkavle.chaos.account.Subscriber.Order;

/** A sender that is told of every delivery of messages with many recipients: many notifications of few messages. */
public final class Broadcast {

    private static final String SENDER = "0203:broadcaster.example.se";
    private static final String SENDING = "out:" + SENDER;
    private static final String RECEIVER = "0203:receiver.example.se";
    private static final int RECIPIENTS = 50;

    /** Notifications of one conversation are pushed one at a time. */
    private static final int CONVERSATIONS = 16;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final List<String> ADDRESSES = IntStream.rangeClosed(1, RECIPIENTS)
            .mapToObj(i -> "in-%d:%s".formatted(i, RECEIVER))
            .toList();

    private final Api api;
    private final Tokens tokens;
    private final Ledger ledger;

    /** Writes down in the ledger what is accepted. */
    public Broadcast(Api api, Tokens tokens, Ledger ledger) {
        this.api = api;
        this.tokens = tokens;
        this.ledger = ledger;
    }

    /** Who is told. */
    public Subscriber subscriber() {
        return new Subscriber("broadcaster", SENDER, Set.of(DueList.AVAILABLE), Order.NEVER);
    }

    /** Organisation by address. */
    public Map<String, String> owners() {
        return ADDRESSES.stream().collect(Collectors.toMap(Function.identity(), _ -> RECEIVER));
    }

    /** Claims all addresses. */
    public void register() throws InterruptedException, IOException {
        claim(SENDING, SENDER);
        for (String address : ADDRESSES) {
            claim(address, RECEIVER);
        }
    }

    private void claim(String address, String organisation) throws InterruptedException, IOException {
        ObjectNode claim = Api.JSON.createObjectNode().put("kind", "FUNCTION");
        expect(
                201,
                Api.Request.put("/v1/addresses/" + Api.encoded(address), tokens.of(organisation), claim),
                address.hashCode());
    }

    /**
     * Subscribes an endpoint.
     *
     * @return the subscription, which is active
     */
    public String subscribe(Sink sink) throws InterruptedException, IOException {
        ObjectNode body = Api.JSON.createObjectNode().put("name", subscriber().name());
        body.putArray("types").add(DueList.AVAILABLE);
        body.putObject("channel")
                .put("kind", "WEBHOOK")
                .put("url", sink.endpoint(subscriber().name(), Manner.FINE));
        var request = new Api.Request("POST", "/v1/subscriptions", tokens.of(SENDER), null, body, Duration.ZERO);
        String id = expect(201, request, 0).json().path("id").asText();
        var look = Api.Request.get("/v1/subscriptions/" + id, tokens.of(SENDER));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!expect(200, look, 0).json().path("status").asText().equals("ACTIVE")) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the subscription did not become active");
            }
            Thread.sleep(PAUSE);
        }
        return id;
    }

    /** Sends messages with so many recipients together. */
    public void send(int deliveries) throws InterruptedException {
        for (int sent = 0, number = 0; sent < deliveries; number++) {
            List<String> recipients = ADDRESSES.subList(0, Math.min(RECIPIENTS, deliveries - sent));
            send(number, recipients);
            sent += recipients.size();
        }
    }

    private void send(int number, List<String> recipients) throws InterruptedException {
        String key = "broadcast/" + number;
        String conversation = "broadcast-" + number % CONVERSATIONS;
        ObjectNode body = Api.JSON
                .createObjectNode()
                .put("sender", SENDING)
                .put("type", "urn:example:chaos:note")
                .put("conversationId", conversation)
                .put("label", Draft.MARK)
                .put("contentType", "text/plain; charset=utf-8")
                .put("contentText", Draft.MARK + ", " + key);
        var array = body.putArray("recipients");
        recipients.forEach(array::add);
        long sentAt = System.nanoTime();
        var request = new Api.Request("POST", "/v1/messages", tokens.of(SENDER), key, body, Duration.ZERO);
        Api.Answer answer = api.send(request, number, PATIENCE, ledger::attempt);
        if (answer.status() == 202) {
            ledger.accept(new Accepted(
                    answer.json().path("messageId").asText(),
                    SENDER,
                    conversation,
                    "NORMAL",
                    recipients,
                    answer.json().path("contentDigest").asText(),
                    sentAt,
                    System.nanoTime(),
                    answer.attempts()));
        } else {
            boolean refused = answer.status() >= 400 && answer.status() < 500;
            ledger.find(new Finding(
                    refused ? Finding.Kind.REFUSED : Finding.Kind.UNCONFIRMED, key, "answered " + answer.status()));
        }
    }

    private Api.Answer expect(int status, Api.Request request, int door) throws InterruptedException, IOException {
        Api.Answer answer = api.send(request, door, PATIENCE);
        if (answer.status() != status) {
            throw new IOException("%s %s: %d".formatted(request.method(), request.path(), answer.status()));
        }
        return answer;
    }
}
