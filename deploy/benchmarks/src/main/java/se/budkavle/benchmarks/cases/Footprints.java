package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Footprint;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Table;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.HttpLoad;
import se.budkavle.benchmarks.worker.Progress;
import se.budkavle.chaos.cluster.Role;
import se.budkavle.schemas.Topics;

/**
 * What each process takes: idle, under load, and for a million addresses, open messages and pending notifications, each
 * measured at a smaller count that is added to what is there already, round by round.
 */
public final class Footprints implements Case {

    private static final String IDLE = "idle";
    private static final String LOAD = "under load";
    private static final String ADDRESSES = "addresses";
    private static final String MESSAGES = "open messages";
    private static final String NOTIFICATIONS = "pending notifications";

    private static final List<Role> PROCESSES = List.of(Role.GATEWAY, Role.ROUTER, Role.NOTIFIER, Role.BROKER);
    private static final int MOST = 100_000;
    private static final int CONVERSATIONS = 20;
    private static final int INBOXES = 100;
    private static final int SUBJECTS = 1_000;
    private static final int PER_SECOND = 500;
    private static final int BYTES = 1024;
    private static final long PATIENCE_MILLIS = 30_000;
    private static final long SETTLING_MILLIS = 3_000;
    private static final String ADDRESS = "held";
    private static final String INBOX = "held-inbox";
    private static final String TYPE = "se.budkavle.message.available";

    private String sender = "";
    private List<String> requests = List.of();
    private final List<String> subscriptions = new ArrayList<>();
    private @Nullable String silent;
    private @Nullable Stage stage;
    private int count;
    private int addresses;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "What each process takes: idle, under load, and for what it holds";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.FILLED;
    }

    @Override
    public void prepare(Stage on, Plan plan) throws Exception {
        stage = on;
        count = Math.min(plan.backlog(), MOST);
        sender = on.addresses().claim("memory", Stage.SENDER);
        String recipient = on.addresses().claim("memory", Stage.RECIPIENT);
        requests = Requests.messages(on, sender, List.of(recipient), CONVERSATIONS, BYTES);
    }

    @Override
    public boolean isQuick() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    /** Idle comes before anything is held. */
    @Override
    public boolean takesTurns() {
        return false;
    }

    @Override
    public List<Contender> contenders(Stage on, Plan plan) {
        return List.of(
                new Contender(IDLE, false, () -> now(on)),
                new Contender(LOAD, false, () -> underLoad(on, plan.seconds())),
                new Contender(ADDRESSES, false, () -> forEach(on, () -> addAddresses(on))),
                new Contender(MESSAGES, false, () -> forEach(on, () -> addMessages(on))),
                new Contender(NOTIFICATIONS, false, () -> forEach(on, () -> addNotifications(on))));
    }

    private Measurement underLoad(Stage on, double seconds) throws Exception {
        if (subscriptions.isEmpty()) {
            subscriptions.add(on.subscriptions().subscribe(TYPE, "127.0.0.1", "/memory"));
            on.subscriptions().awaitActive(subscriptions);
        }
        var sent = on.driver()
                .run(new HttpLoad(
                        on.gateway().getHost(),
                        on.gateway().getPort(),
                        requests,
                        on.nextRun(),
                        PER_SECOND,
                        seconds,
                        202));
        return now(on).with("refused", EndToEnd.refused(sent));
    }

    /** Adds something. */
    private interface Adding {
        void add() throws Exception;
    }

    private Measurement forEach(Stage on, Adding what) throws Exception {
        Map<Role, Footprint> before = footprints(on);
        what.add();
        // What is written behind, to disk and by a collector, is not awaited otherwise.
        Thread.sleep(SETTLING_MILLIS);
        Map<Role, Footprint> each = new EnumMap<>(Role.class);
        footprints(on).forEach((role, after) -> {
            Footprint was = before.get(role);
            if (was != null) {
                each.put(role, after.since(was).perMillion(count));
            }
        });
        return FootprintTables.measurement(each);
    }

    private void addAddresses(Stage on) throws Exception {
        Growing.fill(on, new Fill.Addresses(ADDRESS, Stage.RECIPIENT, addresses), count);
        addresses += count;
        on.addresses().await(Fill.Addresses.address(ADDRESS, Stage.RECIPIENT, addresses - 1));
    }

    private void addMessages(Stage on) throws Exception {
        List<List<String>> inboxes = new ArrayList<>();
        for (String inbox : on.addresses().claimAll(INBOX, Stage.RECIPIENT, INBOXES)) {
            inboxes.add(List.of(inbox));
        }
        // Nobody is told of them: what is pending comes after.
        on.subscriptions().unsubscribe(subscriptions);
        subscriptions.clear();
        var messages = new Fill.Messages(Stage.SENDER, sender, inboxes, Growing.CONVERSATIONS, BYTES);
        Growing.routed(on, messages, count, Topics.DELIVERIES.name(), 1);
        await(on, "budkavle-mailbox", Topics.DELIVERIES.name());
        await(on, "budkavle-views", Topics.MESSAGE_EVENTS.name());
    }

    private void addNotifications(Stage on) throws Exception {
        String subscription = silent;
        if (subscription == null) {
            subscription = on.subscriptions().subscribe("example.benchmark.held", "127.0.0.1", "/silent");
            silent = subscription;
            on.subscriptions().awaitActive(List.of(subscription));
        }
        Growing.fill(on, new Fill.Notifications(Stage.RECIPIENT, List.of(subscription), SUBJECTS, BYTES), count);
        await(on, "budkavle-dispatcher", Topics.NOTIFICATIONS.name());
        await(on, "budkavle-feed", Topics.NOTIFICATIONS.name());
    }

    private static void await(Stage on, String group, String topic) {
        long left = on.driver()
                .run(new Progress(on.bootstrapServers(), group, topic, PATIENCE_MILLIS))
                .counter("left");
        if (left > 0) {
            throw new IllegalStateException("%s has not taken in %d of %s".formatted(group, left, topic));
        }
    }

    private static Map<Role, Footprint> footprints(Stage on) throws Exception {
        Map<Role, Footprint> all = new EnumMap<>(Role.class);
        for (Role role : PROCESSES) {
            all.put(role, Footprint.of(on.member(role)));
        }
        return all;
    }

    private static Measurement now(Stage on) throws Exception {
        return FootprintTables.measurement(footprints(on));
    }

    @Override
    public List<Table> tables(Subjects subjects) {
        return List.of(
                table("MiB of each process", subjects, IDLE, LOAD),
                table(
                        "MiB per million, measured with " + Goal.number(count) + " at a time",
                        subjects,
                        ADDRESSES,
                        MESSAGES,
                        NOTIFICATIONS));
    }

    private static Table table(String title, Subjects subjects, String... names) {
        return FootprintTables.table(title, PROCESSES, Stream.of(names).map(subjects::get));
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        return List.of(Goal.atMost("refused under load", subjects.get(LOAD).sum("refused"), 0, ""));
    }

    @Override
    public void leave() throws Exception {
        if (stage != null) {
            stage.subscriptions().unsubscribe(subscriptions);
            String subscription = silent;
            stage.subscriptions().unsubscribe(subscription == null ? List.of() : List.of(subscription));
        }
    }
}
