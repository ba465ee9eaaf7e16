package se.budkavle.notifier.mailbox;

import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;

/** What the mailbox decides about a command, a recall or the passing of time. */
sealed interface Decision {

    /**
     * Granted: the entry becomes another, and whoever is entitled is told.
     *
     * @param entry the entry from now on
     * @param event what happened
     */
    record Changed(MailboxEntry entry, MessageEventType event) implements Decision {}

    /**
     * Granted, and nothing changes: it was so already.
     *
     * @param outcome how the command is answered
     */
    record Unchanged(CommandOutcome outcome) implements Decision {}

    /**
     * Refused; nothing changes.
     *
     * @param outcome how the command is answered
     * @param code the problem's code
     */
    record Refused(CommandOutcome outcome, String code) implements Decision {}
}
