package se.budkavle.notifier.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** The event that led to a state; null: there is none but the arrival. */
    static @Nullable MessageEventType howItStands(MessageStatus status) {
        return switch (status) {
            case RETRIEVED -> MessageEventType.RETRIEVED;
            case ACKNOWLEDGED -> MessageEventType.ACKNOWLEDGED;
            case REJECTED -> MessageEventType.REJECTED;
            case EXPIRED -> MessageEventType.EXPIRED;
            case CANCELLED -> MessageEventType.CANCELLED;
            case AVAILABLE, ACCEPTED, SCHEDULED, HELD, UNDELIVERABLE, UNKNOWN -> null;
        };
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

    /** Decides whether the sender gets a delivery back: only its own, and only what nobody has read. */
    static Decision recall(MailboxEntry entry, Delivery recall, Instant now) {
        if (!recall.getOrganisation().equals(entry.getDelivery().getOrganisation())) {
            return new Refused(CommandOutcome.NOT_FOUND, NOT_FOUND);
        }
        return switch (entry.getStatus()) {
            case AVAILABLE -> changed(entry, MessageStatus.CANCELLED, MessageEventType.CANCELLED, now);
            case CANCELLED -> new Unchanged(CommandOutcome.UNCHANGED);
            default -> new Changed(entry, MessageEventType.RECALL_REFUSED);
        };
    }

    /**
     * Decides about a delivery that arrives. One entry is kept for each message, whatever comes after the first.
     *
     * @param existing what is kept of the message; null: nothing
     * @param sequence the delivery's place, should it be the first
     * @param firstTimer when time does something to it, should it be the first
     */
    static Arrival arrive(@Nullable MailboxEntry existing, Delivery delivery, long sequence, Instant firstTimer) {
        if (existing == null) {
            return new Arrival.First(MailboxEntry.newBuilder()
                    .setDelivery(delivery)
                    .setSequence(sequence)
                    .setStatus(MessageStatus.AVAILABLE)
                    .setUpdatedAt(delivery.getAvailableAt())
                    .setNextTimerAt(firstTimer)
                    .build());
        }
        if (!isSame(existing.getDelivery(), delivery)) {
            return new Arrival.Conflicting();
        }
        if (recipients(existing).contains(delivery.getRequestedRecipient())) {
            return new Arrival.Repeated();
        }
        List<String> others = new ArrayList<>(existing.getAlsoRequestedAs());
        others.add(delivery.getRequestedRecipient());
        return new Arrival.Attached(
                MailboxEntry.newBuilder(existing).setAlsoRequestedAs(others).build());
    }

    private static boolean isSame(Delivery first, Delivery second) {
        return first.getOrganisation().equals(second.getOrganisation())
                && first.getEnvelopeDigest().equals(second.getEnvelopeDigest())
                && first.getContentRef()
                        .getDigest()
                        .equals(second.getContentRef().getDigest());
    }

    /** The recipients, as the sender stated them, whose delivery an entry is. */
    static List<String> recipients(MailboxEntry entry) {
        List<String> recipients = new ArrayList<>();
        recipients.add(entry.getDelivery().getRequestedRecipient());
        recipients.addAll(entry.getAlsoRequestedAs());
        return recipients;
    }

    /** An entry in another state. For one that has ended, no time passes any more. */
    static MailboxEntry withStatus(MailboxEntry entry, MessageStatus status, Instant now) {
        return MailboxEntry.newBuilder(entry)
                .setStatus(status)
                .setUpdatedAt(now)
                .setNextTimerAt(isOpen(status) ? entry.getNextTimerAt() : null)
                .build();
    }

    private static Changed changed(MailboxEntry entry, MessageStatus status, MessageEventType event, Instant now) {
        return new Changed(withStatus(entry, status, now), event);
    }
}
