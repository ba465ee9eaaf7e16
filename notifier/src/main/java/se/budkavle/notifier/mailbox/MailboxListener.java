package se.budkavle.notifier.mailbox;

import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MessageEventType;

/** Is told what the mailbox does, for those who wait and for counting. Told before the commit: nothing may be decided on it. */
public interface MailboxListener {

    /** Nobody listens. */
    MailboxListener NONE = new MailboxListener() {};

    /** A recipient has a new delivery, which can be read by now. */
    default void onArrival(String recipient) {}

    /** A command was decided. */
    default void onDecision(MailboxCommandKind kind, CommandOutcome outcome) {}

    /** Time did something to a delivery: it ended unanswered, or its sender and recipient are reminded of it. */
    default void onTime(MessageEventType event) {}
}
