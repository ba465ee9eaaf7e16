package se.budkavle.benchmarks.cases;

import java.util.List;
import java.util.Map;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.benchmarks.worker.Outcome;
import se.budkavle.benchmarks.worker.Progress;
import se.budkavle.schemas.Topics;

/** Messages to 500 recipients each are routed, beside as many deliveries by messages to one. */
public final class ManyRecipients implements Case {

    private static final int RECIPIENTS = 500;
    private static final int CONVERSATIONS = 1000;
    private static final int BYTES = 1024;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final String ONE_EACH = "500 messages";

    private String sender = "";
    private List<String> recipients = List.of();

    @Override
    public String name() {
        return "recipients-500";
    }

    @Override
    public String title() {
        return "Deliveries a second: messages to 500 recipients, and 500 messages to one";
    }

    @Override
    public Stage.Kind needs() {
        return Stage.Kind.ROUTING;
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("many", Stage.SENDER);
        recipients = stage.addresses().claimAll("many", Stage.RECIPIENT, RECIPIENTS);
    }

    @Override
    public List<Contender> contenders(Stage stage, Plan plan) {
        List<List<String>> one = recipients.stream().map(List::of).toList();
        return List.of(
                new Contender(name(), false, () -> route(stage, plan.backlog(), List.of(recipients))),
                new Contender(ONE_EACH, true, () -> route(stage, plan.backlog(), one)));
    }

    private Measurement route(Stage stage, int deliveries, List<List<String>> to) {
        int each = to.getFirst().size();
        var what = new Fill.Messages(Stage.SENDER, sender, to, CONVERSATIONS, BYTES);
        stage.driver()
                .run(new Fill(
                        stage.bootstrapServers(),
                        stage.schemaRegistryUrl(),
                        what,
                        stage.nextRun(),
                        Math.max(1, deliveries / each),
                        0));
        Outcome drained = stage.driver()
                .run(new Progress(
                        stage.bootstrapServers(), "budkavle-router", Topics.MESSAGES_NORMAL.name(), PATIENCE_MILLIS));
        return new Measurement(
                drained.perSecond() * each, null, Map.of("counted", (double) drained.count() * each, "left", (double)
                        drained.counter("left")));
    }

    @Override
    public List<Goal> goals(Subjects subjects) {
        return List.of(Goal.atMostPercent(
                "of the cost of 500 messages", subjects.get(ONE_EACH).rateAsPartOf(subjects.get(name())), 30));
    }
}
