package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Attempt;

/**
 * An attempt to push, as its subscriber sees it.
 *
 * @param type the event's type
 * @param attempt from 1
 * @param at when it began
 * @param durationMillis how long it took
 * @param outcome what it met
 * @param consequence what followed
 * @param nextAt when it is tried again
 */
record AttemptItem(
        String notificationId,
        @Nullable String messageId,
        String type,
        int attempt,
        Instant at,
        long durationMillis,
        String outcome,
        @Nullable Integer httpStatus,
        String consequence,
        @Nullable Instant nextAt,
        int replay) {

    static AttemptItem of(Attempt attempt) {
        return new AttemptItem(
                attempt.getNotificationId(),
                attempt.getMessageId(),
                attempt.getEventType(),
                attempt.getAttempt(),
                attempt.getAt(),
                attempt.getDurationMillis(),
                attempt.getOutcome().name(),
                attempt.getHttpStatus(),
                attempt.getConsequence().name(),
                attempt.getNextAt(),
                attempt.getReplay());
    }
}
