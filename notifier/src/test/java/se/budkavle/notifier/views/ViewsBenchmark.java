package se.budkavle.notifier.views;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import se.budkavle.notifier.StoreBenchmark;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.Priority;

/**
 * What messages with one recipient and two events cost in the views. Arguments: bootstrap servers of a Kafka that is for
 * this alone, number of messages.
 */
final class ViewsBenchmark {

    private static final String INERA = "0203:inera.se";
    private static final String INBOX = "sdk:inkorg:0203:digg.se";

    private ViewsBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int messages = Integer.parseInt(arguments[1]);
        AvroSerdes serdes = AvroSerdes.inMemory();
        AtomicInteger told = new AtomicInteger();
        ViewsListener counting = new ViewsListener() {
            @Override
            public void onEvent(MessageEvent event) {
                told.incrementAndGet();
            }
        };
        ViewsSettings settings = new ViewsSettings(
                true, "views-benchmark", 12, 1, 0, Duration.ofMillis(100), Duration.ofMillis(20), 100, 10_000, 1000);
        new StoreBenchmark(arguments[0], settings.applicationId(), false)
                .run(
                        ViewsTopology.build(
                                serdes, settings, "test", ViewsRig.SWEEP, DeadLetterRetention.DEFAULT, counting),
                        Topics.MESSAGE_EVENTS,
                        serdes.value(Topics.MESSAGE_EVENTS).serializer(),
                        2 * messages,
                        number -> Map.entry("conversation-" + number / 2, event(number)),
                        () -> told.get() >= 2 * messages);
    }

    private static MessageEvent event(int number) {
        String messageId = Ids.derived(Integer.toString(number / 2));
        MessageEvent.Builder event = MessageEvent.newBuilder()
                .setEventId(Ids.newId())
                .setMessageId(messageId)
                .setConversationId(Ids.derived("conversation", messageId))
                .setOrganisation(INERA)
                .setAudience(List.of(INERA))
                .setAt(Instant.now())
                .setExpiresAt(Instant.now().plus(Duration.ofDays(14)))
                .setContentDigest(ByteBuffer.allocate(32))
                .setEnvelopeDigest(ByteBuffer.allocate(32));
        return number % 2 == 0
                ? event.setType(MessageEventType.ACCEPTED)
                        .setStatusAfter(MessageStatus.ACCEPTED)
                        .setRecipients(List.of(INBOX))
                        .setPriority(Priority.NORMAL)
                        .setRequestDigest(ByteBuffer.allocate(32))
                        .setContentRef(ContentRef.newBuilder()
                                .setKind(ContentRefKind.KAFKA)
                                .setTopic("messages.normal")
                                .setPartition(3)
                                .setOffset(17L)
                                .setTimestamp(Instant.now())
                                .setSize(5)
                                .setDigest(ByteBuffer.allocate(32))
                                .setContentType("application/xml")
                                .build())
                        .build()
                : event.setType(MessageEventType.AVAILABLE)
                        .setStatusAfter(MessageStatus.AVAILABLE)
                        .setRecipient(INBOX)
                        .setDeliveryId(Ids.newId())
                        .setDeliveredTo(INBOX)
                        .build();
    }
}
