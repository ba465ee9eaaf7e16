package se.budkavle.router.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Notifications;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Producer;
import se.budkavle.schemas.serde.RegistryUnavailableException;

/** What is in a dead letter's record, as far as it can be read. */
final class DeadRecords {

    private final Serde<Message> messages;
    private final Serde<Notification> notifications;
    private final Notifications replays;

    DeadRecords(AvroSerdes serdes, RouterConfig config) {
        messages = serdes.value(Topics.MESSAGES_NORMAL);
        notifications = serdes.value(Topics.NOTIFICATIONS);
        replays = new Notifications(config.notificationExpiry());
    }

    /** The dead letter's headers; changing them changes nothing else. */
    static Headers headersOf(DeadLetterCommand command) {
        Headers headers = OutgoingHeaders.none();
        for (Map.Entry<String, ByteBuffer> header : command.getRecordHeaders().entrySet()) {
            headers.add(header.getKey(), bytes(header.getValue()));
        }
        return headers;
    }

    static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** What goes back to the source: a notification under an id of its own, anything else as it is. */
    byte @Nullable [] replayedValue(DeadLetterCommand command, int replay, Instant now) {
        byte[] value = bytes(command.getRecordValue());
        if (!command.getSourceTopic().equals(Topics.NOTIFICATIONS.name())) {
            return value;
        }
        Notification notification = read(notifications, Topics.NOTIFICATIONS.name(), value);
        if (notification == null) {
            return value;
        }
        return notifications
                .serializer()
                .serialize(
                        Topics.NOTIFICATIONS.name(),
                        replays.replayed(
                                notification, replay, command.getDeadLetterId(), command.getReplayJobId(), now));
    }

    /** How the message of a dead letter that is given up ends, for each recipient; nothing where it is of no message. */
    List<MessageEvent> endingOf(DeadLetterCommand command, @Nullable DeadLetter story, Instant now) {
        if (Lane.ALL.stream().noneMatch(lane -> lane.topic().name().equals(command.getSourceTopic()))) {
            return List.of();
        }
        String recipient = command.getRecipient() == null && story != null ? story.recipient() : command.getRecipient();
        Message message = read(messages, command.getSourceTopic(), bytes(command.getRecordValue()));
        if (message != null) {
            List<String> recipients = recipient == null ? message.getRecipients() : List.of(recipient);
            return recipients.stream()
                    .map(one -> ended(
                            MessageEvents.of(
                                    message,
                                    one,
                                    MessageEventType.UNDELIVERABLE,
                                    MessageStatus.UNDELIVERABLE,
                                    now,
                                    command.getDeadLetterId()),
                            command))
                    .toList();
        }
        return unreadable(command, recipient, now);
    }

    /** How many recipients a message had that was never counted by its lane; 0 where that cannot be told. */
    int recipientsOf(DeadLetterCommand command) {
        Headers headers = headersOf(command);
        boolean isMessage = MessageKind.MESSAGE.name().equals(RecordHeaders.get(headers, RecordHeaders.KIND))
                && Lane.ALL.stream().anyMatch(lane -> lane.topic().name().equals(command.getSourceTopic()));
        return isMessage ? RecordHeaders.number(headers, RecordHeaders.RECIPIENTS, 0) : 0;
    }

    /** Of what could not be read, the headers still say whose it was. */
    private static List<MessageEvent> unreadable(DeadLetterCommand command, @Nullable String recipient, Instant now) {
        String messageId = command.getMessageId();
        String organisation = command.getOwnerOrganisation();
        ByteBuffer key = command.getRecordKey();
        if (messageId == null || organisation == null || key == null) {
            return List.of();
        }
        MessageEvent.Builder event = MessageEvent.newBuilder()
                .setEventId(Ids.derived("event", messageId, "UNDELIVERABLE", command.getDeadLetterId()))
                .setMessageId(messageId)
                .setConversationId(
                        StandardCharsets.UTF_8.decode(key.duplicate()).toString())
                .setRecipient(recipient)
                .setType(MessageEventType.UNDELIVERABLE)
                .setStatusAfter(MessageStatus.UNDELIVERABLE)
                .setAt(now)
                .setOrganisation(organisation)
                .setAudience(List.of(organisation));
        return List.of(ended(event, command));
    }

    private static MessageEvent ended(MessageEvent.Builder event, DeadLetterCommand command) {
        Reason reason = command.getActorKind() == ActorKind.BACKBONE ? Reason.RETENTION_OVER : Reason.DISCARDED;
        return event.setActorKind(command.getActorKind())
                .setActorOrganisation(command.getOrganisation())
                .setActorPseudonym(command.getActorPseudonym())
                .setReasonCode(reason.code())
                .setReasonCategory(reason.category())
                .setCausedBy(command.getDeadLetterId())
                .setProducer(Producer.ROUTER)
                .build();
    }

    private static <V extends SpecificRecord> @Nullable V read(Serde<V> serde, String topic, byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : serde.deserializer().deserialize(topic, bytes);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            return null;
        }
    }
}
