package se.budkavle.benchmarks.worker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import se.budkavle.benchmarks.http.Mark;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Intake;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Notification;

/**
 * Writes records as the services would, straight into their topics: a backlog, or a stream at a fixed rate.
 *
 * @param bootstrapServers the broker
 * @param schemaRegistryUrl the registry
 * @param what which records
 * @param run of the marks
 * @param records how many
 * @param perSecond at which rate; 0: as fast as it goes
 */
public record Fill(String bootstrapServers, String schemaRegistryUrl, What what, int run, int records, double perSecond)
        implements Task {

    private static final String TRACE = "00-%s-00f067aa0ba902b7-01".formatted("4bf92f3577b34da6a3ce929d0e0e4736");

    /** Which records. */
    @com.fasterxml.jackson.annotation.JsonTypeInfo(use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.MINIMAL_CLASS)
    public sealed interface What {}

    /**
     * Messages that a gateway accepted.
     *
     * @param organisation the sender's
     * @param sender its address
     * @param recipients of each message
     * @param conversations that take turns
     * @param bytes of content
     */
    public record Messages(
            String organisation, String sender, List<List<String>> recipients, int conversations, int bytes)
            implements What {}

    /**
     * Events that a gateway accepted.
     *
     * @param owner who publishes
     * @param types that take turns
     * @param subjects of each type that take turns
     * @param bytes of data
     */
    public record Events(String owner, List<String> types, int subjects, int bytes) implements What {}

    /**
     * Notifications that a router made.
     *
     * @param organisation the subscriber
     * @param subscriptions that take turns
     * @param subjects of each subscription that take turns
     * @param bytes of data
     */
    public record Notifications(String organisation, List<String> subscriptions, int subjects, int bytes)
            implements What {}

    private record Made(String key, SpecificRecord value, Map<String, String> headers) {}

    @Override
    public Outcome run(Site site) throws InterruptedException {
        Topic<?> topic =
                switch (what) {
                    case Messages _ -> Topics.MESSAGES_NORMAL;
                    case Events _ -> Topics.EVENTS;
                    case Notifications _ -> Topics.NOTIFICATIONS;
                };
        var failed = new AtomicLong();
        long began;
        long last = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                perSecond == 0 ? Clients.batchProducer(bootstrapServers) : Clients.promptProducer(bootstrapServers)) {
            producer.partitionsFor(topic.name());
            Serializer<SpecificRecord> serializer = serializer(topic);
            began = System.nanoTime();
            for (int i = 0; i < records; i++) {
                long due = perSecond == 0 ? System.nanoTime() : began + (long) (i * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                Made made = make(i, due);
                var record = new ProducerRecord<>(
                        topic.name(),
                        made.key().getBytes(StandardCharsets.UTF_8),
                        serializer.serialize(topic.name(), made.value()));
                made.headers().forEach((name, value) -> RecordHeaders.put(record.headers(), name, value));
                var _ = producer.send(record, (metadata, error) -> {
                    if (error != null) {
                        failed.incrementAndGet();
                    }
                });
            }
            producer.flush();
            last = System.nanoTime();
        }
        return new Outcome(
                records, (last - began) / 1e9, null, Map.of("failed", failed.get(), "began", began, "ended", last));
    }

    @SuppressWarnings("unchecked")
    private Serializer<SpecificRecord> serializer(Topic<?> topic) {
        var settings = new KafkaSettings(bootstrapServers, schemaRegistryUrl, Map.of());
        return (Serializer<SpecificRecord>)
                (Serializer<?>) AvroSerdes.of(settings).value(topic).serializer();
    }

    private Made make(int i, long due) {
        return switch (what) {
            case Messages messages -> message(messages, i, due);
            case Events events -> event(events, i, due);
            case Notifications notifications -> notification(notifications, i, due);
        };
    }

    private Made message(Messages messages, int i, long due) {
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

    private Made event(Events events, int i, long due) {
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

    private Made notification(Notifications notifications, int i, long due) {
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
}
