package se.budkavle.router.decision;

import static se.budkavle.router.decision.Fixtures.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.filter.EventAttributes;

/**
 * What finding the subscribers of an event costs, in time and memory, by hand: {@code main} prints the table of
 * RATIONALE.md. One subscription always matches; the others do not, for the scenario's reason.
 */
final class MatchingSpeed {

    private static final int[] SIZES = {10, 1_000, 100_000};
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 300_000_000L;
    private static final String TYPE = "se.trafikverket.roadworks.changed";
    private static final EventAttributes EVENT = name -> switch (name) {
        case "type" -> TYPE;
        case "subject" -> "E4/Uppsala";
        case "source" -> "urn:trafikverket";
        case "severity" -> "3";
        default -> null;
    };

    private MatchingSpeed() {}

    /** Why the others do not match. */
    private enum Scenario {
        OTHER_TYPES(false, null),
        OTHER_ORGANISATIONS(true, null),
        OTHER_EXACT_SUBJECTS(false, "[{\"exact\":{\"subject\":\"E%d\"}}]"),
        OTHER_PREFIXES(false, "[{\"prefix\":{\"subject\":\"E%d/\"}}]"),
        OTHER_SUFFIXES(false, "[{\"suffix\":{\"subject\":\"/%d\"}}]"),
        OTHER_ATTRIBUTES(false, "[{\"exact\":{\"severity\":\"%d\"}}]");

        private final boolean limited;
        private final @Nullable String filters;

        Scenario(boolean limited, @Nullable String filters) {
            this.limited = limited;
            this.filters = filters;
        }

        Subscription another(int i) {
            String type = this == OTHER_TYPES ? TYPE + i : TYPE;
            return subscription("01981d3c-7a00-7000-8000-" + String.format("%012d", i), "0203:org" + i + ".se", type)
                    .setFilters(filters == null ? null : filters.formatted(i + 100))
                    .build();
        }

        List<Subscriber> match(SubscriptionIndex index) {
            return limited ? index.matching(EVENT, List.of("0203:me.se", "0203:digg.se")) : index.matching(EVENT);
        }
    }

    public static void main(String[] arguments) {
        System.out.println("scenario | subscriptions | ns per event (median) | bytes per subscription");
        for (Scenario scenario : Scenario.values()) {
            for (int size : SIZES) {
                long before = usedHeap();
                SubscriptionIndex index = new SubscriptionIndex();
                IntStream.range(1, size).forEach(i -> index.put(scenario.another(i)));
                index.put(subscription("me", "0203:me.se", TYPE).build());
                long bytes = (usedHeap() - before) / size;
                double[] rounds = IntStream.range(0, ROUNDS)
                        .mapToDouble(round -> nanosPerEvent(scenario, index))
                        .sorted()
                        .toArray();
                System.out.printf(
                        Locale.ROOT,
                        "%s | %d | %.0f (%.0f to %.0f) | %s%n",
                        scenario,
                        size,
                        rounds[ROUNDS / 2],
                        Arrays.stream(rounds).min().orElseThrow(),
                        Arrays.stream(rounds).max().orElseThrow(),
                        size < 100_000 ? "" : bytes);
            }
        }
    }

    private static double nanosPerEvent(Scenario scenario, SubscriptionIndex index) {
        long begin = System.nanoTime();
        long events = 0;
        long told = 0;
        while (System.nanoTime() - begin < ROUND_NANOS) {
            for (int i = 0; i < 10; i++) {
                told += scenario.match(index).size();
                events++;
            }
        }
        if (told != events) {
            throw new IllegalStateException("one was to match each event, not " + told + " of " + events);
        }
        return (double) (System.nanoTime() - begin) / events;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
