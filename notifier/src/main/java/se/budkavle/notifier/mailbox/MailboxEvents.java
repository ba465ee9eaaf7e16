package se.budkavle.notifier.mailbox;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.mailbox.Decision.Changed;
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
    static MessageEvent commanded(Changed changed, MailboxCommand command, Instant now) {
        AcknowledgementOutcome outcome = command.getOutcome();
        MessageEvent.Builder event = event(changed.entry(), changed.event(), ONCE, now)
                .setActorKind(command.getActorKind())
                .setActorOrganisation(command.getOrganisation())
                .setActorPseudonym(command.getActorPseudonym())
                .setCausedBy(command.getCommandId());
        if (outcome != null) {
            event.setOutcome(outcome.name())
                    .setReasonCode(command.getCode())
                    .setReasonCategory(command.getCategory())
                    .setReasonDetail(command.getDetail());
        }
        return event.build();
    }

    /** A sender asked for a delivery back, and got it or not. */
    static MessageEvent recalled(Changed changed, long position, Instant now) {
        String cause = changed.event() == MessageEventType.CANCELLED ? ONCE : Long.toString(position);
        return event(changed.entry(), changed.event(), cause, now)
                .setActorKind(ActorKind.SENDER)
                .setActorOrganisation(changed.entry().getDelivery().getOrganisation())
                .build();
    }

    /** Nobody answered in time. */
    static MessageEvent expired(MailboxEntry entry, Instant now) {
        return because(event(entry, MessageEventType.EXPIRED, ONCE, now), Reason.EXPIRED);
    }

    /** Another message came in the name of the one that is there. */
    static MessageEvent conflict(MailboxEntry entry, long position, Instant now) {
        return because(
                event(entry, MessageEventType.CONFLICT, Long.toString(position), now), Reason.IDEMPOTENCY_CONFLICT);
    }

    private static MessageEvent because(MessageEvent.Builder event, Reason reason) {
        return event.setActorKind(ActorKind.BACKBONE)
                .setReasonCode(reason.code())
                .setReasonCategory(reason.category())
                .build();
    }

    private static MessageEvent.Builder event(MailboxEntry entry, MessageEventType type, String cause, Instant now) {
        Delivery delivery = entry.getDelivery();
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
