package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A site was lost at 100 s, and what came in the ten seconds before that may be lost. */
class SiteLossTest {

    private static final Duration LOST = Duration.ofSeconds(100);
    private static final Duration EXCUSED = Duration.ofSeconds(10);

    private final List<Accepted> accepted = new ArrayList<>();
    private final List<Answered> answered = new ArrayList<>();
    private final List<Due> untold = new ArrayList<>();
    private final List<Finding> ledger = new ArrayList<>();
    private final Map<String, List<Item>> inboxes = new HashMap<>();

    @Test
    void whereEverythingIsThereNothingIsLost() {
        message("m1", 50, "a", "b");
        message("m2", 120, "a");

        assertThat(outcome()).isEqualTo(new SiteLoss.Outcome(0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void whatCameShortlyBeforeTheEndMayBeLost() {
        message("m1", 97, "a", "b");
        inboxes.clear();

        assertThat(outcome()).isEqualTo(new SiteLoss.Outcome(1, 0, 0, 0, 3, List.of()));
    }

    @Test
    void whatSomeRecipientsHaveIsHalfLost() {
        message("m1", 99, "a", "b");
        inboxes.remove("b");

        assertThat(outcome()).isEqualTo(new SiteLoss.Outcome(0, 1, 0, 0, 1, List.of()));
    }

    @Test
    void whatCameEarlierMayNot() {
        message("m1", 89, "a");
        inboxes.clear();

        assertThat(outcome().findings()).containsExactly(new Finding(Finding.Kind.LOST, "a", "m1"));
    }

    @Test
    void whatTheOtherSiteAcceptedMayNot() {
        message("m1", 101, "a");
        inboxes.clear();

        assertThat(outcome().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.LOST);
    }

    @Test
    void nothingMayBeTwice() {
        message("m1", 99, "a");
        inboxes.get("a").add(item("a", "m1", "AVAILABLE"));

        assertThat(outcome().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.DOUBLED);
    }

    @Test
    void anAnswerMayBeForgottenAsAMessageMay() {
        message("m1", 50, "a", "b");
        answered.add(new Answered("m1", "a", true, seconds(95)));

        assertThat(outcome()).isEqualTo(new SiteLoss.Outcome(0, 0, 1, 0, 5, List.of()));

        answered.add(new Answered("m1", "b", true, seconds(60)));

        assertThat(outcome().findings()).containsExactly(new Finding(Finding.Kind.LOST, "b", "the answer to m1"));
    }

    @Test
    void anAnswerThatIsKnownIsNotForgotten() {
        message("m1", 50, "a");
        inboxes.put("a", new ArrayList<>(List.of(item("a", "m1", "REJECTED"))));
        answered.add(new Answered("m1", "a", false, seconds(60)));

        assertThat(outcome().findings()).isEmpty();
    }

    @Test
    void nobodyNeedBeToldOfWhatIsLost() {
        untold.add(new Due("x m1 a", "", seconds(99)));

        assertThat(outcome().untold()).isEqualTo(1);

        untold.add(new Due("x m2 a", "", seconds(20)));

        assertThat(outcome().findings()).extracting(Finding::kind).containsExactly(Finding.Kind.UNTOLD);
    }

    @Test
    void toAnswerWhatIsLostIsRefused() {
        message("m1", 99, "a");
        inboxes.clear();
        ledger.add(new Finding(Finding.Kind.REFUSED, "a", "an answer to m1: 404"));
        var another = new Finding(Finding.Kind.REFUSED, "a", "an answer to m2: 404");
        ledger.add(another);

        assertThat(outcome().findings()).containsExactly(another);
    }

    @Test
    void whatWasNotToldIsFoundByItsKey() {
        var told = new Due("x m1 a", "", 0);
        var missing = new Due("x m2 a", "", 0);

        assertThat(SiteLoss.untold(List.of(told, missing), List.of(new Notice("s", "x m1 a", "m1", 1, 0))))
                .containsExactly(missing);
    }

    private SiteLoss.Outcome outcome() {
        return SiteLoss.of(accepted, answered, inboxes, ledger, untold, LOST.toNanos(), EXCUSED);
    }

    private void message(String id, int acceptedAt, String... recipients) {
        accepted.add(
                new Accepted(id, "agency", "c", "NORMAL", List.of(recipients), "digest", 0, seconds(acceptedAt), 1));
        for (String recipient : recipients) {
            inboxes.computeIfAbsent(recipient, _ -> new ArrayList<>()).add(item(recipient, id, "AVAILABLE"));
        }
    }

    private static Item item(String recipient, String id, String status) {
        return new Item(recipient, id, "digest", status);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
