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
 * @param errorClass class of the error, where there was no answer
 * @param nextAt when it is tried again
 * @param responseExcerpt the beginning of the endpoint's answer, if the subscriber wants it kept. Content
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
        @Nullable String errorClass,
        String consequence,
        @Nullable Instant nextAt,
        int replay,
        @Nullable String responseExcerpt) {

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
                attempt.getErrorClass(),
                attempt.getConsequence().name(),
                attempt.getNextAt(),
                attempt.getReplay(),
                attempt.getResponseExcerpt());
    }

    /** Names no answer. */
    @Override
    public String toString() {
        return "AttemptItem[" + notificationId + ", " + attempt + ", " + outcome + "]";
    }
}
