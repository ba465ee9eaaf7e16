package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.acknowledge;
import static se.budkavle.notifier.mailbox.Fixtures.command;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.dispose;
import static se.budkavle.notifier.mailbox.Fixtures.entry;
import static se.budkavle.notifier.mailbox.Fixtures.retrieve;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.notifier.mailbox.Decision.Changed;
import se.budkavle.notifier.mailbox.Decision.Refused;
import se.budkavle.notifier.mailbox.Decision.Unchanged;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

class MailboxRulesTest {

    private static final String ID = "m";
    private static final Set<MessageStatus> FINAL =
            Set.of(MessageStatus.ACKNOWLEDGED, MessageStatus.REJECTED, MessageStatus.EXPIRED, MessageStatus.CANCELLED);

    @Test
    void theFirstRetrievalIsTold() {
        Decision decision = MailboxRules.decide(entry(ID), retrieve(ID), NOW);

        assertThat(decision).isInstanceOfSatisfying(Changed.class, changed -> {
            assertThat(changed.event()).isEqualTo(MessageEventType.RETRIEVED);
            assertThat(changed.entry().getStatus()).isEqualTo(MessageStatus.RETRIEVED);
        });
    }

    @ParameterizedTest
    @CsvSource({"RETRIEVED", "ACKNOWLEDGED", "REJECTED"})
    void retrievingAgainIsGrantedAndNotTold(MessageStatus status) {
        assertThat(MailboxRules.decide(in(status), retrieve(ID), NOW)).isEqualTo(new Unchanged(CommandOutcome.DONE));
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, message-expired", "CANCELLED, message-cancelled"})
    void whatEndedUnansweredIsGone(MessageStatus status, String code) {
        assertThat(MailboxRules.decide(in(status), retrieve(ID), NOW))
                .isEqualTo(new Refused(CommandOutcome.GONE, code));
    }

    @ParameterizedTest
    @EnumSource(names = {"AVAILABLE", "RETRIEVED", "ACKNOWLEDGED", "REJECTED", "EXPIRED", "CANCELLED"})
    void disposedContentIsGoneInEveryState(MessageStatus status) {
        Decision disposal = MailboxRules.decide(in(status), dispose(ID), NOW);

        assertThat(disposal).isInstanceOfSatisfying(Changed.class, changed -> {
            assertThat(changed.entry().getStatus()).isEqualTo(status);
            assertThat(MailboxRules.decide(changed.entry(), retrieve(ID), NOW))
                    .isEqualTo(new Refused(CommandOutcome.GONE, "content-disposed"));
            assertThat(MailboxRules.decide(changed.entry(), dispose(ID), NOW))
                    .isEqualTo(new Unchanged(CommandOutcome.UNCHANGED));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "AVAILABLE, ACCEPTED, ACKNOWLEDGED",
        "RETRIEVED, ACCEPTED, ACKNOWLEDGED",
        "AVAILABLE, REJECTED, REJECTED",
        "RETRIEVED, REJECTED, REJECTED"
    })
    void anAnswerIsTold(MessageStatus before, AcknowledgementOutcome answer, MessageStatus after) {
        assertThat(MailboxRules.decide(in(before), acknowledge(ID, answer), NOW))
                .isInstanceOfSatisfying(
                        Changed.class,
                        changed -> assertThat(changed.entry().getStatus()).isEqualTo(after));
    }

    @ParameterizedTest
    @CsvSource({
        "ACKNOWLEDGED, REJECTED, already-acknowledged",
        "REJECTED, ACCEPTED, already-acknowledged",
        "EXPIRED, ACCEPTED, message-expired",
        "CANCELLED, REJECTED, message-cancelled"
    })
    void whatIsFinalTakesNoOtherAnswer(MessageStatus before, AcknowledgementOutcome answer, String code) {
        assertThat(MailboxRules.decide(in(before), acknowledge(ID, answer), NOW))
                .isEqualTo(new Refused(CommandOutcome.CONFLICT, code));
    }

    @ParameterizedTest
    @CsvSource({"ACKNOWLEDGED, ACCEPTED", "REJECTED, REJECTED"})
    void theSameAnswerAgainChangesNothing(MessageStatus before, AcknowledgementOutcome answer) {
        assertThat(MailboxRules.decide(in(before), acknowledge(ID, answer), NOW))
                .isEqualTo(new Unchanged(CommandOutcome.UNCHANGED));
    }

    @Test
    void anotherOrganisationLearnsNothing() {
        MailboxCommand foreign = command(ID, MailboxCommandKind.RETRIEVE)
                .setOrganisation("0203:elsewhere.se")
                .build();

        assertThat(MailboxRules.decide(entry(ID), foreign, NOW))
                .isEqualTo(new Refused(CommandOutcome.NOT_FOUND, "not-found"))
                .isEqualTo(MailboxRules.decide(null, retrieve(ID), NOW));
    }

    @Test
    void anAnswerWithoutOutcomeIsInvalid() {
        MailboxCommand empty = command(ID, MailboxCommandKind.ACKNOWLEDGE).build();

        assertThat(MailboxRules.decide(entry(ID), empty, NOW))
                .isEqualTo(new Refused(CommandOutcome.INVALID, "invalid-command"));
    }

    @Test
    void onlyWhatNobodyHasReadIsRecalled() {
        assertThat(MailboxRules.recall(entry(ID), NOW)).isInstanceOfSatisfying(Changed.class, changed -> {
            assertThat(changed.event()).isEqualTo(MessageEventType.CANCELLED);
            assertThat(changed.entry().getStatus()).isEqualTo(MessageStatus.CANCELLED);
        });
        assertThat(MailboxRules.recall(in(MessageStatus.RETRIEVED), NOW))
                .isEqualTo(new Changed(in(MessageStatus.RETRIEVED), MessageEventType.RECALL_REFUSED));
    }

    @Test
    void aDeliveryExpiresAtItsTimeAndNotBefore() {
        MailboxEntry entry = entry(ID);

        assertThat(MailboxRules.expire(entry, entry.getDelivery().getExpiresAt().minusMillis(1)))
                .isInstanceOf(Unchanged.class);
        assertThat(MailboxRules.expire(entry, entry.getDelivery().getExpiresAt()))
                .isInstanceOf(Changed.class);
    }

    @Test
    void theFirstDeliveryOfAMessageStays() {
        assertThat(MailboxRules.repeat(entry(ID), delivery(ID))).isInstanceOf(Unchanged.class);
        assertThat(MailboxRules.repeat(entry(ID), delivery(ID, Fixtures.DIGG_INBOX, "another")))
                .isEqualTo(new Changed(entry(ID), MessageEventType.CONFLICT));
    }

    @Property
    void whateverIsAskedFinalStaysFinalAndRepeatingChangesNothing(@ForAll("asked") List<Asked> asked) {
        MailboxEntry entry = entry(ID);
        for (Asked each : asked) {
            MailboxEntry before = entry;

            entry = after(before, each);

            if (FINAL.contains(before.getStatus())) {
                assertThat(entry.getStatus()).isEqualTo(before.getStatus());
            }
            if (before.getDisposed()) {
                assertThat(entry.getDisposed()).isTrue();
            }
            assertThat(after(entry, each).getStatus()).isEqualTo(entry.getStatus());
            assertThat(entry.getDelivery()).isEqualTo(before.getDelivery());
            assertThat(entry.getSequence()).isEqualTo(before.getSequence());
        }
    }

    /** What may be asked of a delivery. */
    enum Asked {
        RETRIEVE,
        ACCEPT,
        REJECT,
        DISPOSE,
        RECALL,
        LET_EXPIRE
    }

    @Provide
    Arbitrary<List<Asked>> asked() {
        return Arbitraries.of(Asked.class).list().ofMaxSize(12);
    }

    private static MailboxEntry after(MailboxEntry entry, Asked asked) {
        Decision decision =
                switch (asked) {
                    case RETRIEVE -> MailboxRules.decide(entry, retrieve(ID), NOW);
                    case ACCEPT -> MailboxRules.decide(entry, acknowledge(ID, AcknowledgementOutcome.ACCEPTED), NOW);
                    case REJECT -> MailboxRules.decide(entry, acknowledge(ID, AcknowledgementOutcome.REJECTED), NOW);
                    case DISPOSE -> MailboxRules.decide(entry, dispose(ID), NOW);
                    case RECALL -> MailboxRules.recall(entry, NOW);
                    case LET_EXPIRE -> MailboxRules.expire(entry, NOW.plus(Duration.ofDays(20)));
                };
        return decision instanceof Changed(MailboxEntry changed, MessageEventType event) ? changed : entry;
    }

    private static MailboxEntry in(MessageStatus status) {
        return MailboxEntry.newBuilder(entry(ID)).setStatus(status).build();
    }
}
