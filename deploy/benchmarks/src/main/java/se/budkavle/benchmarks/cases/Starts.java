package se.budkavle.benchmarks.cases;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Histograms;
import se.budkavle.chaos.cluster.Member;
import se.budkavle.chaos.cluster.Member.Circumstances;
import se.budkavle.chaos.cluster.Role;

/**
 * Each service is killed and started again beside the others: how long until it is ready, with the JVM's cache of loaded and
 * linked classes (JEP 483, 514), as {@code deploy/images/build --quick-start} puts it into images, and without.
 */
public final class Starts implements Case {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A JVM that records its cache writes it as it ends. */
    private static final Duration RECORDING = Duration.ofMinutes(2);

    private static final String CACHE = "start.aot";
    private static final Circumstances CACHED = new Circumstances(List.of("-XX:AOTCache=" + CACHE), Map.of());
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
    public void prepare(Stage stage, Plan plan) throws InterruptedException {
        for (Role role : SERVICES) {
            Member member = stage.member(role);
            member.kill();
            member.start(new Circumstances(List.of("-XX:AOTCacheOutput=" + CACHE), Map.of()));
            member.awaitReady(PATIENCE);
            member.stop(RECORDING);
            if (!Files.exists(member.directory().resolve(CACHE))) {
                throw new IllegalStateException(member + " recorded no cache; its log is " + member.log());
            }
            member.start();
            member.awaitReady(PATIENCE);
        }
    }

    @Override
    public boolean isQuick() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        return SERVICES.stream()
                .flatMap(role -> Stream.of(
                        new Contender(nameOf(role), false, () -> start(stage.member(role), CACHED)),
                        new Contender(
                                nameOf(role) + ", no cache",
                                true,
                                () -> start(stage.member(role), Circumstances.USUAL))))
                .toList();
    }

    private static String nameOf(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Measurement start(Member member, Circumstances circumstances) throws InterruptedException {
        member.kill();
        long began = System.nanoTime();
        member.start(circumstances);
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
