package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.worker.HttpLoad;
import se.budkavle.benchmarks.worker.InboxReaders;
import se.budkavle.benchmarks.worker.MakeTopic;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.RawLatency;
import se.budkavle.benchmarks.worker.Task;

/**
 * From {@code POST /v1/messages}, due at a fixed rate, until the recipient has it: in its inbox, seen by a long poll, or at
 * its webhook. Each conversation has a connection of its own, so its order is that of its requests.
 */
public final class EndToEnd implements Case {

    private static final int CONVERSATIONS = 20;
    private static final int ADDRESSES = 20;
    private static final int BYTES = 1024;
    private static final long PATIENCE_MILLIS = 5_000;

    /**
     * More than there is time for: what arrives late is compiled sooner. At 500 a second services are not compiled after two
     * minutes.
     */
    private static final int WARMING_UP_PER_SECOND = 2_000;

    private static final String TYPE = "se.budkavle.message.available";
    private static final String RAW = "benchmark-raw-latency";
    private static final String DIRECT = "direct HTTP";

    private final Way way;
    private final int perSecond;
    private List<String> requests = List.of();
    private List<String> subscriptions = List.of();
    private List<String> addresses = List.of();
    private boolean follows;
    private @Nullable Stage stage;

    /** How the recipient learns of it. */
    public enum Way {
        INBOX,
        WEBHOOK
    }

    /** So many messages a second. */
    public EndToEnd(Way way, int perSecond) {
        this.way = way;
        this.perSecond = perSecond;
    }

    @Override
    public String name() {
        return switch (way) {
            case INBOX -> "inbox-" + perSecond;
            case WEBHOOK -> "webhook-" + perSecond;
        };
    }

    @Override
    public String title() {
        String end = way == Way.INBOX ? "inbox visible (long poll)" : "webhook";
        return "POST → %s at %d/s open loop, %d conversations, 1 KiB".formatted(end, perSecond, CONVERSATIONS);
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.WHOLE;
    }

    @Override
    public void prepare(Stage on, Plan plan) throws Exception {
        stage = on;
        String sender = on.addresses().claim("latency", Stage.SENDER);
        List<String> claimed = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            claimed.add(on.addresses().claim(name() + "-" + i, Stage.RECIPIENT));
        }
        addresses = claimed;
        requests = Requests.messages(on, sender, addresses, CONVERSATIONS, BYTES);
        on.driver().run(new MakeTopic(on.bootstrapServers(), RAW + "-" + name(), Stage.PARTITIONS));
        if (way == Way.WEBHOOK) {
            subscriptions = List.of(on.subscriptions().subscribe(TYPE, "127.0.0.1", "/" + name()));
            on.subscriptions().awaitActive(subscriptions);
        } else {
            follow(on);
        }
    }

    private void follow(Stage on) {
        String token = on.token(Stage.RECIPIENT);
        List<String> paths = addresses.stream()
                .map(address -> "/v1/inbox?wait=30&limit=1000&status=all&address=" + address)
                .toList();
        on.receiver()
                .run(new InboxReaders.Follow(
                        on.gateway().getHost(),
                        on.gateway().getPort(),
                        paths,
                        paths.stream().map(_ -> token).toList()));
        follows = true;
    }

    @Override
    public List<Contender> contenders(Stage on, Plan plan) {
        List<Contender> all = new ArrayList<>();
        all.add(new Contender(name(), false, () -> measure(on, perSecond, plan.seconds())));
        all.add(new Contender("raw Kafka", true, () -> raw(on, plan.seconds())));
        if (way == Way.WEBHOOK) {
            all.add(new Contender(DIRECT, true, () -> direct(on, plan.seconds())));
        }
        return all;
    }

    @Override
    public List<Contender> looks(Stage on, Plan plan) {
        List<Contender> all = new ArrayList<>(contenders(on, plan));
        all.set(0, new Contender(name(), false, () -> measure(on, WARMING_UP_PER_SECOND, plan.seconds())));
        return all;
    }

    private Measurement measure(Stage on, int perSecond, double seconds) {
        int run = on.nextRun();
        Outcome sent = on.driver()
                .run(new HttpLoad(
                        on.gateway().getHost(), on.gateway().getPort(), requests, run, perSecond, seconds, 202));
        Outcome arrived = on.receiver().run(new Task.Arrived(run, sent.count(), PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return withoutTimes(arrived)
                .withLost(sent.count(), arrived.count())
                .with("refused", refused(sent))
                .with("answer p99 ms", sent.latencies().getValueAtPercentile(99) / 1e6);
    }

    /** What was not answered as it should be. */
    static double refused(Outcome sent) {
        return sent.counters().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Times of arrival say nothing to a reader. */
    static Measurement withoutTimes(Outcome arrived) {
        return new Measurement(
                arrived.perSecond(),
                arrived.latencies(),
                java.util.Map.of(
                        "inversions", (double) arrived.counter("inversions"),
                        "duplicates", (double) arrived.counter("duplicates")));
    }

    private Measurement raw(Stage on, double seconds) {
        return withoutTimes(on.driver()
                .run(new RawLatency(
                        on.bootstrapServers(),
                        RAW + "-" + name(),
                        on.nextRun(),
                        CONVERSATIONS,
                        BYTES,
                        perSecond,
                        seconds)));
    }

    private Measurement direct(Stage on, double seconds) {
        int run = on.nextRun();
        List<String> posts = requests.stream()
                .map(request ->
                        Requests.post("/direct", "", "application/json", request.substring(request.indexOf('{'))))
                .toList();
        Outcome sent =
                on.driver().run(new HttpLoad("127.0.0.1", on.endpointPort(), posts, run, perSecond, seconds, 200));
        Outcome arrived = on.receiver().run(new Task.Arrived(run, sent.count(), PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return withoutTimes(arrived);
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        Subject us = subjects.get(name());
        double raw50 = subjects.get("raw Kafka").millis(50).median();
        double raw99 = subjects.get("raw Kafka").millis(99).median();
        List<Goal> goals = new ArrayList<>();
        if (way == Way.INBOX) {
            goals.add(Goal.atMost("p50 over raw Kafka", us.millis(50).median() - raw50, 15, " ms"));
            goals.add(Goal.atMost("p99 over raw Kafka", us.millis(99).median() - raw99, 60, " ms"));
        } else if (perSecond <= 500) {
            goals.add(Goal.atMost("p50", us.millis(50).median(), 20, " ms"));
            goals.add(Goal.atMost("p99", us.millis(99).median(), 70, " ms"));
        } else {
            goals.add(Goal.atMost("p99", us.millis(99).median(), 100, " ms"));
        }
        goals.add(Goal.atMost("inversions within a conversation", us.sum("inversions"), 0, ""));
        goals.add(Goal.atMost("lost or refused", us.sum("lost") + us.sum("refused"), 0, ""));
        return goals;
    }

    @Override
    public void leave() throws Exception {
        if (stage == null) {
            return;
        }
        if (follows) {
            stage.receiver().run(new InboxReaders.Stop());
        }
        stage.subscriptions().unsubscribe(subscriptions);
    }
}
