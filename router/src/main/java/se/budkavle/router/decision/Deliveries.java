package se.budkavle.router.decision;

import java.time.Instant;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.DeliveryKind;
import se.budkavle.schemas.avro.Message;

/** Deliveries as the router writes them. */
public final class Deliveries {

    private Deliveries() {}

    /**
     * The delivery that follows from a decision: metadata and a reference, never content.
     *
     * @param message the message, with a complete reference to its content
     * @param recipient the recipient as the sender stated it
     * @param replay how many times it was replayed before
     */
    public static Delivery of(Message message, String recipient, Decision.Deliver decision, int replay, Instant now) {
        Address address = decision.address();
        return Delivery.newBuilder()
                .setKind(DeliveryKind.DELIVERY)
                .setDeliveryId(Ids.deliveryId(message.getMessageId(), recipient))
                .setMessageId(message.getMessageId())
                .setRecipient(address.getAddress())
                .setRecipientOrganisation(address.getOrganisation())
                .setRequestedRecipient(recipient)
                .setVia(decision.via())
                .setAddressVersion(address.getVersion())
                .setChannel(address.getChannel())
                .setContentRef(message.getContentInfo())
                .setEnvelopeDigest(message.getEnvelopeDigest())
                .setAvailableAt(now)
                .setReplay(replay)
                .setSenderMessageId(message.getSenderMessageId())
                .setOrganisation(message.getOrganisation())
                .setSender(message.getSender())
                .setOnBehalfOf(message.getOnBehalfOf())
                .setType(message.getType())
                .setSchemaUri(message.getSchemaUri())
                .setConversationId(message.getConversationId())
                .setRefToMessageId(message.getRefToMessageId())
                .setCaseId(message.getCaseId())
                .setLabel(message.getLabel())
                .setPriority(message.getPriority())
                .setConfidentiality(message.getConfidentiality())
                .setConfidentialityLevel(message.getConfidentialityLevel())
                .setTrustLevel(message.getTrustLevel())
                .setAcceptedAt(message.getAcceptedAt())
                .setExpiresAt(message.getExpiresAt())
                .setDisposeAfter(message.getDisposeAfter())
                .setSenderSignature(message.getSenderSignature())
                .build();
    }

    /**
     * The wish to take a delivery back.
     *
     * @param cancellation what the sender asked
     * @param recipient the recipient as the sender stated it
     * @param whereItLies the address it was delivered to
     */
    public static Delivery recall(Message cancellation, String recipient, String whereItLies, Instant now) {
        return Delivery.newBuilder()
                .setKind(DeliveryKind.RECALL)
                .setDeliveryId(Ids.deliveryId(cancellation.getMessageId(), recipient))
                .setMessageId(cancellation.getMessageId())
                .setRecipient(whereItLies)
                // The mailbox knows whose it is and what it was; it looks at ids and at whose message it is.
                .setRecipientOrganisation("")
                .setRequestedRecipient(recipient)
                .setAddressVersion(0)
                .setContentRef(cancellation.getContentInfo())
                .setEnvelopeDigest(cancellation.getEnvelopeDigest())
                .setAvailableAt(now)
                .setOrganisation(cancellation.getOrganisation())
                .setSender(cancellation.getSender())
                .setType(cancellation.getType())
                .setConversationId(cancellation.getConversationId())
                .setPriority(cancellation.getPriority())
                .setAcceptedAt(cancellation.getAcceptedAt())
                .setExpiresAt(cancellation.getExpiresAt())
                .build();
    }
}
