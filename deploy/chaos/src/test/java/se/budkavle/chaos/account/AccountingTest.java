package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import se.budkavle.chaos.account.Finding.Kind;

/** In a world where everything is right nothing is found; whatever one thing is made wrong is found, and named. */
class AccountingTest {

    private static final List<String> ADDRESSES = List.of("a", "b", "c");

    @Property(tries = 200)
    void whereEverythingIsRightNothingIsFound(@ForAll("messages") List<Accepted> accepted) {
        assertThat(Accounting.compare(accepted, inboxes(accepted))).isEmpty();
    }

    @Property(tries = 200)
    void aMissingOneIsLost(@ForAll("messages") List<Accepted> accepted, @ForAll int choice) {
        var inboxes = inboxes(accepted);
        var inbox = anyOf(inboxes, choice);
        Item missing = inbox.remove(Math.floorMod(choice, inbox.size()));

        assertThat(Accounting.compare(accepted, inboxes))
                .containsExactly(new Finding(Kind.LOST, missing.recipient(), missing.messageId()));
    }

    @Property(tries = 200)
    void aSecondOneIsDoubled(@ForAll("messages") List<Accepted> accepted, @ForAll int choice) {
        var inboxes = inboxes(accepted);
        var inbox = anyOf(inboxes, choice);
        Item twice = inbox.get(Math.floorMod(choice, inbox.size()));
        inbox.add(twice);

        assertThat(Accounting.compare(accepted, inboxes))
                .containsExactly(new Finding(Kind.DOUBLED, twice.recipient(), twice.messageId()));
    }

    @Property(tries = 200)
    void anotherContentIsAltered(@ForAll("messages") List<Accepted> accepted, @ForAll int choice) {
        var inboxes = inboxes(accepted);
        var inbox = anyOf(inboxes, choice);
        inbox.replaceAll(item -> new Item(item.recipient(), item.messageId(), "another"));

        assertThat(Accounting.compare(accepted, inboxes))
                .hasSameSizeAs(inbox)
                .allMatch(finding -> finding.kind() == Kind.ALTERED);
    }

    @Property(tries = 200)
    void oneThatNobodySentIsForeign(@ForAll("messages") List<Accepted> accepted) {
        var inboxes = inboxes(accepted);
        inboxes.computeIfAbsent("z", _ -> new ArrayList<>()).add(new Item("z", "m0", "digest of m0"));
        inboxes.computeIfAbsent("a", _ -> new ArrayList<>()).add(new Item("a", "nobody's", "x"));

        assertThat(Accounting.compare(accepted, inboxes))
                .containsExactlyInAnyOrder(
                        new Finding(Kind.FOREIGN, "z", "m0"), new Finding(Kind.FOREIGN, "a", "nobody's"));
    }

    @Property(tries = 200)
    void orderHoldsWithinConversationAndPriorityOnly(@ForAll("messages") List<Accepted> accepted) {
        var inboxes = inboxes(accepted);
        inboxes.replaceAll((_, inbox) -> new ArrayList<>(inbox.reversed()));
        Map<String, Long> strands = new LinkedHashMap<>();
        accepted.forEach(message -> message.recipients()
                .forEach(recipient -> strands.merge(recipient + " " + message.strand(), 1L, Long::sum)));
        // Of n in reversed order all but the first that is met come too late.
        long late = strands.values().stream().mapToLong(n -> n - 1).sum();

        assertThat(Accounting.compare(accepted, inboxes))
                .hasSize(Math.toIntExact(late))
                .allMatch(finding -> finding.kind() == Kind.OUT_OF_ORDER);
    }

    @Provide
    Arbitrary<List<Accepted>> messages() {
        Arbitrary<String> conversation = Arbitraries.of("x", "y");
        Arbitrary<String> priority = Arbitraries.of("NORMAL", "BULK");
        Arbitrary<List<String>> recipients =
                Arbitraries.of(ADDRESSES).list().uniqueElements().ofMinSize(1);
        return Combinators.combine(conversation, priority, recipients)
                .as((c, p, r) -> new Accepted("", "org", c, p, r, "", 0, 0, 1))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .map(AccountingTest::numbered);
    }

    private static List<Accepted> numbered(List<Accepted> drafts) {
        List<Accepted> messages = new ArrayList<>();
        for (Accepted draft : drafts) {
            String id = "m" + messages.size();
            messages.add(new Accepted(
                    id,
                    draft.organisation(),
                    draft.conversation(),
                    draft.priority(),
                    draft.recipients(),
                    "digest of " + id,
                    0,
                    0,
                    1));
        }
        return messages;
    }

    private static Map<String, List<Item>> inboxes(List<Accepted> accepted) {
        Map<String, List<Item>> inboxes = new LinkedHashMap<>();
        accepted.forEach(message -> message.recipients()
                .forEach(recipient -> inboxes.computeIfAbsent(recipient, _ -> new ArrayList<>())
                        .add(new Item(recipient, message.messageId(), message.digest()))));
        return inboxes;
    }

    private static List<Item> anyOf(Map<String, List<Item>> inboxes, int choice) {
        List<String> names = List.copyOf(inboxes.keySet());
        return inboxes.get(names.get(Math.floorMod(choice, names.size())));
    }
}
