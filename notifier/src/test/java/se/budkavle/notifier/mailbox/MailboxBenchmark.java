package se.budkavle.notifier.mailbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import se.budkavle.notifier.StoreBenchmark;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Delivery;

/**
 * What open messages cost in the mailbox. Arguments: bootstrap servers of a Kafka that is for this alone, number of
 * messages.
 */
final class MailboxBenchmark {

    private static final int INBOXES = 1_000;

    private MailboxBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        AvroSerdes serdes = AvroSerdes.inMemory();
        AtomicInteger arrived = new AtomicInteger();
        MailboxListener counting = new MailboxListener() {
            @Override
            public void onArrival(String recipient) {
                arrived.incrementAndGet();
            }
        };
        MailboxSettings settings = new MailboxSettings(
                true,
                "mailbox-benchmark",
                1,
                0,
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                Duration.ofMillis(250),
                500,
                Duration.ofSeconds(1),
                1000);
        new StoreBenchmark(arguments[0], settings.applicationId(), true)
                .run(
                        MailboxTopology.build(serdes, settings, MailboxRig.REMINDERS, counting),
                        Topics.DELIVERIES,
                        serdes.value(Topics.DELIVERIES).serializer(),
                        count,
                        MailboxBenchmark::record,
                        () -> arrived.get() >= count);
    }

    private static Map.Entry<String, Delivery> record(int number) {
        String inbox = "sdk:inkorg-" + number % INBOXES + ":0203:digg.se";
        Delivery delivery = Delivery.newBuilder(Fixtures.delivery(Ids.newId(), inbox, "content of " + number))
                .setLabel("En rubrik av vanlig längd")
                .setCaseId(null)
                .setConversationId(Ids.newId())
                .setType("urn:riv:infrastructure:messaging:MessageWithAttachments:3")
                .setExpiresAt(java.time.Instant.now().plus(Duration.ofDays(14)))
                .setAvailableAt(java.time.Instant.now())
                .build();
        return Map.entry(inbox, delivery);
    }
}
