package se.budkavle.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Routing;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Message;

/** What becomes of a message for one recipient: that has not moved, that has three times, that nobody knows. */
@NullUnmarked // filled in the setup
public class RoutingBenchmark extends InnerLoop {

    private static final int MOST_MOVES = 8;
    private static final String AT_HOME = "home:" + Samples.ORGANISATION;
    private static final String MOVED = "moved-1:" + Samples.ORGANISATION;
    private static final String NOWHERE = "nowhere:" + Samples.ORGANISATION;

    private final Map<String, Address> registry = new HashMap<>();
    private final Routing routing = new Routing(MOST_MOVES, _ -> false);
    private Message message;

    /** Fills the registry. */
    @Setup
    public void prepare() {
        registry.put(AT_HOME, Samples.address(AT_HOME).build());
        for (int i = 1; i <= 3; i++) {
            String address = "moved-" + i + ":" + Samples.ORGANISATION;
            String next = i == 3 ? AT_HOME : "moved-" + (i + 1) + ":" + Samples.ORGANISATION;
            registry.put(address, Samples.address(address).setMovedTo(next).build());
        }
        message = Samples.message(AT_HOME).build();
        require(atHome() instanceof Decision.Deliver deliver && deliver.via().isEmpty(), "what is delivered");
        require(
                moved() instanceof Decision.Deliver deliver && deliver.via().size() == 3,
                "what is delivered after moves");
        require(unknown() instanceof Decision.Park, "what is parked");
    }

    /** A recipient that has not moved. */
    @Benchmark
    public Decision atHome() {
        return routing.decide(message, AT_HOME, Samples.NOW, registry::get);
    }

    /** A recipient that has moved three times. */
    @Benchmark
    public Decision moved() {
        return routing.decide(message, MOVED, Samples.NOW, registry::get);
    }

    /** A recipient that nobody knows. */
    @Benchmark
    public Decision unknown() {
        return routing.decide(message, NOWHERE, Samples.NOW, registry::get);
    }
}
