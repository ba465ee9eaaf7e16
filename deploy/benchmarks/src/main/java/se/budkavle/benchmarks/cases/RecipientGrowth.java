package se.budkavle.benchmarks.cases;

import java.util.List;
import java.util.stream.IntStream;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.schemas.Topics;

/** Messages are routed to more and more recipients each. */
final class RecipientGrowth extends Growing {

    private static final String ADDRESS = "recipients";
    private static final int MOST = 500;
    private static final int LEAST_MESSAGES = 100;

    private String sender = "";

    RecipientGrowth() {
        super("recipients", Curve.Growth.LINEAR);
    }

    @Override
    public String title() {
        return "What it costs to route a message, as its recipients grow";
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("growth", Stage.SENDER);
        fill(stage, new Fill.Addresses(ADDRESS, Stage.RECIPIENT, 0), MOST);
        stage.addresses().await(Fill.Addresses.address(ADDRESS, Stage.RECIPIENT, MOST - 1));
    }

    @Override
    List<Integer> sizes(Plan plan) {
        return decades(1, MOST);
    }

    @Override
    Measurement measure(Stage stage, Plan plan, int size) {
        List<String> to = IntStream.range(0, size)
                .mapToObj(i -> Fill.Addresses.address(ADDRESS, Stage.RECIPIENT, i))
                .toList();
        var messages = new Fill.Messages(Stage.SENDER, sender, List.of(to), CONVERSATIONS, BYTES);
        int count = Math.max(LEAST_MESSAGES, messages(plan) / size);
        return routed(stage, messages, count, Topics.DELIVERIES.name(), size);
    }
}
