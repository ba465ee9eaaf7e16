package se.budkavle.notifier.dispatcher;

import java.time.Instant;
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
     * The subscription is suspended.
     *
     * @param statusReason why, a code
     * @param then what becomes of the notification; not another suspension
     */
    record Suspend(String statusReason, Decision then) implements Decision {}
}
