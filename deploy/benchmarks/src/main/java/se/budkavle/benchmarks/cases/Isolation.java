package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.Task;

/**
 * What dead and slow endpoints cost healthy ones: 140 healthy subscriptions alone, then beside 40 that never answer and 20
 * that answer after ten seconds. These are made anew for each measurement, and are gone while the healthy are alone.
 */
public final class Isolation implements Case {

    private static final int HEALTHY = 140;
    private static final int SILENT = 40;
    private static final int SLOW = 20;
    private static final int SUBJECTS = 20;
    private static final int BYTES = 512;
    private static final double PER_SECOND_EACH = 2.5;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final String TYPE = "example.benchmark.isolation-";
    private static final String ALONE = "healthy alone";

    private final List<String> healthy = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private @Nullable Stage stage;

    @Override
    public String name() {
        return "isolation";
    }

    @Override
    public String title() {
        return "From an event to its webhook: 140 healthy subscriptions beside 40 dead and 20 slow ones";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.WHOLE;
    }

    @Override
    public void prepare(Stage on, Plan plan) throws Exception {
        stage = on;
        subscribe(on, 0, HEALTHY, "/prompt", healthy);
    }

    private static void subscribe(Stage on, int from, int to, String path, List<String> into) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            // An address each, as endpoints of different subscribers have.
            ids.add(on.subscriptions().subscribe(TYPE + i, "127.0.3." + (i + 1), path));
        }
        into.addAll(ids);
        on.subscriptions().awaitActive(ids);
    }

    @Override
    public List<Contender> contenders(Stage on, Plan plan) {
        return List.of(
                new Contender(name(), false, () -> beside(on, plan.seconds())),
                new Contender(ALONE, true, () -> measure(on, HEALTHY, plan.seconds())));
    }

    private Measurement beside(Stage on, double seconds) throws Exception {
        subscribe(on, HEALTHY, HEALTHY + SILENT, "/silent", others);
        subscribe(on, HEALTHY + SILENT, HEALTHY + SILENT + SLOW, "/slow", others);
        try {
            return measure(on, HEALTHY + SILENT + SLOW, seconds);
        } finally {
            on.subscriptions().unsubscribe(others);
            others.clear();
        }
    }

    private static Measurement measure(Stage on, int subscriptions, double seconds) {
        int run = on.nextRun();
        List<String> types = new ArrayList<>();
        for (int i = 0; i < subscriptions; i++) {
            types.add(TYPE + i);
        }
        double rate = PER_SECOND_EACH * subscriptions;
        int records = (int) (rate * seconds);
        var what = new Fill.Events(Stage.SENDER, types, SUBJECTS, BYTES);
        on.driver().run(new Fill(on.bootstrapServers(), on.schemaRegistryUrl(), what, run, records, rate));
        long expected = 0;
        for (int i = 0; i < records; i++) {
            // As Fill chooses the type.
            expected += i % (subscriptions * SUBJECTS) % subscriptions < HEALTHY ? 1 : 0;
        }
        Outcome arrived = on.receiver().run(new Task.Arrived(run, expected, PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return EndToEnd.withoutTimes(arrived).withLost(expected, arrived.count());
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        Subject us = subjects.get(name());
        double ratio = us.millis(99).median() / subjects.get(ALONE).millis(99).median();
        return List.of(
                Goal.atMost("p99 of the healthy", ratio, 1.5, " times that alone"),
                Goal.atMost("lost of the healthy", us.sum("lost"), 0, ""));
    }

    @Override
    public void leave() throws Exception {
        if (stage != null) {
            stage.subscriptions().unsubscribe(healthy);
        }
    }
}
