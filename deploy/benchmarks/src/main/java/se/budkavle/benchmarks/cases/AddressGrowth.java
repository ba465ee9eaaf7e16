package se.budkavle.benchmarks.cases;

import java.util.List;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.schemas.Topics;

/** Messages are routed to addresses from everywhere in a registry that grows. */
final class AddressGrowth extends Growing {

    private static final String ADDRESS = "growing";
    private static final int FIRST = 1_000;

    /** As many as go with a task. */
    private static final int RECIPIENTS = 10_000;

    private String sender = "";
    private int filled;

    AddressGrowth() {
        super("addresses", Curve.Growth.FLAT);
    }

    @Override
    public String title() {
        return "What it costs to route a message, as the address registry grows";
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("growth", Stage.SENDER);
    }

    @Override
    List<Integer> sizes(Plan plan) {
        return decades(FIRST, plan.growthMax());
    }

    @Override
    Measurement measure(Stage stage, Plan plan, int size) throws Exception {
        if (size > filled) {
            fill(stage, new Fill.Addresses(ADDRESS, Stage.RECIPIENT, filled), size - filled);
            filled = size;
            stage.addresses().await(Fill.Addresses.address(ADDRESS, Stage.RECIPIENT, size - 1));
        }
        var messages = new Fill.Messages(Stage.SENDER, sender, spread(ADDRESS, size, RECIPIENTS), CONVERSATIONS, BYTES);
        return routed(stage, messages, messages(plan), Topics.DELIVERIES.name(), 1);
    }
}
