package se.budkavle.chaos.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.budkavle.chaos.account.Finding.Kind;
import se.budkavle.chaos.account.Subscriber.Order;

/** Where everything is right nothing is found; whatever one thing is made wrong is found, and named. */
class NoticeAccountingTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final List<Disturbance> AT_100_SECONDS = List.of(new Disturbance(100 * SECOND, 105 * SECOND));

    private final Subscriber strict = new Subscriber(
            "strict", "a", Set.of(DueList.ACCEPTED, DueList.AVAILABLE, DueList.ACKNOWLEDGED), Order.ALWAYS);
    private final List<Accepted> accepted = List.of(message("1", "a"), message("2", "a"), message("3", "b"));
    private final List<Answered> answered = List.of(new Answered("3", "x", true, 0));
    private final List<Due> due = new DueList(accepted, answered, Map.of("x", "a", "y", "c")).of(strict);
    private final List<Notice> told = told(due, 0);

    @Test
    void aSenderIsToldOfEverythingAndARecipientOfItsOwn() {
        assertThat(due)
                .extracting(Due::key)
                .containsExactly(
                        "se.budkavle.message.accepted 1 ",
                        "se.budkavle.message.available 1 x",
                        "se.budkavle.message.available 1 y",
                        "se.budkavle.message.accepted 2 ",
                        "se.budkavle.message.available 2 x",
                        "se.budkavle.message.available 2 y",
                        "se.budkavle.message.available 3 x",
                        "se.budkavle.message.acknowledged 3 x");
    }

    @Test
    void whereEverythingIsRightNothingIsFound() {
        assertThat(findings(strict, told, List.of())).isEmpty();
    }

    @Test
    void oneThatWasNeverToldIsFound() {
        told.remove(2);

        assertThat(findings(strict, told, List.of()))
                .containsExactly(new Finding(Kind.UNTOLD, "strict", "se.budkavle.message.available 1 y"));
    }

    @Test
    void oneThatIsNobodysBusinessIsFound() {
        told.add(new Notice("strict", "se.budkavle.message.accepted 3 ", "c", 99, 0));

        assertThat(findings(strict, told, List.of()))
                .containsExactly(new Finding(Kind.FOREIGN, "strict", "se.budkavle.message.accepted 3 "));
    }

    @Test
    void anInversionIsFoundWhereOrderIsPromised() {
        told.add(0, told.remove(3));

        assertThat(findings(strict, told, List.of())).isNotEmpty().allMatch(finding -> finding.kind() == Kind.INVERTED);
        assertThat(findings(new Subscriber("free", "a", strict.types(), Order.NEVER), told, List.of()))
                .isEmpty();
    }

    @Test
    void messagesThatAreToldInAnotherOrderThanTheyWereSentAreFoundWhateverTheirSequencesSay() {
        List<Notice> wrong =
                List.of(notice("se.budkavle.message.accepted 2 ", 1), notice("se.budkavle.message.accepted 1 ", 2));
        var sender = new Subscriber("sender", "a", Set.of(DueList.ACCEPTED), Order.ALWAYS);
        List<Due> ofSender = new DueList(accepted, answered, Map.of()).of(sender);

        assertThat(NoticeAccounting.compare(sender, ofSender, wrong, List.of()).findings())
                .containsExactly(new Finding(Kind.INVERTED, "sender", "se.budkavle.message.accepted 1 "));
    }

    @Test
    void aRepetitionOfWhatWasSettledJustBeforeAKillIsExplained() {
        List<Notice> late = told(due, 100 * SECOND - SECOND / 2);
        late.add(late.getLast());

        var outcome = NoticeAccounting.compare(strict, due, late, AT_100_SECONDS);

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.repeated()).isEqualTo(1);
    }

    @Test
    void aRepetitionOfWhatWasSettledLongBeforeAKillIsFound() {
        List<Notice> early = told(due, 50 * SECOND);
        early.add(early.getLast());

        assertThat(findings(strict, early, AT_100_SECONDS))
                .extracting(Finding::kind)
                .containsExactly(Kind.REPEATED);
    }

    @Test
    void moreRepetitionsThanWereUnderWayOrJustSettledAreFound() {
        List<Notice> late = told(due, 100 * SECOND);
        for (int i = 0; i < 200; i++) {
            late.add(new Notice("strict", late.getLast().key(), "c", 99, (102 + i) * SECOND));
        }

        assertThat(findings(strict, late, AT_100_SECONDS))
                .extracting(Finding::kind)
                .containsExactly(Kind.REPEATED);
    }

    private List<Finding> findings(Subscriber subscriber, List<Notice> notices, List<Disturbance> disturbances) {
        return NoticeAccounting.compare(subscriber, due, notices, disturbances).findings();
    }

    private static List<Notice> told(List<Due> due, long at) {
        List<Notice> told = new ArrayList<>();
        for (int i = 0; i < due.size(); i++) {
            told.add(new Notice("strict", due.get(i).key(), "c", i, at));
        }
        return told;
    }

    private static Notice notice(String key, long sequence) {
        return new Notice("sender", key, "c", sequence, 0);
    }

    private static Accepted message(String id, String organisation) {
        return new Accepted(
                id, organisation, "c", "NORMAL", id.equals("3") ? List.of("x") : List.of("x", "y"), "", 0, 0, 1);
    }
}
