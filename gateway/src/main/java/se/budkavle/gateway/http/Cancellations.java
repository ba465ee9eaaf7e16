package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.message.MessageRules;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.Priority;

/**
 * Takes messages back. The wish goes into the message's own lane, behind it, so that the lane, and then each mailbox,
 * decides in order: what nobody has retrieved becomes CANCELLED, the rest stays. The views only tell which lane that is,
 * and spare the lane a wish that cannot be granted any more.
 */
@Singleton
final class Cancellations {

    private static final Set<String> NOT_RETRIEVED = Set.of("ACCEPTED", "SCHEDULED", "HELD", "AVAILABLE");

    /** What the notifier tells the gateway alone. */
    static final String REQUEST_DIGEST = "requestDigest";

    private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

    private final NotifierClient notifier;
    private final RecordSender sender;
    private final Clock clock;

    Cancellations(NotifierClient notifier, RecordSender sender, Clock clock) {
        this.notifier = notifier;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Asks for a message of the caller's organisation to be taken back.
     *
     * @throws se.budkavle.gateway.problem.RefusedException 404, 409 if nothing is left to cancel, or 503 if it is not
     *     certain
     */
    void cancel(String messageId, Caller caller, String traceparent) {
        var uri = UriQuery.path("internal", "v1", "messages", messageId).with("organisation", caller.organisation());
        var message = notifier.get(uri, MessageController.SETTLING).orElseThrow(Paths::notFound);
        if (!isCancellable(message)) {
            throw Refusal.of(ProblemCode.NOTHING_TO_CANCEL).asException();
        }
        var cancellation =
                cancellation(message, messageId, caller, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var sent = sender.send(
                Topics.messages(cancellation.getPriority()),
                cancellation.getConversationId(),
                cancellation,
                Map.of(
                        RecordHeaders.KIND,
                        cancellation.getKind().name(),
                        RecordHeaders.MESSAGE_ID,
                        messageId,
                        RecordHeaders.ORGANISATION,
                        caller.organisation(),
                        RecordHeaders.TRACEPARENT,
                        traceparent));
        if (!(sent instanceof Sending.Confirmed)) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
    }

    /** {@return whether some delivery is neither retrieved nor ended, as far as the views know} */
    static boolean isCancellable(ObjectNode message) {
        var deliveries = message.path("deliveries");
        return deliveries.isEmpty()
                || StreamSupport.stream(deliveries.spliterator(), false)
                        .anyMatch(each ->
                                NOT_RETRIEVED.contains(each.path("status").asText()));
    }

    /** {@return the wish to take that message back: names whom it is about, and what the record's type demands} */
    static Message cancellation(ObjectNode message, String messageId, Caller caller, Instant now) {
        var digestOfId = ByteBuffer.wrap(Digests.sha256(messageId.getBytes(StandardCharsets.UTF_8)));
        var priority = priority(message);
        return Message.newBuilder()
                .setKind(MessageKind.CANCELLATION)
                .setMessageId(messageId)
                .setOrganisation(caller.organisation())
                .setSender(message.path("sender").asText(""))
                .setRecipients(StreamSupport.stream(message.path("recipients").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                .setType(message.path("type").asText(""))
                .setConversationId(message.path("conversationId").asText())
                .setPriority(priority)
                .setRequestDigest(digest(message.path(REQUEST_DIGEST), digestOfId))
                .setEnvelopeDigest(digest(message.path("envelopeDigest"), digestOfId))
                .setExpiresAt(expiresAt(message, now))
                .setAcceptedAt(now)
                .setContentInfo(ContentRef.newBuilder()
                        .setSize(0)
                        .setDigest(digestOfId)
                        .setContentType("")
                        .build())
                .setActorPseudonym(caller.pseudonym())
                .build();
    }

    /** {@return the bytes of {@code sha-256=:<base64>:} (RFC 9530)} */
    private static ByteBuffer digest(JsonNode stated, ByteBuffer otherwise) {
        var form = DIGEST.matcher(stated.asText());
        return form.matches() ? ByteBuffer.wrap(Base64.getDecoder().decode(form.group(1))) : otherwise;
    }

    /** The message's own, so that no wish outlives it. */
    private static Instant expiresAt(ObjectNode message, Instant now) {
        var stated = message.path("expiresAt");
        return stated.isTextual() ? Instant.parse(stated.textValue()) : now.plus(MessageRules.FURTHEST_EXPIRY);
    }

    /** A guess would send the wish into a lane that does not know the message. */
    private static Priority priority(ObjectNode message) {
        var stated = message.path("priority").asText();
        for (var priority : Priority.values()) {
            if (priority != Priority.UNKNOWN && priority.name().equals(stated)) {
                return priority;
            }
        }
        throw Refusal.of(ProblemCode.UNAVAILABLE, "The message cannot be read just now.")
                .asException();
    }
}
