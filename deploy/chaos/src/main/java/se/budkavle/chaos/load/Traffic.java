package se.budkavle.chaos.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import se.budkavle.chaos.account.Finding;
import se.budkavle.chaos.account.Item;
import se.budkavle.chaos.account.Ledger;
import se.budkavle.chaos.load.Workload.Owned;
import se.budkavle.schemas.Digests;

/** All clients together: they register, send, follow their inboxes, and in the end read them from the beginning. */
public final class Traffic implements AutoCloseable {

    private static final Duration REGISTRATION = Duration.ofSeconds(30);

    /** By then whatever a gateway has not confirmed is in or will never be: its own wait is 2 s. */
    private static final Duration UNTIL_NOTHING_IS_UNDECIDED = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Api api;
    private final Tokens tokens;
    private final Workload workload;
    private final Ledger ledger;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final Answers answers = new Answers(clients);

    /** Writes down in the ledger what happens. */
    public Traffic(Api api, Tokens tokens, Workload workload, Ledger ledger) {
        this.api = api;
        this.tokens = tokens;
        this.workload = workload;
        this.ledger = ledger;
    }

    /** Claims all addresses. */
    public void register() throws InterruptedException, IOException {
        for (Owned owned : workload.addresses()) {
            ObjectNode claim = Api.JSON
                    .createObjectNode()
                    .put("organisation", owned.organisation())
                    .put("kind", "FUNCTION");
            String path = "/v1/addresses/" + Api.encoded(owned.address());
            var answer = api.send(
                    Api.Request.put(path, tokens.of(owned.organisation()), claim), path.hashCode(), REGISTRATION);
            if (answer.status() != 201 && answer.status() != 200) {
                throw new IOException("%s could not be claimed: %d".formatted(owned.address(), answer.status()));
            }
        }
    }

    /** Begins to follow every inbox. */
    public void follow() {
        for (Owned owned : workload.addresses()) {
            var reader = reader(owned);
            var _ = clients.submit(() -> {
                try {
                    reader.follow(ledger);
                } catch (IOException e) {
                    ledger.find(new Finding(Finding.Kind.REFUSED, owned.address(), String.valueOf(e.getMessage())));
                }
                return null;
            });
        }
    }

    /**
     * Sends each conversation's first message and waits until all inboxes have shown them: then the work is distributed, and
     * every part of the system has done its own once.
     *
     * @param withoutNews how long to go on waiting while nothing comes
     * @return whether they came
     */
    public boolean begin(Duration withoutNews) throws InterruptedException {
        var _ = each(
                workload.conversations(), conversation -> sender(conversation).begin());
        return awaitAll(withoutNews);
    }

    /** Sends everything but the first and the last messages; returns when all are confirmed, or were given up. */
    public void send(int perSecond) throws InterruptedException {
        var pace = new Pace(perSecond);
        var _ = each(
                workload.conversations(), conversation -> sender(conversation).run(pace));
    }

    /**
     * Sends each conversation's last messages and waits until all inboxes have shown them; then nothing is on its way any
     * more that is not lost.
     *
     * @param withoutNews how long to go on waiting while nothing comes
     * @return whether they came
     */
    public boolean end(Duration withoutNews) throws InterruptedException {
        Thread.sleep(UNTIL_NOTHING_IS_UNDECIDED);
        var _ = each(
                workload.conversations(), conversation -> sender(conversation).end());
        return awaitAll(withoutNews);
    }

    private boolean awaitAll(Duration withoutNews) throws InterruptedException {
        Map<String, Integer> expected = new HashMap<>();
        ledger.accepted().forEach(message -> message.recipients()
                .forEach(recipient -> expected.merge(recipient, 1, Integer::sum)));
        int seen = 0;
        long deadline = System.nanoTime() + withoutNews.toNanos();
        while (!answers.areGiven()
                || !expected.entrySet().stream()
                        .allMatch(each -> ledger.arrivalCount(each.getKey()) >= each.getValue())) {
            int now = expected.keySet().stream().mapToInt(ledger::arrivalCount).sum()
                    + ledger.answered().size();
            if (now > seen) {
                seen = now;
                deadline = System.nanoTime() + withoutNews.toNanos();
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE);
        }
        return true;
    }

    /** Every inbox, read anew. */
    public Map<String, List<Item>> inboxes() throws InterruptedException {
        Map<String, List<Item>> inboxes = new HashMap<>();
        each(
                        workload.addresses(),
                        owned -> Map.entry(owned.address(), reader(owned).readAll()))
                .forEach(each -> inboxes.put(each.getKey(), each.getValue()));
        return inboxes;
    }

    /** Fetches the content of every so-many-th message of each inbox and compares it with what is listed. */
    public int compareContents(Map<String, List<Item>> inboxes, int every) throws InterruptedException {
        return each(
                        workload.addresses(),
                        owned -> compare(reader(owned), inboxes.getOrDefault(owned.address(), List.of()), every))
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private int compare(InboxReader reader, List<Item> inbox, int every) throws InterruptedException, IOException {
        int compared = 0;
        for (int i = 0; i < inbox.size(); i += every) {
            Item item = inbox.get(i);
            byte[] content = reader.content(item.messageId());
            if (!Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(content))).equals(item.digest())) {
                ledger.find(new Finding(Finding.Kind.ALTERED, item.recipient(), item.messageId()));
            }
            compared++;
        }
        return compared;
    }

    private Sender sender(Conversation conversation) {
        return new Sender(api, tokens.of(conversation.organisation()), conversation, ledger);
    }

    private InboxReader reader(Owned owned) {
        return new InboxReader(api, tokens.of(owned.organisation()), owned.address(), answers);
    }

    private interface Work<T, R> {
        R of(T each) throws Exception;
    }

    /** All at the same time. */
    private <T, R> List<R> each(List<T> all, Work<T, R> work) throws InterruptedException {
        List<Future<R>> under = new ArrayList<>();
        for (T each : all) {
            Callable<R> call = () -> work.of(each);
            under.add(clients.submit(call));
        }
        List<R> results = new ArrayList<>();
        for (Future<R> future : under) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }

    @Override
    public void close() {
        clients.shutdownNow();
    }
}
