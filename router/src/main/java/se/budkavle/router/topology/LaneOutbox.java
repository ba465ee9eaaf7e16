package se.budkavle.router.topology;

import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;

/** What the processors of a lane hand on, with the headers that go along. */
final class LaneOutbox {

    /** Who acts where nobody else does. */
    private static final String BACKBONE = "budkavle";

    private final Lane lane;
    private final ProcessorContext<String, Object> context;

    LaneOutbox(Lane lane, ProcessorContext<String, Object> context) {
        this.lane = lane;
        this.context = context;
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    /** To the one who decides. */
    void errand(Errand errand) {
        send(RouterTopology.ROUTE, errand.travelling().conversationId(), errand, OutgoingHeaders.none());
    }

    /** To the books. */
    void post(String organisation, Posting posting) {
        send(RouterTopology.BOOKS, organisation, posting, OutgoingHeaders.none());
    }

    /** To whoever follows the message. */
    void event(MessageEvent event, Origin origin) {
        send(RouterTopology.MATCH, event.getConversationId(), event, OutgoingHeaders.of(event, origin.traceparent()));
    }

    /** To the recipient's mailbox. */
    void delivery(Delivery delivery, Origin origin) {
        Headers headers = OutgoingHeaders.none();
        RecordHeaders.put(headers, RecordHeaders.KIND, delivery.getKind().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, delivery.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, delivery.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.REPLAY, replay(origin));
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, origin.traceparent());
        send(RouterTopology.DELIVERIES, delivery.getRecipient(), delivery, headers);
    }

    /** To the dead letters' owner: what was held has ended otherwise, or went on by itself. */
    void deadLetterCommand(DeadLetterCommandKind kind, String deadLetterId, Travelling travelling) {
        DeadLetterCommand command = DeadLetterCommand.newBuilder()
                .setCommandId(Ids.derived("dead-letter-command", deadLetterId, kind.name()))
                .setKind(kind)
                .setDeadLetterId(deadLetterId)
                .setSourceTopic(lane.topic().name())
                .setMessageId(travelling.message().getMessageId())
                .setRecipient(travelling.origin().recipient())
                .setOwnerOrganisation(travelling.organisation())
                .setActorKind(ActorKind.BACKBONE)
                .setOrganisation(BACKBONE)
                .setAt(now())
                .build();
        Headers headers = OutgoingHeaders.none();
        RecordHeaders.put(headers, RecordHeaders.KIND, kind.name());
        RecordHeaders.put(
                headers, RecordHeaders.TRACEPARENT, travelling.origin().traceparent());
        send(RouterTopology.DEAD_LETTER_COMMANDS, deadLetterId, command, headers);
    }

    /**
     * To the operators.
     *
     * @param message the message without content, with this recipient alone
     * @return the dead letter's id
     */
    String deadLetter(Message message, String recipient, Reason reason, Origin origin) {
        Headers headers = OutgoingHeaders.none();
        RecordHeaders.put(headers, RecordHeaders.KIND, message.getKind().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, message.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, message.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.RECIPIENTS, "1");
        RecordHeaders.put(headers, RecordHeaders.REPLAY, replay(origin));
        RecordHeaders.put(headers, RecordHeaders.DEAD_LETTER_ID, origin.deadLetterId());
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, origin.traceparent());
        String topic = lane.topic().name();
        String id = DeadLetter.id(topic, origin.partition(), origin.offset(), recipient);
        Instant now = now();
        new DeadLetter(
                        id,
                        topic,
                        origin.partition(),
                        origin.offset(),
                        reason,
                        message.getMessageId(),
                        recipient,
                        null,
                        message.getOrganisation(),
                        now,
                        now,
                        1,
                        origin.replay())
                .writeTo(headers);
        send(RouterTopology.DEAD_LETTERS, message.getConversationId(), message, headers);
        return id;
    }

    /** A record without a value is no message: to the operators too, so that nothing vanishes. */
    void empty(Record<String, Message> record, Origin origin) {
        Headers headers = OutgoingHeaders.copy(record.headers());
        String topic = lane.topic().name();
        Instant now = now();
        new DeadLetter(
                        DeadLetter.id(topic, origin.partition(), origin.offset(), null),
                        topic,
                        origin.partition(),
                        origin.offset(),
                        Reason.UNDECODABLE,
                        RecordHeaders.get(headers, RecordHeaders.MESSAGE_ID),
                        origin.recipient(),
                        null,
                        RecordHeaders.get(headers, RecordHeaders.ORGANISATION),
                        now,
                        now,
                        1,
                        origin.replay())
                .writeTo(headers);
        context.forward(
                new Record<String, Object>(record.key(), null, now.toEpochMilli(), headers),
                lane.its(RouterTopology.DEAD_LETTERS));
    }

    private void send(String role, String key, Object value, Headers headers) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs(), headers), lane.its(role));
    }

    private static @Nullable String replay(Origin origin) {
        return origin.replay() == 0 ? null : Integer.toString(origin.replay());
    }
}
