package se.budkavle.benchmarks.cases;

import java.util.List;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.HttpLoad;

/** Messages are taken in with more and more content, and routed meanwhile: the router carries a reference alone. */
final class ContentGrowth extends Growing {

    private static final int CONNECTIONS = 8;
    private static final int KIB = 1024;

    private String sender = "";
    private String recipient = "";

    ContentGrowth() {
        super("content", "KiB of content", Curve.Growth.LINEAR);
    }

    @Override
    public String title() {
        return "What it costs to take a message in, as its content grows, over %d connections".formatted(CONNECTIONS);
    }

    @Override
    public void prepare(Stage stage, Plan plan) throws Exception {
        sender = stage.addresses().claim("growth", Stage.SENDER);
        recipient = stage.addresses().claim("content", Stage.RECIPIENT);
    }

    @Override
    List<Integer> sizes(Plan plan) {
        return List.of(1, 4, 16, 64, 256, 1024);
    }

    @Override
    Measurement measure(Stage stage, Plan plan, int kib) {
        List<String> requests = Requests.messages(stage, sender, List.of(recipient), CONNECTIONS, kib * KIB);
        var sent = stage.driver()
                .run(new HttpLoad(
                        stage.gateway().getHost(),
                        stage.gateway().getPort(),
                        requests,
                        stage.nextRun(),
                        0,
                        plan.seconds(),
                        202));
        return Measurement.of(sent).with("missing", EndToEnd.refused(sent));
    }
}
