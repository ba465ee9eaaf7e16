package se.budkavle.gateway.kafka;

/** How sending a record ended. */
public sealed interface Sending {

    /** Every in-sync replica has it. */
    record Confirmed() implements Sending {}

    /** It is certainly not in the log. */
    record NotSent() implements Sending {}

    /** It may be in the log, or still come there. */
    record Unconfirmed() implements Sending {}
}
