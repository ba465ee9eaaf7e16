package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.acknowledge;
import static se.budkavle.notifier.mailbox.Fixtures.command;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.dispose;
import static se.budkavle.notifier.mailbox.Fixtures.entry;
import static se.budkavle.notifier.mailbox.Fixtures.movedHere;
import static se.budkavle.notifier.mailbox.Fixtures.recall;
import static se.budkavle.notifier.mailbox.Fixtures.retrieve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.notifier.mailbox.Decision.Changed;
import se.budkavle.notifier.mailbox.Decision.Refused;
import se.budkavle.notifier.mailbox.Decision.Unchanged;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

class MailboxRulesTest {

    private static final String ID = "m";

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
        assertThat(MailboxRules.recall(entry(ID), recall(ID), NOW)).isInstanceOfSatisfying(Changed.class, changed -> {
            assertThat(changed.event()).isEqualTo(MessageEventType.CANCELLED);
            assertThat(changed.entry().getStatus()).isEqualTo(MessageStatus.CANCELLED);
        });
        assertThat(MailboxRules.recall(in(MessageStatus.RETRIEVED), recall(ID), NOW))
                .isEqualTo(new Changed(in(MessageStatus.RETRIEVED), MessageEventType.RECALL_REFUSED));
    }

    @Test
    void aRecallInAnotherOrganisationsNameFindsNothing() {
        Delivery foreign = Delivery.newBuilder(recall(ID))
                .setOrganisation("0203:elsewhere.se")
                .build();

        assertThat(MailboxRules.recall(entry(ID), foreign, NOW)).isInstanceOf(Refused.class);
    }

    @Test
    void whatHasEndedWaitsForNoTime() {
        assertThat(MailboxRules.decide(entry(ID), acknowledge(ID, AcknowledgementOutcome.ACCEPTED), NOW))
                .isInstanceOfSatisfying(
                        Changed.class,
                        changed -> assertThat(changed.entry().getNextTimerAt()).isNull());
    }

    @Test
    void theFirstDeliveryOfAMessageStays() {
        assertThat(MailboxRules.arrive(null, delivery(ID), 7, NOW)).isInstanceOf(Arrival.First.class);
        assertThat(MailboxRules.arrive(entry(ID), delivery(ID), 8, NOW)).isEqualTo(new Arrival.Repeated());
        assertThat(MailboxRules.arrive(entry(ID), delivery(ID, Fixtures.DIGG_INBOX, "another"), 8, NOW))
                .isEqualTo(new Arrival.Conflicting());
    }

    @Test
    void anotherRecipientWhoseAddressMovedHereIsAttachedOnce() {
        Arrival first = MailboxRules.arrive(entry(ID), movedHere(ID, "old:0203:digg.se"), 8, NOW);

        assertThat(first).isInstanceOfSatisfying(Arrival.Attached.class, attached -> {
            assertThat(MailboxRules.recipients(attached.entry()))
                    .containsExactly(Fixtures.DIGG_INBOX, "old:0203:digg.se");
            assertThat(attached.entry().getSequence()).isZero();
            assertThat(MailboxRules.arrive(attached.entry(), movedHere(ID, "old:0203:digg.se"), 9, NOW))
                    .isEqualTo(new Arrival.Repeated());
        });
    }

    private static MailboxEntry in(MessageStatus status) {
        return MailboxEntry.newBuilder(entry(ID)).setStatus(status).build();
    }
}
