package se.budkavle.notifier.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.AcknowledgementIssue;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxCommandKind;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageStatus;

/** Deliveries and what recipients do with them. */
final class Fixtures {

    static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    static final String DIGG = "0203:digg.se";
    static final String DIGG_INBOX = "sdk:inkorg:0203:digg.se";
    static final String INERA = "0203:inera.se";
    static final String GATEWAY = "gateway-1";
    static final String SECRET = "canary-of-content";

    private Fixtures() {}

    static Delivery delivery(String messageId) {
        return delivery(messageId, DIGG_INBOX, "first");
    }

    static Delivery delivery(String messageId, String recipient, String envelope) {
        return Delivery.newBuilder()
                .setDeliveryId(Ids.deliveryId(messageId, recipient))
                .setMessageId(messageId)
                .setRecipient(recipient)
                .setRecipientOrganisation(DIGG)
                .setRequestedRecipient(recipient)
                .setAddressVersion(1)
                .setContentRef(ContentRef.newBuilder()
                        .setKind(ContentRefKind.KAFKA)
                        .setTopic("messages.normal")
                        .setPartition(3)
                        .setOffset(17L)
                        .setTimestamp(NOW)
                        .setSize(5)
                        .setDigest(digest(envelope))
                        .setContentType("text/plain")
                        .build())
                .setEnvelopeDigest(digest(envelope))
                .setAvailableAt(NOW)
                .setOrganisation(INERA)
                .setSender("sdk:utkorg:0203:inera.se")
                .setType("urn:test")
                .setConversationId("conversation of " + messageId)
                .setLabel(SECRET)
                .setCaseId(SECRET)
                .setAcceptedAt(NOW)
                .setExpiresAt(NOW.plus(Duration.ofDays(14)))
                .build();
    }

    static Delivery recall(String messageId) {
        return Delivery.newBuilder(delivery(messageId))
                .setKind(DeliveryKind.RECALL)
                .build();
    }

    /** The same message for another recipient, whose address has moved to where the first lies. */
    static Delivery movedHere(String messageId, String requested) {
        return requestedAs(delivery(messageId), requested);
    }

    static Delivery requestedAs(Delivery delivery, String requested) {
        return Delivery.newBuilder(delivery)
                .setDeliveryId(Ids.deliveryId(delivery.getMessageId(), requested))
                .setRequestedRecipient(requested)
                .setVia(requested.equals(delivery.getRecipient()) ? List.of() : List.of(requested))
                .build();
    }

    static MailboxEntry entry(String messageId) {
        return MailboxEntry.newBuilder()
                .setDelivery(delivery(messageId))
                .setSequence(0)
                .setStatus(MessageStatus.AVAILABLE)
                .setUpdatedAt(NOW)
                .setNextTimerAt(NOW.plus(Duration.ofDays(3)))
                .build();
    }

    static MailboxCommand retrieve(String messageId) {
        return command(messageId, MailboxCommandKind.RETRIEVE).build();
    }

    static MailboxCommand dispose(String messageId) {
        return command(messageId, MailboxCommandKind.DISPOSE).build();
    }

    static MailboxCommand acknowledge(String messageId, AcknowledgementOutcome outcome) {
        return command(messageId, MailboxCommandKind.ACKNOWLEDGE)
                .setOutcome(outcome)
                .setDetail(SECRET)
                .setIssues(List.of(AcknowledgementIssue.newBuilder()
                        .setCode("wrong-unit")
                        .setDetail(SECRET)
                        .build()))
                .build();
    }

    static MailboxCommand.Builder command(String messageId, MailboxCommandKind kind) {
        return MailboxCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setReplyTo(GATEWAY)
                .setKind(kind)
                .setRecipient(DIGG_INBOX)
                .setMessageId(messageId)
                .setOrganisation(DIGG)
                .setAt(NOW);
    }

    private static ByteBuffer digest(String of) {
        return ByteBuffer.wrap(Digests.sha256(of.getBytes(StandardCharsets.UTF_8)));
    }
}
