package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import se.budkavle.notifier.views.BalanceView.OrganisationBalance;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;

class BooksTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final List<String> IN_ROUTER = List.of(
            "duplicate",
            "conflict",
            "scheduled",
            "parked",
            "suspended",
            "held",
            "expired",
            "cancelled",
            "undeliverable");
    private static final List<String> IN_MAILBOX = List.of(
            "repeated", "conflict", "available", "retrieved", "acknowledged", "rejected", "expired", "cancelled");

    @Property
    void whateverBecameOfThemNothingIsMissing(
            @ForAll("counts") List<Integer> inRouter,
            @ForAll("counts") List<Integer> inMailbox,
            @ForAll @IntRange(max = 5) int beforeRouter,
            @ForAll @IntRange(max = 5) int beforeMailbox) {
        Map<String, Long> mailbox = counted(IN_MAILBOX, inMailbox);
        long arrived = sum(mailbox);
        mailbox.put("received", arrived);
        Map<String, Long> router = counted(IN_ROUTER, inRouter);
        router.put("delivered", arrived + beforeMailbox);
        long routed = sum(router);
        router.put("received", routed);
        Books books = new Books(new Intake(1, routed + beforeRouter));
        books.add(balance(BookKeeper.ROUTER, router));
        books.add(balance(BookKeeper.MAILBOX, mailbox));

        OrganisationBalance balance = OrganisationBalance.of("o", books, 0);

        assertThat(balance.difference()).isZero();
        assertThat(sum(balance.ended()) + sum(balance.underWay()))
                .isEqualTo(balance.accepted().deliveries());
        assertThat(balance.underWay().get("ACCEPTED")).isEqualTo(router.get("parked") + beforeRouter + beforeMailbox);
    }

    @Test
    void whatAnOwnerLosesIsADifference() {
        Books books = new Books(new Intake(1, 3));
        books.add(balance(BookKeeper.ROUTER, Map.of("received", 3L, "delivered", 2L)));
        books.add(balance(BookKeeper.MAILBOX, Map.of("received", 2L, "available", 2L)));

        OrganisationBalance balance = OrganisationBalance.of("o", books, 0);

        assertThat(balance.difference()).isEqualTo(1);
    }

    @Test
    void whatIsBetweenTwoOwnersIsMissingOnlyAfterAWhile() {
        PassageHistory history = new PassageHistory(TOLERANCE);
        Passage stuck = new Passage(5, 4, 4, 3);

        history.add(NOW, Map.of("o", stuck));

        assertThat(history.stuck("o", NOW.plusSeconds(59), stuck)).isZero();
        assertThat(history.stuck("o", NOW.plus(TOLERANCE), stuck)).isEqualTo(2);
        // As many are between the owners, but others: everything moves.
        assertThat(history.stuck("o", NOW.plus(TOLERANCE), new Passage(9, 8, 8, 7)))
                .isZero();
    }

    @Test
    void whatNobodyAcceptedIsADifferenceToo() {
        PassageHistory history = new PassageHistory(TOLERANCE);
        Passage tooMany = new Passage(4, 6, 6, 6);

        history.add(NOW, Map.of("o", tooMany));

        assertThat(history.stuck("o", NOW.plus(TOLERANCE), tooMany)).isEqualTo(-2);
    }

    @Test
    void anOldSampleGivesWayToTheNextThatIsOldEnough() {
        PassageHistory history = new PassageHistory(TOLERANCE);
        history.add(NOW, Map.of("o", new Passage(1, 0, 0, 0)));
        history.add(NOW.plusSeconds(30), Map.of("o", new Passage(3, 0, 0, 0)));

        assertThat(history.stuck("o", NOW.plusSeconds(60), new Passage(9, 0, 0, 0)))
                .isEqualTo(1);
        history.add(NOW.plusSeconds(90), Map.of("o", new Passage(9, 0, 0, 0)));
        assertThat(history.stuck("o", NOW.plusSeconds(90), new Passage(9, 0, 0, 0)))
                .isEqualTo(3);
    }

    @Test
    void countsThatFellAreIncomplete() {
        PassageHistory history = new PassageHistory(TOLERANCE);
        assertThat(history.isComplete(Map.of())).isTrue();

        history.add(NOW, Map.of("o", new Passage(3, 3, 3, 3)));

        assertThat(history.isComplete(Map.of("o", new Passage(3, 4, 3, 3)))).isTrue();
        assertThat(history.isComplete(Map.of("o", new Passage(2, 4, 3, 3)))).isFalse();
        assertThat(history.isComplete(Map.of())).isFalse();
    }

    @Provide
    Arbitrary<List<Integer>> counts() {
        return Arbitraries.integers().between(0, 9).list().ofSize(IN_ROUTER.size());
    }

    private static Map<String, Long> counted(List<String> names, List<Integer> counts) {
        Map<String, Long> counted = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            counted.put(names.get(i), (long) counts.get(i));
        }
        return counted;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Balance balance(BookKeeper keeper, Map<String, Long> counts) {
        return Balance.newBuilder()
                .setKeeper(keeper)
                .setPart("0")
                .setOrganisation("o")
                .setCounts(counts)
                .setAt(NOW)
                .build();
    }
}
