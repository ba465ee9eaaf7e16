package se.budkavle.gateway.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Digests;

/**
 * Digests of a message as its sender stated it: SHA-256 over the canonical JSON (RFC 8785) of organisation, the fields
 * stated, and the content's digest as {@code contentDigest} (RFC 9530). Neither the time of acceptance nor a filled-in
 * default is in it, so a repeated request has the same. Names are those of the API.
 *
 * @param contentDigest SHA-256 of the content
 * @param envelopeDigest of the envelope: what evidence is about
 * @param requestDigest of the envelope and how it was asked for: what makes a request another
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record StatedEnvelope(byte[] contentDigest, byte[] envelopeDigest, byte[] requestDigest) {

    /** {@return the digests of that request of that organisation} */
    public static StatedEnvelope of(MessageRequest request, String organisation) {
        var contentDigest = Digests.sha256(request.content());
        var envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("organisation", organisation);
        request.recipients().forEach(envelope.putArray("recipients")::add);
        put(envelope, "sender", request.sender());
        put(envelope, "senderMessageId", request.senderMessageId());
        put(envelope, "type", request.type());
        put(envelope, "conversationId", request.conversationId());
        put(envelope, "refToMessageId", request.refToMessageId());
        put(envelope, "caseId", request.caseId());
        put(envelope, "onBehalfOf", request.onBehalfOf());
        put(envelope, "label", request.label());
        if (request.confidentiality() != null) {
            envelope.put("confidentiality", request.confidentiality());
        }
        if (request.confidentialityLevel() != null) {
            envelope.put("confidentialityLevel", request.confidentialityLevel());
        }
        put(envelope, "priority", request.priority());
        put(envelope, "notBefore", request.notBefore());
        put(envelope, "expiresAt", request.expiresAt());
        put(envelope, "contentType", request.contentType());
        put(envelope, "senderSignature", request.senderSignature());
        put(envelope, "contentDigest", Digests.contentDigest(ByteBuffer.wrap(contentDigest)));
        var envelopeDigest = digest(envelope);
        return new StatedEnvelope(contentDigest, envelopeDigest, requestDigest(envelopeDigest, request));
    }

    /** Of the envelope's digest and how it was asked for: nobody outside computes it, so it need not be canonical JSON once more. */
    private static byte[] requestDigest(byte[] envelopeDigest, MessageRequest request) {
        var how = (request.allOrNothing() + "/" + request.intake().name()).getBytes(StandardCharsets.UTF_8);
        return Digests.sha256(ByteBuffer.allocate(envelopeDigest.length + how.length)
                .put(envelopeDigest)
                .put(how)
                .flip());
    }

    private static void put(ObjectNode object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value.toString());
        }
    }

    private static byte[] digest(ObjectNode object) {
        try {
            return Digests.sha256(new JsonCanonicalizer(object.toString()).getEncodedUTF8());
        } catch (IOException e) {
            throw new UncheckedIOException("canonical JSON of JSON that we wrote", e);
        }
    }
}
