package se.budkavle.notifier.dispatcher;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;

/** What follows from an attempt. */
sealed interface Decision {

    /** The notification is done with. */
    record Settle() implements Decision {}

    /** The endpoint proved itself: the subscription becomes active. */
    record Activate() implements Decision {}

    /**
     * It is tried again.
     *
     * @param at when
     */
    record Retry(Instant at) implements Decision {}

    /**
     * It is given up.
     *
     * @param reason why
     */
    record GiveUp(Reason reason) implements Decision {}

    /**
     * The subscription is suspended, and the notification given up.
     *
     * @param statusReason why it is suspended, a code
     * @param deadLetter the notification's reason; null: a verification, which is no loss
     */
    record Suspend(String statusReason, @Nullable Reason deadLetter) implements Decision {}
}
