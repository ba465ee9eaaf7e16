package se.budkavle.notifier.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.mailbox.Fixtures.NOW;
import static se.budkavle.notifier.mailbox.Fixtures.delivery;
import static se.budkavle.notifier.mailbox.Fixtures.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

class MailboxTimersTest {

    private static final Instant UNREAD = NOW.plus(Duration.ofDays(3));
    private static final Instant UNACKNOWLEDGED = NOW.plus(Duration.ofDays(7));
    private static final Instant END = NOW.plus(Duration.ofDays(14));

    private final MailboxTimers timers = timers(3, 7);

    @Test
    void anUnreadDeliveryIsRemindedOfTwiceAndThenEnds() {
        assertThat(life(timers, MessageStatus.AVAILABLE))
                .containsExactly(MessageEventType.UNREAD, MessageEventType.UNACKNOWLEDGED, MessageEventType.EXPIRED);
    }

    @Test
    void aReadDeliveryIsRemindedOfAsUnacknowledgedOnly() {
        assertThat(life(timers, MessageStatus.RETRIEVED))
                .containsExactly(MessageEventType.UNACKNOWLEDGED, MessageEventType.EXPIRED);
    }

    @Test
    void zeroRemindsNever() {
        assertThat(life(timers(0, 0), MessageStatus.AVAILABLE)).containsExactly(MessageEventType.EXPIRED);
    }

    @Test
    void bothRemindersMayFallOnOneMoment() {
        assertThat(life(timers(7, 7), MessageStatus.AVAILABLE))
                .containsExactly(MessageEventType.UNREAD, MessageEventType.UNACKNOWLEDGED, MessageEventType.EXPIRED);
    }

    @Test
    void nothingRemindsAtOrAfterTheEnd() {
        assertThat(life(timers(14, 15), MessageStatus.AVAILABLE)).containsExactly(MessageEventType.EXPIRED);
    }

    @Test
    void aReminderThatComesAfterTheEndIsLeftOut() {
        MailboxTimers.Passed passed = timers.pass(waiting(timers, MessageStatus.AVAILABLE), END.plusSeconds(1));

        assertThat(passed.events()).containsExactly(MessageEventType.EXPIRED);
        assertThat(passed.entry().getNextTimerAt()).isNull();
    }

    @Test
    void remindersThatWereChangedMeanwhileHoldFromThenOn() {
        MailboxEntry waiting = waiting(timers, MessageStatus.AVAILABLE);

        MailboxTimers.Passed passed = timers(4, 5).pass(waiting, UNREAD);

        assertThat(passed.events()).isEmpty();
        assertThat(passed.entry().getNextTimerAt()).isEqualTo(NOW.plus(Duration.ofDays(4)));
    }

    @Test
    void theFirstMomentIsTheNearest() {
        Delivery short2Days = Delivery.newBuilder(delivery("m"))
                .setExpiresAt(NOW.plus(Duration.ofDays(2)))
                .build();

        assertThat(timers.first(delivery("m"))).isEqualTo(UNREAD);
        assertThat(timers(0, 7).first(delivery("m"))).isEqualTo(UNACKNOWLEDGED);
        assertThat(timers.first(short2Days)).isEqualTo(short2Days.getExpiresAt());
    }

    private static MailboxTimers timers(int unreadDays, int unacknowledgedDays) {
        return new MailboxTimers(
                new ReminderSettings(Duration.ofDays(unreadDays), Duration.ofDays(unacknowledgedDays)));
    }

    private static MailboxEntry waiting(MailboxTimers timers, MessageStatus status) {
        return MailboxEntry.newBuilder(entry("m"))
                .setStatus(status)
                .setNextTimerAt(timers.first(delivery("m")))
                .build();
    }

    private static List<MessageEventType> life(MailboxTimers timers, MessageStatus status) {
        List<MessageEventType> told = new ArrayList<>();
        MailboxEntry entry = waiting(timers, status);
        while (entry.getNextTimerAt() != null) {
            MailboxTimers.Passed passed = timers.pass(entry, entry.getNextTimerAt());
            told.addAll(passed.events());
            entry = passed.entry();
        }
        return told;
    }
}
