package se.budkavle.notifier.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.mailbox.Decision.Changed;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Traceparent;
import se.budkavle.schemas.avro.AcknowledgementOutcome;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.Producer;

/** What the mailbox tells: who did what to a delivery, and the records that say so. */
final class MailboxEvents {

    /** What happens to a delivery once at most has the same id however often it is told. */
    private static final String ONCE = "";

    private MailboxEvents() {}

    /** A recipient's command was granted. */
    static List<MessageEvent> commanded(Changed changed, MailboxCommand command, Instant now) {
        AcknowledgementOutcome outcome = command.getOutcome();
        return forEach(changed.entry(), changed.event(), ONCE, now, event -> {
            event.setActorKind(command.getActorKind())
                    .setActorOrganisation(command.getOrganisation())
                    .setActorPseudonym(command.getActorPseudonym())
                    .setCausedBy(command.getCommandId());
            if (outcome != null) {
                event.setOutcome(outcome.name())
                        .setReasonCode(command.getCode())
                        .setReasonCategory(command.getCategory())
                        .setReasonDetail(command.getDetail())
                        .setIssues(command.getIssues());
            }
        });
    }

    /** The sender got a delivery back. */
    static List<MessageEvent> cancelled(MailboxEntry entry, Instant now) {
        return forEach(entry, MessageEventType.CANCELLED, ONCE, now, event -> bySender(event, entry.getDelivery()));
    }

    /** The sender asked for a delivery back and does not get it. Every recipient has a recall of its own. */
    static MessageEvent recallRefused(MailboxEntry entry, Delivery recall, long position, Instant now) {
        MessageEvent.Builder event = event(
                entry, recall.getRequestedRecipient(), MessageEventType.RECALL_REFUSED, Long.toString(position), now);
        bySender(event, entry.getDelivery());
        return event.build();
    }

    /** Nobody answered in time, or it is time to remind. */
    static List<MessageEvent> timePassed(MailboxEntry entry, MessageEventType type, Instant now) {
        return forEach(entry, type, ONCE, now, event -> {
            if (type == MessageEventType.EXPIRED) {
                because(event, Reason.EXPIRED);
            } else {
                event.setActorKind(ActorKind.BACKBONE);
            }
        });
    }

    /** Another message came in the name of the one that is there. */
    static MessageEvent conflict(MailboxEntry entry, Delivery other, long position, Instant now) {
        MessageEvent.Builder event =
                event(entry, other.getRequestedRecipient(), MessageEventType.CONFLICT, Long.toString(position), now);
        because(event, Reason.IDEMPOTENCY_CONFLICT);
        return event.build();
    }

    /** What had become of a delivery when another recipient got it too; null: nothing yet, it is available. */
    static @Nullable MessageEvent attached(MailboxEntry entry, Instant now) {
        Delivery delivery = entry.getDelivery();
        MessageEventType type = MailboxRules.howItStands(entry.getStatus());
        if (type == null) {
            return null;
        }
        MessageEvent.Builder event = event(entry, entry.getAlsoRequestedAs().getLast(), type, ONCE, now);
        switch (type) {
            case EXPIRED -> because(event, Reason.EXPIRED);
            case CANCELLED -> bySender(event, delivery);
            default ->
                event.setActorKind(ActorKind.RECIPIENT).setActorOrganisation(delivery.getRecipientOrganisation());
        }
        return event.build();
    }

    private static void because(MessageEvent.Builder event, Reason reason) {
        event.setActorKind(ActorKind.BACKBONE).setReasonCode(reason.code()).setReasonCategory(reason.category());
    }

    private static void bySender(MessageEvent.Builder event, Delivery delivery) {
        event.setActorKind(ActorKind.SENDER).setActorOrganisation(delivery.getOrganisation());
    }

    /** One event for each recipient whose delivery the entry is. */
    private static List<MessageEvent> forEach(
            MailboxEntry entry, MessageEventType type, String cause, Instant now, Consumer<MessageEvent.Builder> rest) {
        return MailboxRules.recipients(entry).stream()
                .map(recipient -> {
                    MessageEvent.Builder event = event(entry, recipient, type, cause, now);
                    rest.accept(event);
                    return event.build();
                })
                .toList();
    }

    private static MessageEvent.Builder event(
            MailboxEntry entry, String recipient, MessageEventType type, String cause, Instant now) {
        Delivery first = entry.getDelivery();
        Delivery delivery = recipient.equals(first.getRequestedRecipient())
                ? first
                : Delivery.newBuilder(first)
                        .setRequestedRecipient(recipient)
                        .setDeliveryId(Ids.deliveryId(first.getMessageId(), recipient))
                        .build();
        return MessageEvents.of(delivery, type, entry.getStatus(), now, cause)
                .setReplay(delivery.getReplay())
                .setContentDigest(delivery.getContentRef().getDigest())
                .setEnvelopeDigest(delivery.getEnvelopeDigest())
                .setProducer(Producer.MAILBOX);
    }

    /**
     * The record of an event.
     *
     * @param cause headers of what brought it about, whose trace it continues; null: time did
     */
    static Record<String, SpecificRecord> record(MessageEvent event, @Nullable Headers cause) {
        Headers headers = continued(cause);
        RecordHeaders.put(headers, RecordHeaders.KIND, event.getType().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, event.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, event.getOrganisation());
        return new Record<>(event.getConversationId(), event, event.getAt().toEpochMilli(), headers);
    }

    /** The record of an answer. */
    static Record<String, SpecificRecord> record(String replyTo, CommandResult result, Headers cause) {
        Headers headers = continued(cause);
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, result.getEntityId());
        return new Record<>(replyTo, result, result.getAt().toEpochMilli(), headers);
    }

    private static Headers continued(@Nullable Headers cause) {
        Headers headers = new org.apache.kafka.common.header.internals.RecordHeaders();
        if (cause != null) {
            Traceparent trace = Traceparent.parse(RecordHeaders.get(cause, RecordHeaders.TRACEPARENT));
            RecordHeaders.put(
                    headers,
                    RecordHeaders.TRACEPARENT,
                    trace == null ? null : trace.child().toString());
        }
        return headers;
    }
}
