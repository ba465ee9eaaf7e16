package se.budkavle.router.topology;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Decision;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Producer;

/** The steps of a message's life that a lane writes down. */
final class LaneEvents {

    private LaneEvents() {}

    /** It is in: once per message, with every recipient, so that none is ever without a status. */
    static MessageEvent accepted(Travelling travelling, Instant now) {
        Message message = travelling.message();
        return MessageEvents.of(message, MessageEventType.ACCEPTED, MessageStatus.ACCEPTED, now, "")
                .setActorKind(
                        message.getActorOrganisation() == null && message.getOnBehalfOf() == null
                                ? ActorKind.SENDER
                                : ActorKind.REPRESENTATIVE)
                .setActorOrganisation(actingOrganisation(message))
                .setActorPseudonym(message.getActorPseudonym())
                .setRequestDigest(message.getRequestDigest())
                .setContentDigest(message.getContentInfo().getDigest())
                .setEnvelopeDigest(message.getEnvelopeDigest())
                .setContentRef(message.getContentInfo())
                .setRecipients(message.getRecipients())
                .setExpiresAt(message.getExpiresAt())
                .setPriority(message.getPriority())
                .setCaseIdHash(message.getCaseIdHash())
                .setRefToMessageId(message.getRefToMessageId())
                .setIdempotencyKeyHash(message.getIdempotencyKeyHash())
                .setReplay(travelling.origin().replay())
                .setProducer(Producer.ROUTER)
                .build();
    }

    /** It came back from an operator. */
    static MessageEvent replayed(Travelling travelling, String recipient, Instant now) {
        return about(travelling, recipient, MessageEventType.REPLAYED, MessageStatus.ACCEPTED, now)
                .build();
    }

    /** It came once more; the first one counts. */
    static MessageEvent repeated(Travelling travelling, MessageEventType type, @Nullable Reason reason, Instant now) {
        Message message = travelling.message();
        Origin origin = travelling.origin();
        String cause = origin.partition() + "-" + origin.offset();
        MessageEvent.Builder event = MessageEvents.of(message, type, MessageStatus.UNKNOWN, now, cause)
                .setActorKind(ActorKind.BACKBONE)
                .setRequestDigest(message.getRequestDigest())
                .setContentDigest(message.getContentInfo().getDigest())
                .setEnvelopeDigest(message.getEnvelopeDigest())
                .setReplay(origin.replay())
                .setProducer(Producer.ROUTER);
        if (reason != null) {
            because(event, reason);
        }
        return event.build();
    }

    /** It waits for its time. */
    static MessageEvent scheduled(Travelling travelling, String recipient, Instant due, Instant now) {
        return about(travelling, recipient, MessageEventType.SCHEDULED, MessageStatus.SCHEDULED, now)
                .setNextAt(due)
                .build();
    }

    /** It is in the recipient's inbox. */
    static MessageEvent available(Travelling travelling, Delivery delivery, Instant now) {
        Origin origin = travelling.origin();
        return MessageEvents.of(delivery, MessageEventType.AVAILABLE, MessageStatus.AVAILABLE, now, origin.cause())
                .setActorKind(ActorKind.BACKBONE)
                .setReplay(origin.replay())
                .setCausedBy(origin.deadLetterId())
                .setContentDigest(delivery.getContentRef().getDigest())
                .setDeliveredTo(delivery.getRecipient())
                .setNotBefore(travelling.message().getNotBefore())
                .setExpiresAt(delivery.getExpiresAt())
                .setProducer(Producer.ROUTER)
                .build();
    }

    /** It waits for an operator, or for the end of a suspension. */
    static MessageEvent held(Travelling travelling, String recipient, Decision.Hold hold, Instant now) {
        return because(about(travelling, recipient, MessageEventType.HELD, MessageStatus.HELD, now), hold.reason())
                .setAddressVersion(hold.addressVersion())
                .setExpiresAt(travelling.message().getExpiresAt())
                .build();
    }

    /** An operator gave it up. */
    static MessageEvent discarded(Waiting held, String recipient, Instant now) {
        return because(
                        about(
                                held.travelling(),
                                recipient,
                                MessageEventType.UNDELIVERABLE,
                                MessageStatus.UNDELIVERABLE,
                                now),
                        Reason.DISCARDED)
                .setActorKind(ActorKind.OPERATOR)
                .setCausedBy(held.heldAs())
                .build();
    }

    /** The sender took it back in time. */
    static MessageEvent cancelled(Travelling travelling, String recipient, Message cancellation, Instant now) {
        return about(travelling, recipient, MessageEventType.CANCELLED, MessageStatus.CANCELLED, now)
                .setActorKind(cancellation.getActorOrganisation() == null ? ActorKind.SENDER : ActorKind.REPRESENTATIVE)
                .setActorOrganisation(actingOrganisation(cancellation))
                .setActorPseudonym(cancellation.getActorPseudonym())
                .build();
    }

    /** It ended without having been delivered. */
    static MessageEvent ended(Travelling travelling, String recipient, Decision.End end, Instant now) {
        MessageEventType type =
                end.status() == MessageStatus.EXPIRED ? MessageEventType.EXPIRED : MessageEventType.UNDELIVERABLE;
        return because(about(travelling, recipient, type, end.status(), now), end.reason())
                .setAddressVersion(end.addressVersion())
                .build();
    }

    private static MessageEvent.Builder about(
            Travelling travelling, String recipient, MessageEventType type, MessageStatus after, Instant now) {
        Origin origin = travelling.origin();
        return MessageEvents.of(travelling.message(), recipient, type, after, now, origin.cause())
                .setActorKind(ActorKind.BACKBONE)
                .setReplay(origin.replay())
                .setCausedBy(origin.deadLetterId())
                .setProducer(Producer.ROUTER);
    }

    private static String actingOrganisation(Message message) {
        return Objects.requireNonNullElse(message.getActorOrganisation(), message.getOrganisation());
    }

    private static MessageEvent.Builder because(MessageEvent.Builder event, Reason reason) {
        return event.setReasonCode(reason.code()).setReasonCategory(reason.category());
    }
}
