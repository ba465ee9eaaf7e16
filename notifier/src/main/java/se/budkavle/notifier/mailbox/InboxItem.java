package se.budkavle.notifier.mailbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxEntry;

/**
 * A delivery as its recipient's inbox shows it, in the form of the public API. Never the content, never other
 * recipients.
 *
 * @param disposed whether the recipient ended its access to the content, or its sender had its key destroyed; for the gateway
 *     only, null in lists
 */
record InboxItem(
        String messageId,
        @Nullable String senderMessageId,
        String recipient,
        String sender,
        @Nullable String onBehalfOf,
        String type,
        @Nullable String label,
        String conversationId,
        @Nullable String refToMessageId,
        @Nullable String caseId,
        boolean confidentiality,
        @Nullable Integer confidentialityLevel,
        String priority,
        String contentType,
        long size,
        String contentDigest,
        @Nullable String senderSignature,
        Instant availableAt,
        Instant expiresAt,
        String status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean disposed) {

    /** As lists show it. */
    static InboxItem listed(MailboxEntry entry) {
        return of(entry, null);
    }

    /** As the gateway asks for it. */
    static InboxItem single(MailboxEntry entry, boolean destroyed) {
        return of(entry, entry.getDisposed() || destroyed);
    }

    private static InboxItem of(MailboxEntry entry, @Nullable Boolean disposed) {
        Delivery delivery = entry.getDelivery();
        return new InboxItem(
                delivery.getMessageId(),
                delivery.getSenderMessageId(),
                delivery.getRecipient(),
                delivery.getSender(),
                delivery.getOnBehalfOf(),
                delivery.getType(),
                delivery.getLabel(),
                delivery.getConversationId(),
                delivery.getRefToMessageId(),
                delivery.getCaseId(),
                delivery.getConfidentiality(),
                delivery.getConfidentialityLevel(),
                delivery.getPriority().name(),
                delivery.getContentRef().getContentType(),
                delivery.getContentRef().getSize(),
                Digests.contentDigest(delivery.getContentRef().getDigest()),
                delivery.getSenderSignature(),
                delivery.getAvailableAt(),
                delivery.getExpiresAt(),
                entry.getStatus().name(),
                disposed);
    }

    /** Without label and case id, which are content. */
    @Override
    public String toString() {
        return "InboxItem[messageId=" + messageId + ", recipient=" + recipient + ", status=" + status + "]";
    }
}
