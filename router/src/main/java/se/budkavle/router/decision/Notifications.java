package se.budkavle.router.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.MessageEvents;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Subscription;

/** Notifications as the router writes them: CloudEvents for one subscription, with ids that a repeat has too. */
public final class Notifications {

    /** CloudEvents source of what the backbone itself tells. */
    public static final String SOURCE = "urn:budkavle";

    /** The type of the first POST to a webhook, which it answers with the challenge. */
    public static final String VERIFICATION_TYPE = "se.budkavle.subscription.verification";

    /** The type of the notification a subscriber asks for to try its endpoint. */
    public static final String TEST_TYPE = "se.budkavle.subscription.test";

    static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Data of the built-in types: ids, never content. */
    private record MessageData(
            String messageId,
            @Nullable String senderMessageId,
            @Nullable String recipient,
            String status,
            @Nullable ReasonData reason) {}

    /** Why, as the delivery's status has it too. */
    private record ReasonData(String code, @Nullable String category, String origin) {}

    private final Duration expiry;

    /**
     * @param expiry how long a notification is pushed and can be pulled
     */
    public Notifications(Duration expiry) {
        this.expiry = expiry;
    }

    /** A step of a message's life, for a subscriber. */
    public Notification of(MessageEvent event, Subscriber subscriber, Instant now) {
        return begin(subscriber.subscriptionId(), subscriber.organisation(), event.getEventId(), now)
                .setSource(SOURCE)
                .setEventType(MessageEvents.eventType(event.getType()))
                .setSubject(event.getConversationId())
                .setTime(event.getAt())
                .setDataContentType(JSON)
                .setData(json(data(event)))
                .setMessageId(event.getMessageId())
                .setDeliveryId(event.getDeliveryId())
                .build();
    }

    /** A published event, for a subscriber. */
    public Notification of(Event event, Subscriber subscriber, Instant now) {
        // A CloudEvent is identified by source and id together. A source is nobody's property: another organisation
        // that
        // uses the same must not pass for a repeat.
        String identity = event.getOwner() + "\n" + event.getSource() + "\n" + event.getId();
        return begin(subscriber.subscriptionId(), subscriber.organisation(), identity, now)
                .setEventId(event.getId())
                .setSource(event.getSource())
                .setEventType(event.getType())
                .setSubject(event.getSubject())
                .setTime(Attributes.timeOf(event))
                .setDataContentType(event.getDataContentType())
                .setDataSchema(event.getDataSchema())
                .setData(event.getData())
                .setAttributes(event.getAttributes())
                .build();
    }

    /**
     * The challenge to a webhook.
     *
     * @param challenge what its answer's body must be
     */
    public Notification verification(Subscription subscription, String challenge, Instant now) {
        return own(subscription, NotificationKind.VERIFICATION, VERIFICATION_TYPE, now)
                .setData(json(Map.of("challenge", challenge)))
                .build();
    }

    /** A notification about nothing, to try an endpoint. */
    public Notification test(Subscription subscription, Instant now) {
        return own(subscription, NotificationKind.TEST, TEST_TYPE, now)
                .setData(json(Map.of("subscriptionId", subscription.getSubscriptionId())))
                .build();
    }

    /**
     * A notification once more, under an id of its own so that the receiver does not take it for a repeat.
     *
     * @param replay how many times it has been replayed with this
     * @param deadLetterId the dead letter behind it
     * @param replayJobId the job that it is replayed by; null: none
     */
    public Notification replayed(
            Notification notification, int replay, String deadLetterId, @Nullable String replayJobId, Instant now) {
        Map<String, String> extensions = new HashMap<>(notification.getExtensions());
        extensions.put(DeadLetter.REPLAYED_FROM, deadLetterId);
        // One id for all of a job, as those of a subject with the same are pushed in their order. But a wish for a part
        // of the feed is known by its id, and no two may have the same.
        boolean isAlone = replayJobId == null || notification.getKind() == NotificationKind.REPLAY;
        return Notification.newBuilder(notification)
                .setNotificationId(
                        notificationId(notification.getSubscriptionId(), notification.getNotificationId(), replay))
                .setReplay(replay)
                .setReplayId(isAlone ? deadLetterId : replayJobId)
                .setCreatedAt(now)
                .setExpiresAt(now.plus(expiry))
                .setExtensions(extensions)
                .build();
    }

    private Notification.Builder own(Subscription subscription, NotificationKind kind, String type, Instant now) {
        String id = subscription.getSubscriptionId();
        return begin(id, subscription.getOrganisation(), Ids.newId(), now)
                .setKind(kind)
                .setSource(SOURCE)
                .setEventType(type)
                .setSubject(id)
                .setTime(now)
                .setDataContentType(JSON);
    }

    private Notification.Builder begin(String subscriptionId, String organisation, String event, Instant now) {
        return Notification.newBuilder()
                .setNotificationId(notificationId(subscriptionId, event, 0))
                .setSubscriptionId(subscriptionId)
                .setOrganisation(organisation)
                .setKind(NotificationKind.EVENT)
                .setEventId(event)
                .setCreatedAt(now)
                .setExpiresAt(now.plus(expiry));
    }

    private static String notificationId(String subscriptionId, String event, int replay) {
        return Ids.derived("notification", subscriptionId, event, Integer.toString(replay));
    }

    private static MessageData data(MessageEvent event) {
        String code = event.getReasonCode();
        ReasonData reason = code == null
                ? null
                : new ReasonData(
                        code,
                        event.getReasonCategory() == null
                                ? null
                                : event.getReasonCategory().name(),
                        event.getActorKind().name());
        return new MessageData(
                event.getMessageId(),
                event.getSenderMessageId(),
                event.getRecipient(),
                event.getStatusAfter().name(),
                reason);
    }

    private static ByteBuffer json(Object value) {
        try {
            return ByteBuffer.wrap(MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can always be written as JSON", e);
        }
    }
}
