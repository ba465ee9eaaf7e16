package se.budkavle.gateway.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Priority;

/**
 * A message as its sender stated it, in whatever form it came; null is what was not stated. Addresses are folded, times
 * are to the millisecond.
 *
 * @param intake the form it came in
 * @param organisation the organisation that the document itself names as its sender (SDK XML)
 * @param recipients 1 to 500 addresses, no duplicates
 * @param allOrNothing whether one unknown recipient stops the message
 * @param sender the sending address
 * @param senderMessageId the sender's own id
 * @param type a URI
 * @param conversationId the conversation
 * @param refToMessageId the message that is answered
 * @param caseId content
 * @param onBehalfOf the organisation a representative acts for
 * @param label content
 * @param confidentiality DIGG's mark
 * @param confidentialityLevel higher is stricter
 * @param priority the lane
 * @param notBefore scheduled release
 * @param expiresAt when an unanswered delivery ends
 * @param contentType media type of the content
 * @param content the content; not copied, so that a megabyte stays one megabyte
 * @param jweKid the recipient's key that the content is encrypted to; null: not encrypted by its sender
 * @param senderSignature the sender's signature of the content, JWS with detached content
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a megabyte is not copied
public record MessageRequest(
        Intake intake,
        @Nullable String organisation,
        List<String> recipients,
        boolean allOrNothing,
        @Nullable String sender,
        @Nullable String senderMessageId,
        String type,
        @Nullable String conversationId,
        @Nullable String refToMessageId,
        @Nullable String caseId,
        @Nullable String onBehalfOf,
        @Nullable String label,
        @Nullable Boolean confidentiality,
        @Nullable Integer confidentialityLevel,
        @Nullable Priority priority,
        @Nullable Instant notBefore,
        @Nullable Instant expiresAt,
        String contentType,
        byte[] content,
        @Nullable String jweKid,
        @Nullable String senderSignature) {

    /** {@return the lane it travels in} */
    public Priority lane() {
        return priority == null ? Priority.NORMAL : priority;
    }

    /** Names no content. */
    @Override
    public String toString() {
        return "MessageRequest[" + intake + ", " + recipients.size() + " recipients, " + content.length + " bytes]";
    }
}
