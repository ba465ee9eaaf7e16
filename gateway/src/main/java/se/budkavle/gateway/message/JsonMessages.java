package se.budkavle.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Priority;

/** Reads the JSON form of a message. Pure: every fault is named, none of the values. */
public final class JsonMessages {

    private static final int LONGEST_URI = 1024;

    private JsonMessages() {}

    /** {@return the message, or all that is wrong with it} */
    public static Parsed<MessageRequest> parse(byte[] body, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> read(new JsonFields(object, "", issues), issues, now);
        };
    }

    /**
     * A line of a batch.
     *
     * @param message the message
     * @param idempotencyKey its key, if it has one
     */
    public record Line(MessageRequest message, @Nullable String idempotencyKey) {}

    /** {@return the message of a line and its key, or all that is wrong with it} */
    public static Parsed<Line> parseLine(byte[] line, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.object(line, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var key = fields.text("idempotencyKey", MessageRules.LONGEST_ID);
                if (key != null && !MessageRules.isIdempotencyKey(key)) {
                    fields.fault("idempotencyKey", "invalid-character", "Must be 1 to 128 visible ASCII characters.");
                }
                yield switch (read(fields, issues, now)) {
                    case Parsed.Invalid<MessageRequest>(var refusal) -> new Parsed.Invalid<>(refusal);
                    case Parsed.Valid<MessageRequest>(var message) -> new Parsed.Valid<>(new Line(message, key));
                };
            }
        };
    }

    private static Parsed<MessageRequest> read(JsonFields fields, Issues issues, Instant now) {
        var seen = new HashSet<String>();
        var recipients = fields.requiredList(
                "recipients", MessageRules.MOST_RECIPIENTS, (node, at) -> recipient(node, at, seen, issues));
        var allOrNothing = fields.flag("allOrNothing");
        var sender = address(fields, "sender");
        var senderMessageId = fields.text("senderMessageId", MessageRules.LONGEST_ID);
        var type = fields.requiredUri("type", LONGEST_URI);
        var conversationId = fields.text("conversationId", MessageRules.LONGEST_ID);
        var refToMessageId = fields.text("refToMessageId", MessageRules.LONGEST_ID);
        var caseId = fields.text("caseId", MessageRules.LONGEST_LABEL);
        var onBehalfOf = address(fields, "onBehalfOf");
        var label = fields.text("label", MessageRules.LONGEST_LABEL);
        var confidentiality = fields.flag("confidentiality");
        var confidentialityLevel = fields.integer("confidentialityLevel", 0, 100);
        var priority = fields.symbol("priority", Priority.class);
        var notBefore = MessageRules.noEarlierThan(fields.exactTime("notBefore"));
        var expiresAt = fields.time("expiresAt");
        checkTimes(fields, notBefore, expiresAt, now);
        var contentType = fields.requiredText("contentType", 255);
        if (!contentType.isEmpty() && !MessageRules.isMediaType(contentType)) {
            fields.fault("contentType", "invalid-media-type", "Not a media type, such as application/xml.");
        }
        var content = content(fields);
        var senderSignature = fields.text("senderSignature", SenderSignature.LONGEST);
        var fault = senderSignature == null ? null : SenderSignature.fault(senderSignature);
        if (fault != null) {
            fields.fault("senderSignature", SenderSignature.CODE, fault);
        }
        fields.refuseOthers();
        if (content.length > MessageRules.LARGEST_CONTENT) {
            return MessageRules.tooLarge(fields.at(fields.has("content") ? "content" : "contentText"));
        }
        var jweKid = JweCheck.isSaidBy(contentType) && content.length > 0 ? jweKid(fields, content) : null;
        return Parsed.unless(
                issues,
                () -> new MessageRequest(
                        Intake.JSON,
                        null,
                        recipients,
                        allOrNothing == null || allOrNothing,
                        sender,
                        senderMessageId,
                        type,
                        conversationId,
                        refToMessageId,
                        caseId,
                        onBehalfOf,
                        label,
                        confidentiality,
                        confidentialityLevel,
                        priority,
                        notBefore,
                        expiresAt,
                        contentType,
                        content,
                        jweKid,
                        senderSignature));
    }

    private static @Nullable String jweKid(JsonFields fields, byte[] content) {
        return switch (JweCheck.MESSAGES.look(content)) {
            case JweCheck.Outcome.Sealed(var kid) -> kid;
            case JweCheck.Outcome.Faulty(var code, var detail) -> {
                fields.fault(fields.has("content") ? "content" : "contentText", code, detail);
                yield null;
            }
        };
    }

    private static @Nullable String recipient(JsonNode node, String at, Set<String> seen, Issues issues) {
        if (!node.isTextual()) {
            issues.add(at, "wrong-type", "Must be text.");
            return null;
        }
        var address = AddressSyntax.fold(node.textValue());
        if (address == null) {
            issues.add(at, AddressSyntax.CODE, AddressSyntax.DETAIL);
        } else if (!seen.add(address)) {
            issues.add(at, "duplicate-recipient", "The recipient is there more than once.");
        }
        return address;
    }

    private static @Nullable String address(JsonFields fields, String name) {
        var text = fields.text(name, 255);
        if (text == null) {
            return null;
        }
        var address = AddressSyntax.fold(text);
        if (address == null) {
            fields.fault(name, AddressSyntax.CODE, AddressSyntax.DETAIL);
        }
        return address;
    }

    private static void checkTimes(
            JsonFields fields, @Nullable Instant notBefore, @Nullable Instant expiresAt, Instant now) {
        if (notBefore != null && notBefore.isAfter(now.plus(MessageRules.FURTHEST_RELEASE))) {
            fields.fault("notBefore", "too-far", "At most 90 days ahead.");
        }
        if (expiresAt == null) {
            return;
        }
        if (!expiresAt.isAfter(now)) {
            fields.fault("expiresAt", "in-the-past", "Must be in the future.");
        } else if (notBefore != null && !expiresAt.isAfter(notBefore)) {
            fields.fault("expiresAt", "before-not-before", "Must be after notBefore.");
        } else if (expiresAt.isAfter(MessageRules.release(notBefore, now).plus(MessageRules.FURTHEST_EXPIRY))) {
            fields.fault("expiresAt", "too-far", "At most 30 days after release.");
        }
    }

    private static byte[] content(JsonFields fields) {
        var bytes = fields.base64("content");
        var text = fields.rawText("contentText");
        if (fields.has("content") && fields.has("contentText")) {
            fields.fault("contentText", "both-contents", "Exactly one of content and contentText.");
        } else if (!fields.has("content") && !fields.has("contentText")) {
            fields.fault("content", "missing", "Exactly one of content and contentText.");
        } else if (bytes != null && bytes.length == 0) {
            fields.fault("content", "too-short", "Must not be empty.");
        } else if (text != null && text.isEmpty()) {
            fields.fault("contentText", "too-short", "Must not be empty.");
        }
        if (bytes != null) {
            return bytes;
        }
        return text == null ? new byte[0] : utf8(text, fields);
    }

    private static byte[] utf8(String text, JsonFields fields) {
        try {
            // Of an array: of a text the encoder takes one character after the other.
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.toCharArray()));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            fields.fault("contentText", "invalid-character", "Half a surrogate pair is no character.");
            return new byte[0];
        }
    }
}
