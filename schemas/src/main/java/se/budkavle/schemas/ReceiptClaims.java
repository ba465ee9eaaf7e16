package se.budkavle.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;

/**
 * What a receipt says: that a step of a message's life was taken, and which receipt came before it. The form is that of a
 * security event token (RFC 8417), canonical (RFC 8785), so that it has one digest and can be signed as it is. Never content,
 * label or case id.
 *
 * <p>Receipts are chained apart for the message as a whole and for each of its deliveries: so each chain is for the same eyes
 * from its beginning to its end, and no number, gap or digest tells a recipient of the others. For the same reason the digest
 * of the envelope, in which all recipients are named and could be guessed, is in those for the sender alone.
 *
 * @param json the canonical form
 * @param messageId the message
 * @param eventId the step, as on {@code message-events}
 * @param audience the organisations that may see it: the sender, and of a delivery its recipient
 * @param sender the sending organisation
 * @param type what happened: {@code ACCEPTED}
 * @param at when, as it is written
 * @param recipient whom it is about, as the sender stated it; null: the message as a whole
 * @param deliveryId the delivery; null: it did not come to one
 * @param number its place in its chain, from 1
 * @param previous digest of the one before it in its chain; null: it is the first
 * @param contentDigest digest of the content, where it is stated
 */
public record ReceiptClaims(
        String json,
        String messageId,
        String eventId,
        List<String> audience,
        String sender,
        String type,
        String at,
        @Nullable String recipient,
        @Nullable String deliveryId,
        int number,
        @Nullable String previous,
        @Nullable String contentDigest) {

    /** What a signed receipt's header has as {@code typ}. */
    public static final String TYPE = "secevent+jwt";

    private static final String EVENT = "urn:budkavle:message:";

    /** Escapes as RFC 8785 does, in small letters. */
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build());

    /** What somebody may have to prove later; what else happens on the way is in the trace. */
    private static final Set<MessageEventType> EVIDENCE = EnumSet.of(
            MessageEventType.ACCEPTED,
            MessageEventType.AVAILABLE,
            MessageEventType.RETRIEVED,
            MessageEventType.ACKNOWLEDGED,
            MessageEventType.REJECTED,
            MessageEventType.EXPIRED,
            MessageEventType.CANCELLED,
            MessageEventType.UNDELIVERABLE);

    /** Copies. */
    public ReceiptClaims {
        audience = List.copyOf(audience);
    }

    /** Whether there is a receipt for such a step. */
    public static boolean isEvidence(MessageEvent event) {
        return EVIDENCE.contains(event.getType());
    }

    /**
     * The receipt of a step: the same for the same step in the same place.
     *
     * @param issuer who says so
     * @param before the one before it in its chain; null: it is the first
     */
    public static ReceiptClaims of(MessageEvent event, String issuer, @Nullable ReceiptClaims before) {
        // In the order of RFC 8785: sorting what was just written took most of a receipt's time.
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        event.getAudience().forEach(claims.putArray("aud")::add);
        ObjectNode said = claims.putObject("events")
                .putObject(EVENT + event.getType().name().toLowerCase(Locale.ROOT));
        put(said, "actor", event.getActorOrganisation());
        said.put("at", event.getAt().toString());
        put(said, "contentDigest", digest(event.getContentDigest()));
        put(said, "deliveryId", event.getDeliveryId());
        if (event.getDeliveryId() == null) {
            put(said, "envelopeDigest", digest(event.getEnvelopeDigest()));
        }
        said.put("number", before == null ? 1 : before.number() + 1);
        put(said, "previous", before == null ? null : before.digest());
        if (event.getReasonCode() != null) {
            ObjectNode reason = said.putObject("reason");
            put(
                    reason,
                    "category",
                    event.getReasonCategory() == null
                            ? null
                            : event.getReasonCategory().name());
            reason.put("code", event.getReasonCode());
        }
        put(said, "recipient", event.getRecipient());
        if (event.getType() == MessageEventType.ACCEPTED) {
            said.put("recipientCount", event.getRecipients().size());
        }
        said.put("sender", event.getOrganisation());
        claims.put("iat", event.getAt().getEpochSecond());
        claims.put("iss", issuer);
        claims.put("jti", event.getEventId());
        claims.put("txn", event.getMessageId());
        return read(written(claims), claims);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; without what stands in it
     */
    public static ReceiptClaims parse(String json) {
        return read(json, tree(json));
    }

    private static ReceiptClaims read(String json, JsonNode claims) {
        JsonNode events = claims.path("events");
        if (!events.isObject() || events.size() != 1) {
            throw notOne();
        }
        var event = events.properties().iterator().next();
        if (!event.getKey().startsWith(EVENT)) {
            throw notOne();
        }
        JsonNode said = event.getValue();
        return new ReceiptClaims(
                json,
                text(claims, "txn"),
                text(claims, "jti"),
                claims.path("aud").valueStream().map(JsonNode::asText).toList(),
                text(said, "sender"),
                event.getKey().substring(EVENT.length()).toUpperCase(Locale.ROOT),
                text(said, "at"),
                said.path("recipient").textValue(),
                said.path("deliveryId").textValue(),
                said.path("number").asInt(),
                said.path("previous").textValue(),
                said.path("contentDigest").textValue());
    }

    /** SHA-256 of the canonical form, as RFC 9530 writes it: what the next one names. */
    public String digest() {
        return Digests.contentDigest(ByteBuffer.wrap(Digests.sha256(json.getBytes(StandardCharsets.UTF_8))));
    }

    /** Whether both are links of one chain: of the same delivery, or of the message as a whole. */
    public boolean isOfChainOf(ReceiptClaims other) {
        return messageId.equals(other.messageId)
                && Objects.equals(recipient, other.recipient)
                && Objects.equals(deliveryId, other.deliveryId);
    }

    /**
     * The canonical form of a receipt, however it is written.
     *
     * @throws IllegalArgumentException if it is no object
     */
    public static String canonical(JsonNode json) {
        try {
            return new JsonCanonicalizer(json.toString()).getEncodedString();
        } catch (IOException e) {
            throw notOne();
        }
    }

    private static String written(ObjectNode inOrder) {
        try {
            return JSON.writeValueAsString(inOrder);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("JSON in memory", e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw notOne();
        }
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).textValue();
        if (text == null) {
            throw notOne();
        }
        return text;
    }

    private static IllegalArgumentException notOne() {
        return new IllegalArgumentException("not a receipt");
    }

    private static void put(ObjectNode node, String field, @Nullable String value) {
        if (value != null) {
            node.put(field, value);
        }
    }

    private static @Nullable String digest(@Nullable ByteBuffer digest) {
        return digest == null ? null : Digests.contentDigest(digest);
    }
}
