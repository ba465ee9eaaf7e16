package se.budkavle.benchmarks.jmh;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import se.budkavle.router.decision.Subscriber;
import se.budkavle.router.decision.SubscriptionIndex;
import se.budkavle.schemas.filter.EventAttributes;

/**
 * Who is told of an event, among many subscriptions to its type of which one wants it: found by the subject that it demands,
 * by its beginning, or by its end.
 */
@NullUnmarked // filled in the setup
public class FilterBenchmark extends InnerLoop {

    /** How many there are. */
    @Param({"10", "1000", "100000"})
    public int subscriptions;

    /** What they want. */
    @Param
    public Kind kind;

    private final SubscriptionIndex index = new SubscriptionIndex();
    private final EventAttributes event = name -> switch (name) {
        case "type" -> Samples.TYPE;
        case "subject" -> "case/1/step";
        case "source" -> "urn:example:benchmark";
        default -> null;
    };

    /** What a subscription demands of the subject. */
    public enum Kind {
        EXACT("{\"exact\":{\"subject\":\"case/%d/step\"}}"),
        PREFIX("{\"prefix\":{\"subject\":\"case/%d/\"}}"),
        SUFFIX("{\"suffix\":{\"subject\":\"/%d/step\"}}");

        private final String filter;

        Kind(String filter) {
            this.filter = filter;
        }
    }

    /** Fills the index. */
    @Setup
    public void prepare() {
        for (int i = 0; i < subscriptions; i++) {
            var wants = Samples.subscription("subscription-" + i)
                    .setFilters("[" + kind.filter.formatted(i) + "]")
                    .build();
            require(index.put(wants), "a filter");
        }
        require(matching().equals(List.of(new Subscriber("subscription-1", Samples.ORGANISATION))), "who is told");
    }

    /** Asks once. */
    @Benchmark
    public List<Subscriber> matching() {
        return index.matching(event);
    }
}
