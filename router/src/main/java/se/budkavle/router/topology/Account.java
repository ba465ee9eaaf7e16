package se.budkavle.router.topology;

import java.util.List;
import java.util.Locale;

/**
 * What a lane's books count of an organisation's messages: recipients, but for {@link #RECORDS}. Whatever came in stands
 * in exactly one of the accounts that follow {@link #RECEIVED}.
 */
enum Account {
    /** Messages, without replays and cancellations. */
    RECORDS,
    /** Their recipients. */
    RECEIVED,
    /** Ended: the same request once more. */
    DUPLICATE,
    /** Ended: another request under the same message id. */
    CONFLICT,
    /** Under way: waits for its time. */
    SCHEDULED,
    /** Under way: waits for its address, or behind one that waits. */
    PARKED,
    /** Under way: waits for the end of a suspension. */
    SUSPENDED,
    /** Under way: waits for an operator. */
    HELD,
    /** Put in {@code deliveries}: the mailbox's from here on. */
    DELIVERED,
    /** Ended. */
    EXPIRED,
    /** Ended. */
    CANCELLED,
    /** Ended. */
    UNDELIVERABLE;

    /** Where what came in can be. */
    static final List<Account> FATES = List.of(
            DUPLICATE, CONFLICT, SCHEDULED, PARKED, SUSPENDED, HELD, DELIVERED, EXPIRED, CANCELLED, UNDELIVERABLE);

    private final String code = name().toLowerCase(Locale.ROOT);

    /** Its name in the books. */
    String code() {
        return code;
    }
}
