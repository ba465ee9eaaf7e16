package se.budkavle.benchmarks.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.worker.Committed;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.MakeTopic;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.Progress;
import se.budkavle.benchmarks.worker.TransactionalLoop;
import se.budkavle.schemas.Topics;

/**
 * A backlog of messages is routed, beside a bare transactional loop that writes as many records of the same sizes. What the
 * router writes for a message, its own changelogs included, is found out first.
 */
public final class Drain implements Case {

    private static final int CONVERSATIONS = 1000;
    private static final int BYTES = 1024;
    private static final int SAMPLE = 2_000;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int COMMIT_MILLIS = 20;

    /** As large as a message's record. */
    private static final int RECORD_BYTES = 1500;

    private static final String GROUP = "budkavle-router";
    private static final String LOOP = "transactional loop";

    private String sender = "";
    private List<List<String>> recipients = List.of();
    private List<Integer> outputs = List.of();

    @Override
    public String name() {
        return "router-drain";
    }

    @Override
    public String title() {
        return "A backlog of messages of 1 KiB is routed: de-duplicated, looked up, told of, exactly once";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.ROUTING;
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("drain", Stage.SENDER);
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(List.of(stage.addresses().claim("drain-" + i, Stage.RECIPIENT)));
        }
        recipients = all;
        outputs = shape(stage);
    }

    /** The sizes of what is written for one message. */
    private List<Integer> shape(Stage stage) {
        List<String> topics = List.of(
                Topics.DELIVERIES.name(),
                Topics.MESSAGE_EVENTS.name(),
                GROUP + "-seen-normal-changelog",
                GROUP + "-books-normal-changelog");
        // What an earlier case left would be counted.
        awaitRouted(stage);
        stage.driver().run(new Committed(stage.bootstrapServers(), topics, 0, 0));
        fill(stage, SAMPLE);
        Outcome read = stage.driver().run(new Committed(stage.bootstrapServers(), topics, SAMPLE, PATIENCE_MILLIS));
        if (read.count() < SAMPLE) {
            throw new IllegalStateException("of %d messages %d were routed".formatted(SAMPLE, read.count()));
        }
        List<Integer> sizes = new ArrayList<>();
        for (String topic : topics) {
            long records = read.counter(topic + " records");
            long each = Math.round((double) records / SAMPLE);
            for (int i = 0; i < each; i++) {
                sizes.add((int) (read.counter(topic + " bytes") / records));
            }
        }
        return sizes;
    }

    private void fill(Stage stage, int messages) {
        var what = new Fill.Messages(Stage.SENDER, sender, recipients, CONVERSATIONS, BYTES);
        stage.driver()
                .run(new Fill(stage.bootstrapServers(), stage.schemaRegistryUrl(), what, stage.nextRun(), messages, 0));
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        return List.of(
                new Contender(name(), false, () -> route(stage, plan.backlog())),
                new Contender(LOOP, true, () -> loop(stage, plan.backlog())));
    }

    private Measurement route(Stage stage, int messages) {
        fill(stage, messages);
        // What was routed while it was filled does not count: the same cores were needed for that.
        Outcome drained = awaitRouted(stage);
        Map<String, Double> values = new TreeMap<>();
        values.put("counted", (double) drained.count());
        values.put("left", (double) drained.counter("left"));
        values.put("records written for each", (double) outputs.size());
        values.put(
                "bytes written for each",
                outputs.stream().mapToDouble(Integer::doubleValue).sum());
        return new Measurement(drained.perSecond(), null, values);
    }

    private static Outcome awaitRouted(Stage stage) {
        return stage.driver()
                .run(new Progress(stage.bootstrapServers(), GROUP, Topics.MESSAGES_NORMAL.name(), PATIENCE_MILLIS));
    }

    private Measurement loop(Stage stage, int messages) {
        String topic = "benchmark-loop-" + stage.nextRun();
        stage.driver().run(new MakeTopic(stage.bootstrapServers(), topic + "-in", Stage.PARTITIONS));
        stage.driver().run(new MakeTopic(stage.bootstrapServers(), topic + "-out", Stage.PARTITIONS));
        return Measurement.rate(stage.driver()
                .run(new TransactionalLoop(
                        stage.bootstrapServers(),
                        topic + "-in",
                        topic + "-out",
                        messages,
                        RECORD_BYTES,
                        outputs,
                        COMMIT_MILLIS))
                .perSecond());
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        Subject us = subjects.get(name());
        return List.of(
                Goal.atLeastPercent("of a bare transactional loop", us.rateAsPartOf(subjects.get(LOOP)), 60),
                Goal.atMost("left", us.sum("left"), 0, ""));
    }
}
