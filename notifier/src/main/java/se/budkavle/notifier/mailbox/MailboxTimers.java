package se.budkavle.notifier.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/**
 * What time does to a delivery: it reminds, and in the end it ends it. Pure. An open entry waits for one moment at a time,
 * its {@code nextTimerAt}; what has been told is what falls before it, so that nothing is told twice.
 *
 * <pre>
 *  availableAt ──── unread ────▶ UNREAD? ──── unacknowledged ────▶ UNACKNOWLEDGED? ──── … ────▶ expiresAt: EXPIRED
 * </pre>
 *
 * @param reminders when it reminds
 */
record MailboxTimers(ReminderSettings reminders) {

    /**
     * What a moment brought.
     *
     * @param entry the entry from now on
     * @param events what happened, in order
     */
    record Passed(MailboxEntry entry, List<MessageEventType> events) {}

    /** The first moment in a delivery's life. */
    Instant first(Delivery delivery) {
        return next(delivery, delivery.getAvailableAt());
    }

    /** Lets an open entry's next moment come, which has been reached. A reminder that comes too late is left out. */
    Passed pass(MailboxEntry entry, Instant now) {
        Delivery delivery = entry.getDelivery();
        if (!delivery.getExpiresAt().isAfter(now)) {
            return new Passed(
                    MailboxRules.withStatus(entry, MessageStatus.EXPIRED, now), List.of(MessageEventType.EXPIRED));
        }
        Instant moment = entry.getNextTimerAt() == null ? delivery.getAvailableAt() : entry.getNextTimerAt();
        List<MessageEventType> reminders = new ArrayList<>();
        if (moment.equals(unreadAt(delivery)) && entry.getStatus() == MessageStatus.AVAILABLE) {
            reminders.add(MessageEventType.UNREAD);
        }
        if (moment.equals(unacknowledgedAt(delivery))) {
            reminders.add(MessageEventType.UNACKNOWLEDGED);
        }
        MailboxEntry waiting = MailboxEntry.newBuilder(entry)
                .setNextTimerAt(next(delivery, moment))
                .build();
        return new Passed(waiting, List.copyOf(reminders));
    }

    private Instant next(Delivery delivery, Instant after) {
        return Stream.of(unreadAt(delivery), unacknowledgedAt(delivery))
                .filter(moment -> moment != null && moment.isAfter(after) && moment.isBefore(delivery.getExpiresAt()))
                .min(Instant::compareTo)
                .orElse(delivery.getExpiresAt());
    }

    private @Nullable Instant unreadAt(Delivery delivery) {
        return at(delivery, reminders.unread());
    }

    private @Nullable Instant unacknowledgedAt(Delivery delivery) {
        return at(delivery, reminders.unacknowledged());
    }

    private static @Nullable Instant at(Delivery delivery, Duration later) {
        return later.isZero() ? null : delivery.getAvailableAt().plus(later);
    }
}
