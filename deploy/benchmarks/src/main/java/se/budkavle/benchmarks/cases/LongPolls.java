package se.budkavle.benchmarks.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.HttpLoad;
import se.budkavle.benchmarks.worker.InboxReaders;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.Task;
import se.budkavle.chaos.cluster.LiveHeap;
import se.budkavle.chaos.cluster.Role;

/** A thousand inboxes are waited for at the same time, and get 500 messages a second together. */
public final class LongPolls implements Case {

    private static final int READERS = 1000;
    private static final int CONVERSATIONS = 100;
    private static final int PER_SECOND = 500;
    private static final int BYTES = 1024;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final double KIB = 1024;
    private static final long SETTLING_MILLIS = 2_000;

    private List<String> requests = List.of();
    private double kibEach = Double.NaN;
    private @Nullable Stage stage;

    @Override
    public String name() {
        return "long-polls";
    }

    @Override
    public String title() {
        return "1 000 inboxes waited for by long poll, %d messages a second".formatted(PER_SECOND);
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.WHOLE;
    }

    @Override
    public void prepare(Stage on, Plan plan) throws Exception {
        stage = on;
        String sender = on.addresses().claim("polls", Stage.SENDER);
        List<String> addresses = on.addresses().claimAll("polls", Stage.RECIPIENT, READERS);
        requests = Requests.messages(on, sender, addresses, CONVERSATIONS, BYTES);
        long before = heap(on);
        String token = on.token(Stage.RECIPIENT);
        List<String> paths = addresses.stream()
                .map(address -> "/v1/inbox?wait=60&limit=100&status=all&address=" + address)
                .toList();
        on.receiver()
                .run(new InboxReaders.Follow(
                        on.gateway().getHost(),
                        on.gateway().getPort(),
                        paths,
                        paths.stream().map(_ -> token).toList()));
        // Until all of them wait at the notifier.
        Thread.sleep(SETTLING_MILLIS);
        kibEach = (heap(on) - before) / KIB / READERS;
    }

    private static long heap(Stage on) throws Exception {
        return LiveHeap.of(on.member(Role.GATEWAY).pid())
                + LiveHeap.of(on.member(Role.NOTIFIER).pid());
    }

    @Override
    public List<Contender> contenders(Stage on, Plan plan) {
        return List.of(new Contender(name(), false, () -> measure(on, plan.seconds())));
    }

    private Measurement measure(Stage on, double seconds) {
        int run = on.nextRun();
        Outcome sent = on.driver()
                .run(new HttpLoad(
                        on.gateway().getHost(), on.gateway().getPort(), requests, run, PER_SECOND, seconds, 202));
        Outcome arrived = on.receiver().run(new Task.Arrived(run, sent.count(), PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return EndToEnd.withoutTimes(arrived)
                .withLost(sent.count(), arrived.count())
                .with("KiB of heap a waiting client", kibEach);
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        var us = subjects.get(name());
        return List.of(
                Goal.atMost("p99", us.millis(99).median(), 100, " ms"),
                Goal.atMost("heap a waiting client", kibEach, 20, " KiB"),
                Goal.atMost("lost", us.sum("lost"), 0, ""));
    }

    @Override
    public void leave() {
        if (stage != null) {
            stage.receiver().run(new InboxReaders.Stop());
        }
    }
}
