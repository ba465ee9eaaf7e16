package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import java.util.Objects;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.PendingNotification;

/**
 * A notification that is not settled, in its place.
 *
 * @param lane what it is in line with
 * @param sequence its place there: the offset in {@code notifications}
 * @param pending the stored row
 */
record Item(Lane lane, long sequence, PendingNotification pending) {

    /** The item of a stored row. */
    static Item of(PendingNotification pending) {
        Notification notification = pending.getNotification();
        return new Item(Lane.of(notification), Objects.requireNonNull(notification.getSequence(), "sequence"), pending);
    }

    Notification notification() {
        return pending.getNotification();
    }

    boolean isRetry() {
        return pending.getAttempts() > 0;
    }

    boolean isExpired(long now) {
        return notification().getExpiresAt().toEpochMilli() <= now;
    }

    /** When it is due, in epoch milliseconds: a first attempt at once, before all retries. */
    long due() {
        return isRetry() ? pending.getNextAt().toEpochMilli() : 0;
    }

    /** The same, due at another time. */
    Item dueAt(Instant at) {
        return new Item(
                lane,
                sequence,
                PendingNotification.newBuilder(pending).setNextAt(at).build());
    }

    /** The same after a failure. */
    Item failed(Instant at, Instant nextAt) {
        PendingNotification row = PendingNotification.newBuilder(pending)
                .setAttempts(pending.getAttempts() + 1)
                .setNextAt(nextAt)
                .setFirstFailedAt(pending.getFirstFailedAt() == null ? at : pending.getFirstFailedAt())
                .build();
        return new Item(lane, sequence, row);
    }
}
