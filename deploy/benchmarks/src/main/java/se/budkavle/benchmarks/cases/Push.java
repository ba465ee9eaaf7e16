package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.worker.ClientLoop;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.MakeTopic;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.RawLatency;
import se.budkavle.benchmarks.worker.Task;

/** Notifications to 40 prompt webhooks of 20 subjects each, beside a bare loop of the same HTTP client. */
public final class Push implements Case {

    private static final int SUBSCRIPTIONS = 40;
    private static final int SUBJECTS = 20;
    private static final int BYTES = 512;

    /** Of a body as it is pushed: the data and the event's attributes. */
    private static final int BODY_BYTES = 1024;

    private static final int IN_FLIGHT = 256;
    private static final int PUBLISHED_PER_SECOND = 10_000;
    private static final int LATENCY_PER_SECOND = 500;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final String TYPE = "example.benchmark.changed-";
    private static final String RAW = "benchmark-raw-push";
    private static final String BARE = "bare client";

    private final Kind kind;
    private List<String> subscriptions = List.of();
    private @Nullable Stage stage;

    /** What is measured of pushing. */
    public enum Kind {
        /** A backlog of notifications is pushed. */
        DRAIN,
        /** Events are pushed while others are published. */
        PUBLISHING,
        /** From an event to its webhook. */
        LATENCY
    }

    /** Of one kind. */
    public Push(Kind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return switch (kind) {
            case DRAIN -> "push-drain";
            case PUBLISHING -> "push-publishing";
            case LATENCY -> "push-latency";
        };
    }

    @Override
    public String title() {
        return switch (kind) {
            case DRAIN -> "A backlog of notifications is pushed to 40 webhooks";
            case PUBLISHING -> "Events are published at %d/s and pushed to 40 webhooks".formatted(PUBLISHED_PER_SECOND);
            case LATENCY -> "From an event published to its webhook, %d/s open loop".formatted(LATENCY_PER_SECOND);
        };
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.WHOLE;
    }

    @Override
    public void prepare(Stage on, Plan plan) throws Exception {
        stage = on;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            ids.add(on.subscriptions().subscribe(type(i), "127.0.2." + (i + 1), "/" + name()));
        }
        subscriptions = ids;
        on.subscriptions().awaitActive(ids);
        if (kind == Kind.LATENCY) {
            on.driver().run(new MakeTopic(on.bootstrapServers(), RAW, Stage.PARTITIONS));
        }
    }

    private String type(int subscription) {
        return TYPE + name() + "-" + subscription;
    }

    @Override
    public List<Contender> contenders(Stage on, Plan plan) {
        return switch (kind) {
            case DRAIN ->
                List.of(
                        new Contender(name(), false, () -> drain(on, plan.backlog())),
                        new Contender(BARE, true, () -> bare(on, plan.seconds())));
            case PUBLISHING ->
                List.of(
                        new Contender(name(), false, () -> publish(on, PUBLISHED_PER_SECOND, plan.seconds())),
                        new Contender(BARE, true, () -> bare(on, plan.seconds())));
            case LATENCY ->
                List.of(
                        new Contender(name(), false, () -> latency(on, plan.seconds())),
                        new Contender("raw Kafka", true, () -> raw(on, plan.seconds())));
        };
    }

    private Measurement drain(Stage on, int backlog) {
        int run = on.nextRun();
        var what = new Fill.Notifications(Stage.RECIPIENT, subscriptions, SUBJECTS, BYTES);
        Outcome filled =
                on.driver().run(new Fill(on.bootstrapServers(), on.schemaRegistryUrl(), what, run, backlog, 0));
        Outcome arrived = on.receiver().run(new Task.Arrived(run, backlog, PATIENCE_MILLIS));
        // While it was filled the same cores were needed for that.
        Outcome drained =
                on.receiver().run(new Task.ArrivedBetween(run, filled.counter("ended"), arrived.counter("last")));
        on.receiver().run(new Task.Forget(run));
        return new Measurement(
                drained.perSecond(),
                null,
                Map.of(
                        "duplicates", (double) arrived.counter("duplicates"),
                        "inversions", (double) arrived.counter("inversions"),
                        "lost", (double) (backlog - arrived.count())));
    }

    private Measurement publish(Stage on, int perSecond, double seconds) {
        int run = on.nextRun();
        Outcome filled = events(on, run, perSecond, seconds);
        long began = filled.counter("began");
        long ended = filled.counter("ended");
        Outcome during = on.receiver().run(new Task.ArrivedBetween(run, began, ended));
        Outcome arrived = on.receiver().run(new Task.Arrived(run, filled.count(), PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return new Measurement(
                during.perSecond(),
                arrived.latencies(),
                Map.of(
                        "published a second", filled.perSecond(),
                        "duplicates", (double) arrived.counter("duplicates"),
                        "inversions", (double) arrived.counter("inversions"),
                        "lost", (double) (filled.count() - arrived.count())));
    }

    private Outcome events(Stage on, int run, int perSecond, double seconds) {
        List<String> types = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            types.add(type(i));
        }
        var what = new Fill.Events(Stage.SENDER, types, SUBJECTS, BYTES);
        int records = (int) (perSecond * seconds);
        return on.driver().run(new Fill(on.bootstrapServers(), on.schemaRegistryUrl(), what, run, records, perSecond));
    }

    private Measurement latency(Stage on, double seconds) {
        int run = on.nextRun();
        Outcome filled = events(on, run, LATENCY_PER_SECOND, seconds);
        Outcome arrived = on.receiver().run(new Task.Arrived(run, filled.count(), PATIENCE_MILLIS));
        on.receiver().run(new Task.Forget(run));
        return EndToEnd.withoutTimes(arrived).withLost(filled.count(), arrived.count());
    }

    private static Measurement raw(Stage on, double seconds) {
        return EndToEnd.withoutTimes(on.driver()
                .run(new RawLatency(
                        on.bootstrapServers(), RAW, on.nextRun(), SUBJECTS, BODY_BYTES, LATENCY_PER_SECOND, seconds)));
    }

    private static Measurement bare(Stage on, double seconds) {
        String url = "http://127.0.0.1:" + on.endpointPort() + "/bare";
        return Measurement.of(on.driver().run(new ClientLoop(url, IN_FLIGHT, BODY_BYTES, seconds)));
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        Subject us = subjects.get(name());
        List<Goal> goals = new ArrayList<>();
        switch (kind) {
            case DRAIN -> {
                goals.add(Goal.atLeastPercent("of a bare client", us.rateAsPartOf(subjects.get(BARE)), 60));
                goals.add(Goal.atLeast("deliveries", us.perSecond().median(), 18_000, "/s"));
            }
            case PUBLISHING ->
                goals.add(Goal.atLeast("deliveries", us.perSecond().median(), 8_000, "/s"));
            case LATENCY -> {
                goals.add(Goal.atMost("p50", us.millis(50).median(), 20, " ms"));
                goals.add(Goal.atMost("p99", us.millis(99).median(), 70, " ms"));
            }
        }
        goals.add(Goal.atMost("lost", us.sum("lost"), 0, ""));
        goals.add(Goal.atMost("inversions within a subject", us.sum("inversions"), 0, ""));
        return goals;
    }

    @Override
    public void leave() throws Exception {
        if (stage != null) {
            stage.subscriptions().unsubscribe(subscriptions);
        }
    }
}
