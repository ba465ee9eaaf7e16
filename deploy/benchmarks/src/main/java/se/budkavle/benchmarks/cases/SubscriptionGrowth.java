package se.budkavle.benchmarks.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.worker.Fill;
import se.budkavle.schemas.Topics;

/** Events are matched with subscriptions to their type, ever more of them, of which one wants each event's subject. */
final class SubscriptionGrowth extends Growing {

    private static final String TYPE = "example.benchmark.growing";
    private static final int FIRST = 10;
    private static final int PART_OF_ADDRESSES = 10;
    private static final int SUBJECTS = 10_000;

    private int filled;
    private @Nullable Stage on;

    SubscriptionGrowth() {
        super("subscriptions", Curve.Growth.FLAT);
    }

    @Override
    public String title() {
        return "What it costs to match an event, as the subscriptions to its type grow of which one wants it";
    }

    @Override
    public void prepare(Stage stage, Plan plan) {
        on = stage;
    }

    @Override
    List<Integer> sizes(Plan plan) {
        return decades(FIRST, plan.growthMax() / PART_OF_ADDRESSES);
    }

    @Override
    Measurement measure(Stage stage, Plan plan, int size) {
        if (size > filled) {
            fill(stage, new Fill.Subscriptions(Stage.RECIPIENT, TYPE, filled, false), size - filled);
            filled = size;
        }
        var events = new Fill.Events(Stage.SENDER, List.of(TYPE), Math.min(size, SUBJECTS), BYTES);
        return routed(stage, events, messages(plan), Topics.NOTIFICATIONS.name(), 1);
    }

    @Override
    public void leave() {
        if (on != null) {
            fill(on, new Fill.Subscriptions(Stage.RECIPIENT, TYPE, 0, true), filled);
        }
    }
}
