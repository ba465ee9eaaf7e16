package se.budkavle.benchmarks.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Makes the records of a {@link Fill}. */
final class FillRecords {

    private static final String TRACE = "00-%s-00f067aa0ba902b7-01".formatted("4bf92f3577b34da6a3ce929d0e0e4736");
    private static final String WRITER = "benchmark";

    private final Fill.What what;
    private final int run;

    FillRecords(Fill.What what, int run) {
        this.what = what;
        this.run = run;
    }

    /** A record; without a value its key is deleted. */
    record Made(String key, @Nullable SpecificRecord value, Map<String, String> headers) {}

    /** The record of that number. */
    Made record(int i, long due) {
        return switch (what) {
            case Fill.Messages messages -> message(messages, i, due);
            case Fill.Events events -> event(events, i, due);
            case Fill.Notifications notifications -> notification(notifications, i, due);
            case Fill.Addresses addresses -> address(addresses, addresses.from() + i);
            case Fill.Subscriptions subscriptions -> subscription(subscriptions, subscriptions.from() + i);
        };
    }

    private Made message(Fill.Messages messages, int i, long due) {
        int conversation = i % messages.conversations();
        byte[] mark = mark(conversation, i / messages.conversations(), due, Mark.LENGTH);
        byte[] content = java.util.Arrays.copyOf(mark, messages.bytes());
        byte[] digest = Digests.sha256(mark);
        String id = Ids.newId();
        Instant now = Instant.now();
        String conversationId = "conversation-%d-%d".formatted(run, conversation);
        List<String> recipients =
                messages.recipients().get(i % messages.recipients().size());
        var message = Message.newBuilder()
                .setMessageId(id)
                .setSenderMessageId(new String(mark, StandardCharsets.US_ASCII))
                .setOrganisation(messages.organisation())
                .setSender(messages.sender())
                .setRecipients(recipients)
                .setType("urn:example:benchmark")
                .setConversationId(conversationId)
                .setIntake(Intake.JSON)
                .setRequestDigest(ByteBuffer.wrap(digest))
                .setExpiresAt(now.plus(Duration.ofDays(14)))
                .setAcceptedAt(now)
                .setContent(ByteBuffer.wrap(content))
                .setContentInfo(ContentRef.newBuilder()
                        .setKind(ContentRefKind.KAFKA)
                        .setTopic(Topics.MESSAGES_NORMAL.name())
                        .setSize(content.length)
                        .setDigest(ByteBuffer.wrap(digest))
                        .setContentType("text/plain")
                        .build())
                .setEnvelopeDigest(ByteBuffer.wrap(digest))
                .setActorPseudonym("benchmark")
                .build();
        return new Made(
                conversationId,
                message,
                Map.of(
                        RecordHeaders.KIND,
                        "MESSAGE",
                        RecordHeaders.MESSAGE_ID,
                        id,
                        RecordHeaders.ORGANISATION,
                        messages.organisation(),
                        RecordHeaders.RECIPIENTS,
                        Integer.toString(recipients.size()),
                        RecordHeaders.TRACEPARENT,
                        TRACE));
    }

    private Made event(Fill.Events events, int i, long due) {
        int lanes = events.types().size() * events.subjects();
        int lane = i % lanes;
        String subject = "subject-" + lane;
        byte[] data = data(lane, i / lanes, due, events.bytes());
        var event = Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setSource("urn:example:benchmark")
                .setType(events.types().get(lane % events.types().size()))
                .setSubject(subject)
                .setTime(Instant.now())
                .setDataContentType("application/json")
                .setData(ByteBuffer.wrap(data))
                .setOwner(events.owner())
                .setAcceptedAt(Instant.now())
                .build();
        return new Made(
                subject, event, Map.of(RecordHeaders.ORGANISATION, events.owner(), RecordHeaders.TRACEPARENT, TRACE));
    }

    private Made notification(Fill.Notifications notifications, int i, long due) {
        int lanes = notifications.subscriptions().size() * notifications.subjects();
        int lane = i % lanes;
        String subscription = notifications
                .subscriptions()
                .get(lane % notifications.subscriptions().size());
        Instant now = Instant.now();
        var notification = Notification.newBuilder()
                .setNotificationId(UUID.randomUUID().toString())
                .setSubscriptionId(subscription)
                .setOrganisation(notifications.organisation())
                .setEventId(UUID.randomUUID().toString())
                .setSource("urn:example:benchmark")
                .setEventType("example.benchmark.changed")
                .setSubject("subject-" + lane)
                .setTime(now)
                .setDataContentType("application/json")
                .setData(ByteBuffer.wrap(data(lane, i / lanes, due, notifications.bytes())))
                .setCreatedAt(now)
                .setExpiresAt(now.plus(Duration.ofDays(90)))
                .build();
        return new Made(
                subscription,
                notification,
                Map.of(RecordHeaders.ORGANISATION, notifications.organisation(), RecordHeaders.TRACEPARENT, TRACE));
    }

    private byte[] data(int lane, int sequence, long due, int bytes) {
        String mark = new String(mark(lane, sequence, due, Mark.LENGTH), StandardCharsets.US_ASCII);
        String begin = "{\"id\":\"" + mark + "\",\"text\":\"";
        return (begin + "x".repeat(Math.max(0, bytes - begin.length() - 2)) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] mark(int conversation, int sequence, long due, int length) {
        byte[] mark = java.util.Arrays.copyOf(Mark.BLANK.getBytes(StandardCharsets.US_ASCII), length);
        new Mark(run, conversation, sequence, due).write(mark, 0);
        return mark;
    }

    private static Made address(Fill.Addresses addresses, int number) {
        String address = Fill.Addresses.address(addresses.name(), addresses.organisation(), number);
        var entry = Address.newBuilder()
                .setAddress(address)
                .setOrganisation(addresses.organisation())
                .setKind(AddressKind.FUNCTION)
                .setVersion(1)
                .setUpdatedAt(Instant.now())
                .setUpdatedBy(WRITER)
                .build();
        return new Made(address, entry, Map.of(RecordHeaders.ORGANISATION, addresses.organisation()));
    }

    private static Made subscription(Fill.Subscriptions subscriptions, int number) {
        String id = "benchmark-" + number;
        Instant now = Instant.now();
        var entry = Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(subscriptions.organisation())
                .setName(id)
                .setTypes(List.of(subscriptions.type()))
                .setFilters("[{\"exact\":{\"subject\":\"subject-" + number + "\"}}]")
                .setChannel(ChannelKind.PULL)
                .setStatus(SubscriptionStatus.ACTIVE)
                .setStatusSince(now)
                .setCreatedAt(now)
                .setVersion(1)
                .setUpdatedAt(now)
                .setUpdatedBy(WRITER)
                .build();
        return new Made(
                id,
                subscriptions.gone() ? null : entry,
                Map.of(RecordHeaders.ORGANISATION, subscriptions.organisation()));
    }
}
