package se.budkavle.notifier.views;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;

/**
 * A message as its sender, or an operator, sees it, in the form of the public API. Never the content. What only the
 * message itself tells is null once the message is disposed of; label and case id, which are content, are for the sender
 * only.
 *
 * @param requestDigest for the gateway, which needs it to take the message back
 */
record MessageView(
        String messageId,
        @Nullable String senderMessageId,
        List<String> recipients,
        @Nullable Boolean allOrNothing,
        @Nullable String sender,
        @Nullable String onBehalfOf,
        @Nullable String type,
        String conversationId,
        @Nullable String refToMessageId,
        @Nullable String caseId,
        @Nullable String label,
        @Nullable Boolean confidentiality,
        @Nullable Integer confidentialityLevel,
        @Nullable String priority,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        @Nullable String contentType,
        @Nullable Instant acceptedAt,
        @Nullable String contentDigest,
        @Nullable String envelopeDigest,
        @Nullable String requestDigest,
        @Nullable String senderSignature,
        List<DeliveryView> deliveries) {

    /** Copies. */
    MessageView {
        recipients = List.copyOf(recipients);
        deliveries = List.copyOf(deliveries);
    }

    /** From the message itself. */
    static MessageView of(Message message, List<DeliveryView> deliveries, boolean toSender) {
        return new MessageView(
                message.getMessageId(),
                message.getSenderMessageId(),
                message.getRecipients(),
                message.getAllOrNothing(),
                message.getSender(),
                message.getOnBehalfOf(),
                message.getType(),
                message.getConversationId(),
                message.getRefToMessageId(),
                toSender ? message.getCaseId() : null,
                toSender ? message.getLabel() : null,
                message.getConfidentiality(),
                message.getConfidentialityLevel(),
                message.getPriority().name(),
                message.getNotBefore(),
                message.getExpiresAt(),
                message.getContentInfo().getContentType(),
                message.getAcceptedAt(),
                Digests.contentDigest(message.getContentInfo().getDigest()),
                Digests.contentDigest(message.getEnvelopeDigest()),
                Digests.contentDigest(message.getRequestDigest()),
                toSender ? message.getSenderSignature() : null,
                deliveries);
    }

    /** From what was told of it. */
    static MessageView of(MessageEvent accepted, List<DeliveryView> deliveries) {
        return new MessageView(
                accepted.getMessageId(),
                accepted.getSenderMessageId(),
                accepted.getRecipients(),
                null,
                null,
                null,
                null,
                accepted.getConversationId(),
                accepted.getRefToMessageId(),
                null,
                null,
                null,
                null,
                accepted.getPriority() == null ? null : accepted.getPriority().name(),
                null,
                accepted.getExpiresAt(),
                accepted.getContentRef() == null
                        ? null
                        : accepted.getContentRef().getContentType(),
                accepted.getAt(),
                digest(accepted.getContentDigest()),
                digest(accepted.getEnvelopeDigest()),
                digest(accepted.getRequestDigest()),
                null,
                deliveries);
    }

    private static @Nullable String digest(@Nullable ByteBuffer digest) {
        return digest == null ? null : Digests.contentDigest(digest);
    }

    /** Without label and case id, which are content. */
    @Override
    public String toString() {
        return "MessageView[messageId=" + messageId + ", deliveries=" + deliveries + "]";
    }
}
