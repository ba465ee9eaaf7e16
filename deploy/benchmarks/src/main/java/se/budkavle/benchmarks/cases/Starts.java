package se.budkavle.benchmarks.cases;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Histograms;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Role;

/** Each service is killed and started again beside the others: how long until it is ready. */
public final class Starts implements Case {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<Role> SERVICES = List.of(Role.GATEWAY, Role.ROUTER, Role.NOTIFIER);
    private static final double LONGEST_MILLIS = 3_000;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "A service is killed and started again: until it is ready";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.WHOLE;
    }

    @Override
    public void prepare(Stage stage, Plan plan) {
        // The stage has started each of them once.
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        return SERVICES.stream()
                .map(role -> new Contender(nameOf(role), false, () -> start(stage.member(role))))
                .toList();
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Measurement start(Member member) throws InterruptedException {
        member.kill();
        long began = System.nanoTime();
        member.start();
        member.awaitReady(PATIENCE);
        long took = System.nanoTime() - began;
        Histogram once = Histograms.empty();
        Histograms.add(once, took);
        return new Measurement(1e9 / took, once, Map.of());
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        return SERVICES.stream()
                .map(Starts::nameOf)
                .map(name -> Goal.atMost(
                        name + " ready", subjects.get(name).millis(50).median(), LONGEST_MILLIS, " ms"))
                .toList();
    }
}
