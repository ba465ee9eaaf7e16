package se.budkavle.schemas;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** The one shape of message events, whichever application writes them. */
public final class MessageEvents {

    /** The built-in event types begin with this. */
    public static final String TYPE_PREFIX = "se.budkavle.message.";

    private MessageEvents() {}

    /**
     * The beginning of an event about a message as a whole: for the sender's eyes.
     *
     * @param cause what makes this event another than an earlier one of its type: a replay number, a command id, or ""
     */
    public static MessageEvent.Builder of(
            Message message, MessageEventType type, MessageStatus after, Instant at, String cause) {
        return MessageEvent.newBuilder()
                .setEventId(Ids.derived("event", message.getMessageId(), type.name(), cause))
                .setMessageId(message.getMessageId())
                .setSenderMessageId(message.getSenderMessageId())
                .setConversationId(message.getConversationId())
                .setType(type)
                .setStatusAfter(after)
                .setAt(at)
                .setOrganisation(message.getOrganisation())
                .setAcceptedAt(message.getAcceptedAt())
                .setAudience(List.of(message.getOrganisation()));
    }

    /** The beginning of an event about one recipient that has no delivery: for the sender's eyes. */
    public static MessageEvent.Builder of(
            Message message, String recipient, MessageEventType type, MessageStatus after, Instant at, String cause) {
        return of(message, type, after, at, cause)
                .setEventId(Ids.derived("event", message.getMessageId(), recipient, type.name(), cause))
                .setRecipient(recipient);
    }

    /** The beginning of an event about a delivery: for the sender's and its recipient's eyes. */
    public static MessageEvent.Builder of(
            Delivery delivery, MessageEventType type, MessageStatus after, Instant at, String cause) {
        return MessageEvent.newBuilder()
                .setEventId(Ids.derived(
                        "event", delivery.getMessageId(), delivery.getRequestedRecipient(), type.name(), cause))
                .setMessageId(delivery.getMessageId())
                .setSenderMessageId(delivery.getSenderMessageId())
                .setConversationId(delivery.getConversationId())
                .setDeliveryId(delivery.getDeliveryId())
                .setRecipient(delivery.getRequestedRecipient())
                .setType(type)
                .setStatusAfter(after)
                .setAt(at)
                .setOrganisation(delivery.getOrganisation())
                .setAcceptedAt(delivery.getAcceptedAt())
                .setAudience(Stream.of(delivery.getOrganisation(), delivery.getRecipientOrganisation())
                        .distinct()
                        .toList())
                .setAddressVersion(delivery.getAddressVersion());
    }

    /** The CloudEvents type of an event: {@code se.budkavle.message.available}. */
    public static String eventType(MessageEventType type) {
        return TYPE_PREFIX + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
