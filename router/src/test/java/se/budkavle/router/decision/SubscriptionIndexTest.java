package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class SubscriptionIndexTest {

    private static final Set<String> TYPES = Set.of("t1", "t2", "t3");
    private static final Set<String> ORGANISATIONS = Set.of("o1", "o2", "o3");

    /** A change; without types it is a removal. */
    record Change(String id, String organisation, Set<String> types) {}

    /** Whatever was put and removed: it answers as a walk through all subscriptions would. */
    @Property
    void answersAsAWalkThroughAllWould(@ForAll @Size(max = 40) List<@From("changes") Change> changes) {
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
                        .build());
            }
        }
        assertThat(index.size()).isEqualTo(all.size());
        for (String type : TYPES) {
            List<Subscriber> expected = all.values().stream()
                    .filter(change -> change.types().contains(type))
                    .map(change -> new Subscriber(change.id(), change.organisation()))
                    .toList();
            assertThat(index.matching(type)).containsExactlyInAnyOrderElementsOf(expected);
            for (String organisation : ORGANISATIONS) {
                assertThat(index.matching(type, Set.of(organisation)))
                        .containsExactlyInAnyOrderElementsOf(expected.stream()
                                .filter(subscriber -> subscriber.organisation().equals(organisation))
                                .toList());
            }
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.of("s1", "s2", "s3", "s4"),
                        Arbitraries.of(ORGANISATIONS),
                        Arbitraries.of(TYPES).set().ofMaxSize(3))
                .as(Change::new);
    }
}
