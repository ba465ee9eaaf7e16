package se.budkavle.notifier.mailbox;

import se.budkavle.schemas.avro.MailboxEntry;

/** What the mailbox makes of a delivery that arrives. */
sealed interface Arrival {

    /**
     * The first of its message.
     *
     * @param entry what is kept of it
     */
    record First(MailboxEntry entry) implements Arrival {}

    /**
     * The same message for another recipient, whose address has moved here too: it shares the fate of the first.
     *
     * @param entry the first, which knows of it from now on
     */
    record Attached(MailboxEntry entry) implements Arrival {}

    /** The same once more. */
    record Repeated() implements Arrival {}

    /** Another message in the name of the one that is there, which stays. */
    record Conflicting() implements Arrival {}
}
