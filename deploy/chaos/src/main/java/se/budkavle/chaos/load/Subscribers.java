package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import se.budkavle.chaos.account.DueList;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.account.Subscriber;
import se.budkavle.chaos.account.Subscriber.Order;

/** Who subscribes: organisations with endpoints of every manner, and readers of the pull feed. */
public final class Subscribers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Set<String> EVERYTHING =
            Set.of(DueList.ACCEPTED, DueList.AVAILABLE, DueList.ACKNOWLEDGED, DueList.REJECTED);

    /** What waits for retries holds up its subject: endpoints that fail are told of less. */
    private static final Set<String> LITTLE = Set.of(DueList.ACCEPTED);

    private final Api api;
    private final Tokens tokens;
    private final Ledger ledger;
    private final Sink sink;
    private final boolean endpointsFail;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private record Webhook(Subscriber subscriber, Manner manner, boolean strict) {}

    /**
     * Writes down in the ledger what comes.
     *
     * @param endpointsFail whether the nemesis will make endpoints fail that are fine by themselves
     */
    public Subscribers(Api api, Tokens tokens, Ledger ledger, Sink sink, boolean endpointsFail) {
        this.api = api;
        this.tokens = tokens;
        this.ledger = ledger;
        this.sink = sink;
        this.endpointsFail = endpointsFail;
    }

    /**
     * Subscribes, and returns when all are active. The organisations take turns.
     *
     * @param organisations of the workload
     */
    public void subscribe(List<String> organisations) throws InterruptedException, IOException {
        List<String> ids = new ArrayList<>();
        for (Webhook webhook : webhooks(organisations)) {
            ids.add(create(webhook));
            subscribers.add(webhook.subscriber());
        }
        for (int i = 0; i < ids.size(); i++) {
            awaitActive(ids.get(i), subscribers.get(i));
        }
        for (int i = 0; i < 2; i++) {
            String organisation = organisations.get(i % organisations.size());
            pull(new Subscriber("pull-" + (i + 1), organisation, EVERYTHING, Order.ALWAYS));
        }
    }

    private List<Webhook> webhooks(List<String> organisations) {
        List<Webhook> webhooks = new ArrayList<>();
        Consumer<Webhook> add = webhooks::add;
        var names = new Object() {
            Subscriber next(String name, Set<String> types, Order order) {
                return new Subscriber(name, organisations.get(webhooks.size() % organisations.size()), types, order);
            }
        };
        add.accept(new Webhook(names.next("fine-strict", EVERYTHING, Order.ALWAYS), Manner.FINE, true));
        add.accept(new Webhook(
                names.next("fine", EVERYTHING, endpointsFail ? Order.NEVER : Order.UNLESS_FAILED), Manner.FINE, false));
        add.accept(new Webhook(
                names.next("slow-strict", LITTLE, Order.ALWAYS), new Manner(4, 1, Manner.Fault.SLOW), true));
        add.accept(new Webhook(
                names.next("half-strict", LITTLE, Order.ALWAYS), new Manner(6, 2, Manner.Fault.HALF), true));
        add.accept(new Webhook(
                names.next("wrong-strict", LITTLE, Order.ALWAYS), new Manner(6, 3, Manner.Fault.WRONG), true));
        add.accept(new Webhook(names.next("wrong", LITTLE, Order.NEVER), new Manner(6, 3, Manner.Fault.WRONG), false));
        add.accept(new Webhook(
                names.next("endless", LITTLE, Order.NEVER), new Manner(50, 1, Manner.Fault.ENDLESS), false));
        add.accept(new Webhook(
                names.next("refusing-strict", LITTLE, Order.ALWAYS), new Manner(6, 2, Manner.Fault.REFUSING), true));
        return webhooks;
    }

    private String create(Webhook webhook) throws InterruptedException, IOException {
        ObjectNode body =
                body(webhook.subscriber(), "WEBHOOK").put("ordering", webhook.strict() ? "STRICT" : "BEST_EFFORT");
        // Short steps, and enough of them for whatever the nemesis does.
        var ladder = body.putArray("retryLadder");
        for (int i = 0; i < 28; i++) {
            ladder.add(i < 4 ? "PT0.5S" : "PT3S");
        }
        ((ObjectNode) body.path("channel"))
                .put("url", sink.endpoint(webhook.subscriber().name(), webhook.manner()));
        return idOf(webhook.subscriber(), create(webhook.subscriber(), body));
    }

    private void pull(Subscriber subscriber) throws InterruptedException, IOException {
        String id = idOf(subscriber, create(subscriber, body(subscriber, "PULL")));
        subscribers.add(subscriber);
        var reader = new FeedReader(api, tokens.of(subscriber.organisation()), subscriber.name(), id);
        readers.add(Thread.ofVirtual().start(() -> reader.follow(ledger)));
    }

    private static ObjectNode body(Subscriber subscriber, String channel) {
        ObjectNode body = Api.JSON.createObjectNode().put("name", subscriber.name());
        var types = body.putArray("types");
        subscriber.types().forEach(types::add);
        body.putObject("channel").put("kind", channel);
        return body;
    }

    private Api.Answer create(Subscriber subscriber, ObjectNode body) throws InterruptedException {
        String token = tokens.of(subscriber.organisation());
        return api.send(new Api.Request("POST", "/v1/subscriptions", token, null, body, Duration.ZERO), 0, PATIENCE);
    }

    private static String idOf(Subscriber subscriber, Api.Answer answer) throws IOException {
        if (answer.status() != 201) {
            throw new IOException("%s could not subscribe: %d".formatted(subscriber.name(), answer.status()));
        }
        return answer.json().path("id").asText();
    }

    private void awaitActive(String id, Subscriber subscriber) throws InterruptedException, IOException {
        var request = Api.Request.get("/v1/subscriptions/" + id, tokens.of(subscriber.organisation()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!api.send(request, 0, PATIENCE).json().path("status").asText().equals("ACTIVE")) {
            if (System.nanoTime() > deadline) {
                throw new IOException(subscriber.name() + " did not become active");
            }
            Thread.sleep(PAUSE);
        }
    }

    /** All of them. */
    public List<Subscriber> all() {
        return List.copyOf(subscribers);
    }

    /** Waits until everybody was told of everything, or nothing has come for so long. */
    public boolean await(DueList due, Duration withoutNews) throws InterruptedException {
        int seen = -1;
        long deadline = System.nanoTime() + withoutNews.toNanos();
        while (!subscribers.stream().allMatch(each -> isTold(each, due))) {
            int now = ledger.noticeCount();
            if (now > seen) {
                seen = now;
                deadline = System.nanoTime() + withoutNews.toNanos();
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE.multipliedBy(5));
        }
        return true;
    }

    private boolean isTold(Subscriber subscriber, DueList due) {
        return ledger.notices(subscriber.name()).stream()
                        .map(notice -> notice.key())
                        .distinct()
                        .count()
                >= due.of(subscriber).size();
    }

    @Override
    public void close() {
        readers.forEach(Thread::interrupt);
    }
}
