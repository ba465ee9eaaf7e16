package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.filter.EventAttributes;

class SubscriptionIndexTest {

    private static final Set<String> TYPES = Set.of("t1", "t2", "t3");
    private static final Set<String> ORGANISATIONS = Set.of("o1", "o2", "o3", "o");

    /** Filters as text, and what they let through of subjects s1, s2 and none, and sources u1 and u2. */
    private static final Map<String, Predicate<EventAttributes>> FILTERS = Map.of(
            "[]", event -> true,
            "[{\"exact\":{\"subject\":\"s1\"}}]", event -> "s1".equals(event.get("subject")),
            "[{\"exact\":{\"source\":\"u1\"}}]", event -> "u1".equals(event.get("source")),
            "[{\"all\":[{\"exact\":{\"source\":\"u2\"}},{\"exact\":{\"subject\":\"s2\"}}]}]",
                    event -> "s2".equals(event.get("subject")) && "u2".equals(event.get("source")),
            "[{\"exact\":{\"subject\":\"s1\"}},{\"exact\":{\"subject\":\"s2\"}}]", event -> false,
            "[{\"prefix\":{\"subject\":\"s\"}}]", event -> event.get("subject") != null,
            "[{\"prefix\":{\"subject\":\"s2\"}}]", event -> "s2".equals(event.get("subject")),
            "[{\"prefix\":{\"source\":\"u1/and-more\"}}]", event -> false,
            "[{\"not\":{\"exact\":{\"subject\":\"s1\"}}}]", event -> !"s1".equals(event.get("subject")),
            "[{\"of-a-later-version\":{}}]", event -> false);

    /** A change; without types it is a removal. */
    record Change(String id, String organisation, Set<String> types, String filters) {}

    private static EventAttributes event(String type, @Nullable String subject, String source) {
        return name -> switch (name) {
            case "type" -> type;
            case "subject" -> subject;
            case "source" -> source;
            default -> null;
        };
    }

    /** Whatever was put and removed: it answers as a walk through all subscriptions would. */
    @Property
    void answersAsAWalkThroughAllWould(
            @ForAll @Size(max = 40) List<@From("changes") Change> changes, @ForAll("events") EventAttributes event) {
        SubscriptionIndex index = new SubscriptionIndex();
        Map<String, Change> all = new HashMap<>();
        for (Change change : changes) {
            if (change.types().isEmpty()) {
                all.remove(change.id());
                index.remove(change.id());
            } else {
                all.put(change.id(), change);
                index.put(subscription(
                                change.id(),
                                change.organisation(),
                                change.types().toArray(String[]::new))
                        .setFilters(change.filters())
                        .build());
            }
        }
        assertThat(index.size()).isEqualTo(all.size());
        assertThat(index.unreadable()).isEqualTo((int) all.values().stream()
                .filter(change -> change.filters().contains("later"))
                .count());
        List<Subscriber> expected = all.values().stream()
                .filter(change -> change.types().contains(event.get("type")))
                .filter(change -> FILTERS.get(change.filters()).test(event))
                .map(change -> new Subscriber(change.id(), change.organisation()))
                .toList();
        assertThat(index.matching(event)).containsExactlyInAnyOrderElementsOf(expected);
        for (String organisation : ORGANISATIONS) {
            assertThat(index.matching(event, Set.of(organisation)))
                    .containsExactlyInAnyOrderElementsOf(expected.stream()
                            .filter(subscriber -> subscriber.organisation().equals(organisation))
                            .toList());
        }
        assertThat(index.matching(event, ORGANISATIONS)).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** One that changes its filters, all of which let the event through, is found all the time, and once. */
    @Test
    void whoMovesIsNeverHidden() throws ExecutionException, InterruptedException {
        SubscriptionIndex index = new SubscriptionIndex();
        List<String> filters = List.of(
                "[]",
                "[{\"exact\":{\"subject\":\"s1\"}}]",
                "[{\"exact\":{\"source\":\"u1\"}}]",
                "[{\"prefix\":{\"subject\":\"s\"}}]");
        var versions = filters.stream()
                .map(text -> subscription("id", "o1", "t1").setFilters(text).build())
                .toList();
        index.put(versions.getFirst());
        CountDownLatch started = new CountDownLatch(1);
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> changes = threads.submit(() -> {
                started.countDown();
                for (int i = 0; i < 20_000; i++) {
                    index.put(versions.get(i % versions.size()));
                }
            });
            started.await();
            while (!changes.isDone()) {
                assertThat(index.matching(event("t1", "s1", "u1"))).hasSize(1);
            }
            changes.get();
        }
    }

    @Test
    void tellsWhetherFiltersCanBeRead() {
        SubscriptionIndex index = new SubscriptionIndex();
        assertThat(index.put(subscription("1", "o1", "t1").build())).isTrue();
        assertThat(index.put(subscription("1", "o1", "t1").setFilters("odd").build()))
                .isFalse();
        assertThat(index.matching(event("t1", null, "u1"))).isEmpty();
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.of("s1", "s2", "s3", "s4"),
                        Arbitraries.of(ORGANISATIONS),
                        Arbitraries.of(TYPES).set().ofMaxSize(3),
                        Arbitraries.of(FILTERS.keySet()))
                .as(Change::new);
    }

    @Provide
    Arbitrary<EventAttributes> events() {
        return Combinators.combine(
                        Arbitraries.of(TYPES), Arbitraries.of("s1", "s2").injectNull(0.3), Arbitraries.of("u1", "u2"))
                .as(SubscriptionIndexTest::event);
    }
}
