package se.budkavle.benchmarks.cases;

import java.util.List;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.schemas.Topics;

/** Ever more messages are written as fast as they can be, and routed: the backlog is all that is not routed meanwhile. */
final class BacklogGrowth extends Growing {

    private static final String ADDRESS = "backlog";
    private static final int ADDRESSES = 1_000;
    private static final int FIRST = 1_000;

    private String sender = "";

    BacklogGrowth() {
        super("backlog", Curve.Growth.FLAT);
    }

    @Override
    public String title() {
        return "What it costs to route a message, as ever more come at once";
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("growth", Stage.SENDER);
        fill(stage, new Fill.Addresses(ADDRESS, Stage.RECIPIENT, 0), ADDRESSES);
        stage.addresses().await(Fill.Addresses.address(ADDRESS, Stage.RECIPIENT, ADDRESSES - 1));
    }

    @Override
    List<Integer> sizes(Plan plan) {
        return decades(FIRST, plan.growthMax());
    }

    @Override
    Measurement measure(Stage stage, Plan plan, int size) {
        var messages =
                new Fill.Messages(Stage.SENDER, sender, spread(ADDRESS, ADDRESSES, ADDRESSES), CONVERSATIONS, BYTES);
        return routed(stage, messages, size, Topics.DELIVERIES.name(), 1);
    }
}
