package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import se.budkavle.schemas.filter.EventFilter;
import se.budkavle.schemas.filter.EventFilters;

class SubscriptionIndexTest {

    private static final Set<String> TYPES = Set.of("t1", "t2", "t3");
    private static final Set<String> ORGANISATIONS = Set.of("o1", "o2", "o3", "o");

    private static final String OF_A_LATER_VERSION = "[{\"of-a-later-version\":{}}]";

    /** Few, so that they meet; halves of a surrogate pair among them, which an end may begin between. */
    private static final List<String> PIECES = List.of("a", "A", "\uD83D", "\uDE00");

    /**
     * A change.
     *
     * @param types none: it is a removal
     * @param filters null: they cannot be read
     */
    record Change(
            String id,
            String organisation,
            Set<String> types,
            @Nullable EventFilters filters) {

        boolean wants(EventAttributes event) {
            return types.contains(event.get("type")) && filters != null && filters.matches(event);
        }
    }

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
                        .setFilters(
                                change.filters() == null
                                        ? OF_A_LATER_VERSION
                                        : change.filters().toJson())
                        .build());
            }
        }
        assertThat(index.size()).isEqualTo(all.size());
        assertThat(index.unreadable()).isEqualTo((int)
                all.values().stream().filter(change -> change.filters() == null).count());
        List<Subscriber> expected = all.values().stream()
                .filter(change -> change.wants(event))
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
        all.keySet().forEach(index::remove);
        assertThat(index)
                .as("nothing is left of what was replaced or removed")
                .usingRecursiveComparison()
                .ignoringFields("lock")
                .isEqualTo(new SubscriptionIndex());
    }

    @Test
    void anEndIsComparedCharByChar() {
        assertThat(isFoundByEnd("E4/Uppsala", "/Uppsala")).isTrue();
        assertThat(isFoundByEnd("E4/Uppsala", "E4/Uppsala")).isTrue();
        assertThat(isFoundByEnd("E4/Uppsala", "/uppsala")).isFalse();
        assertThat(isFoundByEnd("E4/Uppsala", "more/E4/Uppsala")).isFalse();
        assertThat(isFoundByEnd(null, "/Uppsala")).isFalse();
        assertThat(isFoundByEnd("a\uD83D\uDE00", "\uD83D\uDE00")).isTrue();
        assertThat(isFoundByEnd("a\uD83D\uDE00", "\uDE00")).isTrue();
        assertThat(isFoundByEnd("a\uD83D\uDE00", "\uD83D")).isFalse();
        assertThat(isFoundByEnd("a\uD83D\uDE00", "\uDE00\uD83D")).isFalse();
    }

    private static boolean isFoundByEnd(@Nullable String subject, String end) {
        SubscriptionIndex index = new SubscriptionIndex();
        EventFilter filter = new EventFilter.Suffix(new TreeMap<>(Map.of("subject", end)));
        index.put(subscription("1", "o1", "t1")
                .setFilters(new EventFilters(List.of(filter)).toJson())
                .build());
        return !index.matching(event("t1", subject, "u1")).isEmpty();
    }

    /** One that changes its filters, all of which let the event through, is found all the time, and once. */
    @Test
    void whoMovesIsNeverHidden() throws ExecutionException, InterruptedException {
        SubscriptionIndex index = new SubscriptionIndex();
        List<String> filters = List.of(
                "[]",
                "[{\"exact\":{\"subject\":\"s1\"}}]",
                "[{\"exact\":{\"source\":\"u1\"}}]",
                "[{\"prefix\":{\"subject\":\"s\"}}]",
                "[{\"suffix\":{\"subject\":\"1\"}}]");
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
                        filter().list().ofMaxSize(2).map(EventFilters::new).injectNull(0.1))
                .as(Change::new);
    }

    private static Arbitrary<EventFilter> filter() {
        Arbitrary<TreeMap<String, String>> attributes = Arbitraries.maps(Arbitraries.of("subject", "source"), value())
                .ofMinSize(1)
                .map(TreeMap::new);
        return Arbitraries.recursive(
                () -> Arbitraries.oneOf(
                        attributes.map(EventFilter.Exact::new),
                        attributes.map(EventFilter.Prefix::new),
                        attributes.map(EventFilter.Suffix::new)),
                inner -> Arbitraries.oneOf(
                        inner.list().ofMinSize(1).ofMaxSize(2).map(EventFilter.All::new),
                        inner.list().ofMinSize(1).ofMaxSize(2).map(EventFilter.Any::new),
                        inner.map(EventFilter.Not::new)),
                0,
                2);
    }

    private static Arbitrary<String> value() {
        return Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(3).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<EventAttributes> events() {
        return Combinators.combine(Arbitraries.of(TYPES), value().injectNull(0.3), value())
                .as(SubscriptionIndexTest::event);
    }
}
