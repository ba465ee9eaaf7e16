package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Curve.Growth;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Statistics;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.worker.Committed;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.Progress;
import se.budkavle.schemas.Topics;

/** What a message costs as something grows: its sizes one after the other, the smallest first, as what fills one stays for the next. */
abstract class Growing implements Case {

    /** Of content and data, unless that is what grows. */
    static final int BYTES = 1024;

    static final int CONVERSATIONS = 1000;

    /** There are many sizes. */
    private static final int PART_OF_BACKLOG = 10;

    /** Measured at each size, beyond which nothing more is learnt. */
    private static final int MOST_MESSAGES = 20_000;

    private static final String ROUTER = "budkavle-router";
    private static final long PATIENCE_MILLIS = 10_000;
    private static final double MICROS = 1e6;

    private final String name;
    private final String grows;
    private final Growth most;
    private List<Integer> sizes = List.of();

    /**
     * @param name what grows, as it stands in the case's name
     * @param grows what grows, in words, with its unit if it has one
     * @param most how the cost may go with it
     */
    Growing(String name, String grows, Growth most) {
        this.name = name;
        this.grows = grows;
        this.most = most;
    }

    /** Of what is counted. */
    Growing(String grows, Growth most) {
        this(grows, grows, most);
    }

    @Override
    public final String name() {
        return "growth-" + name;
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.GROWING;
    }

    @Override
    public boolean isQuick() {
        return false;
    }

    @Override
    public boolean takesTurns() {
        return false;
    }

    /** What is measured; rising. */
    abstract List<Integer> sizes(Plan plan);

    /** Messages a second at a size. */
    abstract Measurement measure(Stage stage, Plan plan, int size) throws Exception;

    @Override
    public final List<Contender> contenders(Stage stage, Plan plan) {
        sizes = sizes(plan);
        return sizes.stream()
                .map(size -> new Contender(label(size), false, () -> measure(stage, plan, size)))
                .toList();
    }

    private String label(int size) {
        return Goal.number(size) + " " + grows;
    }

    @Override
    public final List<Curve> curves(Subjects subjects) {
        return List.of(curve(subjects));
    }

    @Override
    public final List<Goal> goals(Subjects subjects) {
        List<Goal> goals = new ArrayList<>();
        goals.add(curve(subjects).atMost(most));
        goals.add(Goal.atMost(
                "missing",
                subjects.all().stream().mapToDouble(each -> each.sum("missing")).sum(),
                0,
                ""));
        return goals;
    }

    private Curve curve(Subjects subjects) {
        return new Curve(
                grows,
                sizes.stream()
                        .map(size -> new Curve.Point(size, micros(subjects.get(label(size)))))
                        .toList());
    }

    private static Statistics micros(Subject subject) {
        return Statistics.of(subject.rounds().stream()
                .map(round -> MICROS / round.perSecond())
                .toList());
    }

    /** How many messages are measured with. */
    static int messages(Plan plan) {
        return Math.clamp(plan.backlog() / PART_OF_BACKLOG, 1, MOST_MESSAGES);
    }

    /** So much, ten times as much, and so on, as far as to the most, which is the last. */
    static List<Integer> decades(int from, int most) {
        List<Integer> sizes = new ArrayList<>();
        for (long size = from; size < most; size *= 10) {
            sizes.add((int) size);
        }
        sizes.add(Math.max(from, most));
        return sizes;
    }

    /** Names of addresses in a registry, taken from everywhere in it; no more than so many. */
    static List<List<String>> spread(String name, int inRegistry, int most) {
        int taken = Math.min(inRegistry, most);
        return IntStream.range(0, taken)
                .mapToObj(i -> (int) ((long) i * inRegistry / taken))
                .map(number -> List.of(Fill.Addresses.address(name, Stage.RECIPIENT, number)))
                .toList();
    }

    /** Writes records straight into their topic, so many. */
    static Outcome fill(Stage stage, Fill.What what, int records) {
        return stage.driver()
                .run(new Fill(stage.bootstrapServers(), stage.schemaRegistryUrl(), what, stage.nextRun(), records, 0));
    }

    /**
     * Writes records and waits for what the router makes of them: how many a second, from when the first is written until
     * the last that comes of them is committed.
     *
     * @param into the topic of what comes of them
     * @param each how much comes of each
     */
    static Measurement routed(Stage stage, Fill.What what, int records, String into, int each) {
        // What an earlier case left would be counted.
        String from = (what instanceof Fill.Events ? Topics.EVENTS : Topics.MESSAGES_NORMAL).name();
        stage.driver().run(new Progress(stage.bootstrapServers(), ROUTER, from, PATIENCE_MILLIS));
        List<String> topics = List.of(into);
        stage.driver().run(new Committed(stage.bootstrapServers(), topics, 0, 0));
        Outcome filled = fill(stage, what, records);
        long expected = (long) records * each;
        Outcome came = stage.driver().run(new Committed(stage.bootstrapServers(), topics, expected, PATIENCE_MILLIS));
        double seconds = (came.counter("last") - filled.counter("began")) / 1e9;
        return new Measurement(
                records / seconds, null, Map.of("missing", (double) Math.max(0, expected - came.count())));
    }
}
