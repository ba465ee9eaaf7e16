package se.budkavle.gateway.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.avro.Message;

/**
 * What a sender gets for an accepted message.
 *
 * @param messageId id of the message, the same for a repeated request with a key
 * @param senderMessageId the sender's own id
 * @param conversationId the conversation; the message id unless stated
 * @param acceptedAt when this request was accepted
 * @param contentDigest SHA-256 of the content, as RFC 9530 writes it
 * @param envelopeDigest SHA-256 of the envelope as stated, written likewise
 * @param recipientCount number of recipients
 * @param unknownRecipients those that wait for an operator, as nobody registered them
 */
public record Receipt(
        String messageId,
        @Nullable String senderMessageId,
        String conversationId,
        Instant acceptedAt,
        String contentDigest,
        String envelopeDigest,
        int recipientCount,
        List<String> unknownRecipients) {

    /** {@return the receipt of a message} */
    static Receipt of(Message message, List<String> unknownRecipients) {
        return new Receipt(
                message.getMessageId(),
                message.getSenderMessageId(),
                message.getConversationId(),
                message.getAcceptedAt(),
                Digests.contentDigest(message.getContentInfo().getDigest()),
                Digests.contentDigest(message.getEnvelopeDigest()),
                message.getRecipients().size(),
                unknownRecipients);
    }
}
