package se.budkavle.gateway.message;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageKind;

/**
 * Makes the record of an admitted message: its id, its digests, what its sender left out, its headers. Also states what has a
 * default: the builders would make each of those anew from the schema.
 */
@Singleton
final class MessageRecords {

    private final LookupKey lookupKey;

    MessageRecords(LookupKey lookupKey) {
        this.lookupKey = lookupKey;
    }

    /** {@return the record's value} */
    Message message(
            MessageRequest request,
            Caller caller,
            Admission.Decision.Admitted admitted,
            @Nullable String key,
            Instant now) {
        var organisation = admitted.organisation();
        var messageId = key == null ? Ids.newId() : Ids.messageId(organisation, key);
        var stated = StatedEnvelope.of(request, organisation);
        var release = MessageRules.release(request.notBefore(), now);
        var contentInfo = ContentRef.newBuilder()
                .setKind(ContentRefKind.KAFKA)
                .setTopic(Topics.messages(request.lane()).name())
                .setSize(request.content().length)
                .setDigest(ByteBuffer.wrap(stated.contentDigest()))
                .setContentType(request.contentType())
                .setEncryption(request.jweKid() == null ? Encryption.NONE : Encryption.JWE)
                .setJweKid(request.jweKid())
                .setPartition(null)
                .setOffset(null)
                .setTimestamp(null)
                .setUri(null)
                .setKeyId(null)
                .setExtensions(Map.of())
                .build();
        var conversationId = request.conversationId();
        var caseId = request.caseId();
        var confidentiality = request.confidentiality();
        var expiresAt = request.expiresAt();
        return Message.newBuilder()
                .setKind(MessageKind.MESSAGE)
                .setMessageId(messageId)
                .setSenderMessageId(request.senderMessageId())
                .setOrganisation(organisation)
                .setSender(admitted.sender())
                .setOnBehalfOf(admitted.represented() ? organisation : null)
                .setRecipients(request.recipients())
                .setAllOrNothing(request.allOrNothing())
                .setType(request.type())
                .setConversationId(conversationId == null ? messageId : conversationId)
                .setRefToMessageId(request.refToMessageId())
                .setCaseId(caseId)
                .setLabel(request.label())
                .setIntake(request.intake())
                .setIdempotencyKeyHash(
                        key == null ? null : ByteBuffer.wrap(Digests.sha256(key.getBytes(StandardCharsets.UTF_8))))
                .setRequestDigest(ByteBuffer.wrap(stated.requestDigest()))
                .setPriority(request.lane())
                .setConfidentiality(confidentiality != null && confidentiality)
                .setConfidentialityLevel(request.confidentialityLevel())
                .setNotBefore(request.notBefore())
                .setExpiresAt(expiresAt == null ? release.plus(MessageRules.DEFAULT_EXPIRY) : expiresAt)
                .setAcceptedAt(now)
                .setContent(ByteBuffer.wrap(request.content()))
                .setContentInfo(contentInfo)
                .setEnvelopeDigest(ByteBuffer.wrap(stated.envelopeDigest()))
                .setSenderSignature(request.senderSignature())
                .setActorPseudonym(caller.pseudonym())
                .setActorOrganisation(admitted.represented() ? caller.organisation() : null)
                .setCaseIdHash(caseId == null ? null : lookupKey.caseIdHash(caseId))
                .setDataSubjects(List.of())
                .setSchemaUri(null)
                .setExternalIds(Map.of())
                .setTrustLevel(null)
                .setDisposeAfter(null)
                .setObjectIds(List.of())
                .setExtensions(Map.of())
                .build();
    }

    /** {@return what can be counted and followed without reading the value} */
    static Map<String, String> headers(Message message, String traceparent) {
        return Map.of(
                RecordHeaders.KIND, message.getKind().name(),
                RecordHeaders.MESSAGE_ID, message.getMessageId(),
                RecordHeaders.ORGANISATION, message.getOrganisation(),
                RecordHeaders.RECIPIENTS,
                        Integer.toString(message.getRecipients().size()),
                RecordHeaders.TRACEPARENT, traceparent);
    }
}
