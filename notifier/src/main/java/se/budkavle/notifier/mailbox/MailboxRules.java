package se.budkavle.notifier.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.mailbox.Decision.Changed;
import se.budkavle.notifier.mailbox.Decision.Refused;
import se.budkavle.notifier.mailbox.Decision.Unchanged;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/**
 * What a recipient, a sender and time may do with a delivery: pure functions of the entry and of what is asked.
 *
 * <pre>
 *              retrieve            accept | reject
 *  AVAILABLE ───────────▶ RETRIEVED ───────────────▶ ACKNOWLEDGED | REJECTED
 *      │ └──────────────────┼── accept | reject ─────────▲
 *      │ recall             │ expire
 *      ▼                    ▼
 *  CANCELLED             EXPIRED ◀── expire ── AVAILABLE
 * </pre>
 *
 * Everything on the right and at the bottom is final. Disposal ends the access to the content and is no status.
 */
final class MailboxRules {

    static final String NOT_FOUND = "not-found";
    static final String CONTENT_DISPOSED = "content-disposed";
    static final String MESSAGE_EXPIRED = "message-expired";
    static final String MESSAGE_CANCELLED = "message-cancelled";
    static final String ALREADY_ACKNOWLEDGED = "already-acknowledged";
    static final String INVALID_COMMAND = "invalid-command";

    private MailboxRules() {}

    /** Whether a delivery still waits for its recipient's answer. */
    static boolean isOpen(MessageStatus status) {
        return status == MessageStatus.AVAILABLE || status == MessageStatus.RETRIEVED;
    }

    /** Decides a command about an entry; null where there is none. */
    static Decision decide(@Nullable MailboxEntry entry, MailboxCommand command, Instant now) {
        // Not there and not yours are the same answer, so that nobody learns what others have.
        if (entry == null || !entry.getDelivery().getRecipientOrganisation().equals(command.getOrganisation())) {
            return new Refused(CommandOutcome.NOT_FOUND, NOT_FOUND);
        }
        return switch (command.getKind()) {
            case RETRIEVE -> retrieve(entry, now);
            case ACKNOWLEDGE -> acknowledge(entry, command.getOutcome(), now);
            case DISPOSE -> dispose(entry, now);
            case UNKNOWN -> new Refused(CommandOutcome.INVALID, INVALID_COMMAND);
        };
    }

    private static Decision retrieve(MailboxEntry entry, Instant now) {
        Refused gone = whyContentIsGone(entry);
        if (gone != null) {
            return gone;
        }
        return entry.getStatus() == MessageStatus.AVAILABLE
                ? changed(entry, MessageStatus.RETRIEVED, MessageEventType.RETRIEVED, now)
                : new Unchanged(CommandOutcome.DONE);
    }

    /** Why a recipient has no access to the content (any more); null where it has. */
    static @Nullable Refused whyContentIsGone(MailboxEntry entry) {
        if (entry.getDisposed()) {
            return new Refused(CommandOutcome.GONE, CONTENT_DISPOSED);
        }
        return switch (entry.getStatus()) {
            case EXPIRED -> new Refused(CommandOutcome.GONE, MESSAGE_EXPIRED);
            case CANCELLED -> new Refused(CommandOutcome.GONE, MESSAGE_CANCELLED);
            default -> null;
        };
    }

    private static Decision acknowledge(MailboxEntry entry, @Nullable AcknowledgementOutcome outcome, Instant now) {
        if (outcome == null || outcome == AcknowledgementOutcome.UNKNOWN) {
            return new Refused(CommandOutcome.INVALID, INVALID_COMMAND);
        }
        boolean accepted = outcome == AcknowledgementOutcome.ACCEPTED;
        MessageStatus answer = accepted ? MessageStatus.ACKNOWLEDGED : MessageStatus.REJECTED;
        return switch (entry.getStatus()) {
            case AVAILABLE, RETRIEVED ->
                changed(entry, answer, accepted ? MessageEventType.ACKNOWLEDGED : MessageEventType.REJECTED, now);
            case ACKNOWLEDGED, REJECTED ->
                entry.getStatus() == answer
                        ? new Unchanged(CommandOutcome.UNCHANGED)
                        : new Refused(CommandOutcome.CONFLICT, ALREADY_ACKNOWLEDGED);
            case CANCELLED -> new Refused(CommandOutcome.CONFLICT, MESSAGE_CANCELLED);
            default -> new Refused(CommandOutcome.CONFLICT, MESSAGE_EXPIRED);
        };
    }

    private static Decision dispose(MailboxEntry entry, Instant now) {
        if (entry.getDisposed()) {
            return new Unchanged(CommandOutcome.UNCHANGED);
        }
        MailboxEntry disposed = MailboxEntry.newBuilder(entry)
                .setDisposed(true)
                .setUpdatedAt(now)
                .build();
        return new Changed(disposed, MessageEventType.DISPOSED);
    }

    /** Decides whether the sender gets a delivery back: only what nobody has read. */
    static Decision recall(MailboxEntry entry, Instant now) {
        return switch (entry.getStatus()) {
            case AVAILABLE -> changed(entry, MessageStatus.CANCELLED, MessageEventType.CANCELLED, now);
            case CANCELLED -> new Unchanged(CommandOutcome.UNCHANGED);
            default -> new Changed(entry, MessageEventType.RECALL_REFUSED);
        };
    }

    /** Decides whether a delivery ends unanswered. */
    static Decision expire(MailboxEntry entry, Instant now) {
        boolean due = !entry.getDelivery().getExpiresAt().isAfter(now);
        return due && isOpen(entry.getStatus())
                ? changed(entry, MessageStatus.EXPIRED, MessageEventType.EXPIRED, now)
                : new Unchanged(CommandOutcome.UNCHANGED);
    }

    /** Decides about a second delivery of a message: the first stays, and another message in its name is told. */
    static Decision repeat(MailboxEntry entry, Delivery again) {
        Delivery first = entry.getDelivery();
        boolean same = first.getEnvelopeDigest().equals(again.getEnvelopeDigest())
                && first.getContentRef()
                        .getDigest()
                        .equals(again.getContentRef().getDigest());
        return same ? new Unchanged(CommandOutcome.UNCHANGED) : new Changed(entry, MessageEventType.CONFLICT);
    }

    private static Changed changed(MailboxEntry entry, MessageStatus status, MessageEventType event, Instant now) {
        return new Changed(
                MailboxEntry.newBuilder(entry)
                        .setStatus(status)
                        .setUpdatedAt(now)
                        .build(),
                event);
    }
}
