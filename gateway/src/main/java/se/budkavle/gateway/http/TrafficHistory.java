package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest looks at the books, a bounded number of them. Sums over all organisations: nobody is named. */
final class TrafficHistory {

    private final int most;
    private final Deque<Sample> samples = new ArrayDeque<>();

    TrafficHistory(int most) {
        this.most = most;
    }

    /**
     * One look.
     *
     * @param at when
     * @param accepted deliveries (recipients of messages) accepted since the books were opened
     * @param ended deliveries that ended since then, by how
     * @param underWay deliveries under way, by how they stand
     * @param overdue deliveries whose next step should have come by now; at most as many as the books show
     * @param difference deliveries that are missing in the books, or too many, over all organisations
     * @param lags records behind, by consumer group; null: Kafka did not tell
     */
    record Sample(
            Instant at,
            long accepted,
            Map<String, Long> ended,
            Map<String, Long> underWay,
            long overdue,
            long difference,
            @Nullable Map<String, Long> lags) {

        /** {@return a look at the books, as the notifier tells them} */
        static Sample of(JsonNode balance, @Nullable Map<String, Long> lags) {
            long accepted = 0;
            long difference = 0;
            var ended = new LinkedHashMap<String, Long>();
            var underWay = new LinkedHashMap<String, Long>();
            for (var organisation : balance.path("organisations")) {
                accepted += organisation.path("accepted").path("deliveries").asLong();
                difference += Math.abs(organisation.path("difference").asLong());
                add(organisation.path("ended"), ended);
                add(organisation.path("underWay"), underWay);
            }
            return new Sample(
                    Instant.parse(balance.path("asOf").asText()),
                    accepted,
                    ended,
                    underWay,
                    balance.path("overdue").size(),
                    difference,
                    lags);
        }

        private static void add(JsonNode counts, Map<String, Long> sums) {
            counts.properties()
                    .forEach(each -> sums.merge(each.getKey(), each.getValue().asLong(), Long::sum));
        }
    }

    synchronized void add(Sample sample) {
        samples.addLast(sample);
        if (samples.size() > most) {
            samples.removeFirst();
        }
    }

    /** {@return what is remembered, oldest first} */
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
