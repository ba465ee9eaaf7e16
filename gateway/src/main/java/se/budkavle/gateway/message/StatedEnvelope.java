package se.budkavle.gateway.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private static final int USUAL_BYTES = 512;

    /** Texts as RFC 8785 writes them: what is not ASCII as it is, what must be escaped in small letters. */
    private static final JsonFactory CANONICAL = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .build();

    /** {@return the digests of that request of that organisation} */
    public static StatedEnvelope of(MessageRequest request, String organisation) {
        var contentDigest = Digests.sha256(request.content());
        var envelopeDigest = Digests.sha256(canonical(request, organisation, contentDigest));
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

    /** Written as RFC 8785 has it, and in its order of names, rather than as JSON that is then read and sorted: a tenth of an intake. */
    private static byte[] canonical(MessageRequest request, String organisation, byte[] contentDigest) {
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (var json = CANONICAL.createGenerator(bytes)) {
            json.writeStartObject();
            put(json, "caseId", request.caseId());
            if (request.confidentiality() != null) {
                json.writeBooleanField("confidentiality", request.confidentiality());
            }
            if (request.confidentialityLevel() != null) {
                json.writeNumberField("confidentialityLevel", request.confidentialityLevel());
            }
            put(json, "contentDigest", Digests.contentDigest(ByteBuffer.wrap(contentDigest)));
            put(json, "contentType", request.contentType());
            put(json, "conversationId", request.conversationId());
            put(json, "expiresAt", request.expiresAt());
            put(json, "label", request.label());
            put(json, "notBefore", request.notBefore());
            put(json, "onBehalfOf", request.onBehalfOf());
            put(json, "organisation", organisation);
            put(json, "priority", request.priority());
            json.writeArrayFieldStart("recipients");
            for (var recipient : request.recipients()) {
                json.writeString(recipient);
            }
            json.writeEndArray();
            put(json, "refToMessageId", request.refToMessageId());
            put(json, "sender", request.sender());
            put(json, "senderMessageId", request.senderMessageId());
            put(json, "senderSignature", request.senderSignature());
            put(json, "type", request.type());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("JSON in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void put(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
