package se.budkavle.benchmarks.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Ordinary records, of which a benchmark changes what it is about. */
public final class Samples {

    /** When all of it happens. */
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** Of content and of data. */
    public static final int BYTES = 1024;

    /** Whose it all is. */
    public static final String ORGANISATION = "0203:recipient.example";

    static final String TYPE = "example.benchmark.changed";

    private static final String ID = "018f4e3a-7b6c-7def-8123-456789abcdef";

    private Samples() {}

    static Message.Builder message(String recipient) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256("digest".getBytes(StandardCharsets.UTF_8)));
        return Message.newBuilder()
                .setMessageId(ID)
                .setSenderMessageId("own-1")
                .setOrganisation("0203:sender.example")
                .setSender("function:0203:sender.example")
                .setRecipients(List.of(recipient))
                .setType("urn:example:benchmark")
                .setConversationId("conversation-1")
                .setIntake(Intake.JSON)
                .setRequestDigest(digest)
                .setExpiresAt(NOW.plus(Duration.ofDays(14)))
                .setAcceptedAt(NOW)
                .setContent(ByteBuffer.wrap("x".repeat(BYTES).getBytes(StandardCharsets.UTF_8)))
                .setContentInfo(ContentRef.newBuilder()
                        .setKind(ContentRefKind.KAFKA)
                        .setTopic(Topics.MESSAGES_NORMAL.name())
                        .setSize(BYTES)
                        .setDigest(digest)
                        .setContentType("text/plain")
                        .build())
                .setEnvelopeDigest(digest)
                .setActorPseudonym("0123456789abcdef0123456789abcdef");
    }

    static Address.Builder address(String address) {
        return Address.newBuilder()
                .setAddress(address)
                .setOrganisation(ORGANISATION)
                .setKind(AddressKind.FUNCTION)
                .setUpdatedAt(NOW)
                .setUpdatedBy("benchmark");
    }

    /** A subscription by webhook. */
    public static Subscription.Builder subscription(String id) {
        return Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(ORGANISATION)
                .setName(id)
                .setTypes(List.of(TYPE))
                .setChannel(ChannelKind.WEBHOOK)
                .setUrl("https://recipient.example/hook")
                .setStatus(SubscriptionStatus.ACTIVE)
                .setStatusSince(NOW)
                .setCreatedAt(NOW)
                .setUpdatedAt(NOW)
                .setUpdatedBy("benchmark");
    }

    /** A notification of an event with JSON. */
    public static Notification notification(String subscriptionId) {
        String data = "{\"text\":\"" + "x".repeat(BYTES) + "\"}";
        return Notification.newBuilder()
                .setNotificationId(ID)
                .setSubscriptionId(subscriptionId)
                .setOrganisation(ORGANISATION)
                .setEventId("event-1")
                .setSource("urn:example:benchmark")
                .setEventType(TYPE)
                .setSubject("subject-1")
                .setTime(NOW)
                .setDataContentType("application/json")
                .setData(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)))
                .setSequence(1L)
                .setCreatedAt(NOW)
                .setExpiresAt(NOW.plus(Duration.ofDays(90)))
                .build();
    }
}
