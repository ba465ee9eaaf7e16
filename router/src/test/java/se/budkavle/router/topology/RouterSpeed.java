package se.budkavle.router.topology;

import static se.budkavle.router.decision.Fixtures.RECIPIENT;
import static se.budkavle.router.decision.Fixtures.RECIPIENT_ORGANISATION;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.router.decision.Fixtures;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;

/**
 * How fast one task is, with RocksDB and without a broker: plain messages to a known recipient, and scheduled ones that
 * are due at once. Run by hand; the figures are in RATIONALE.md. {@link org.apache.kafka.streams.TopologyTestDriver}
 * itself is part of what is measured, so that only figures of the same program compare.
 */
final class RouterSpeed {

    private static final int BATCH = 10_000;
    private static final int WARM_UP = 5;
    private static final int MEASURED = 10;
    private static final int SCHEDULED = 100_000;

    private RouterSpeed() {}

    public static void main(String[] arguments) {
        plain();
        scheduled();
    }

    private static void plain() {
        try (RouterRig rig = new RouterRig()) {
            rig.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
            List<Double> rates = new ArrayList<>();
            for (int batch = 0; batch < WARM_UP + MEASURED; batch++) {
                List<Message> messages = messages(BATCH);
                long start = System.nanoTime();
                messages.forEach(rig::send);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (batch >= WARM_UP) {
                    rates.add(BATCH / seconds);
                }
                rig.records(Topics.DELIVERIES);
                rig.records(Topics.MESSAGE_EVENTS);
            }
            rates.sort(null);
            System.out.printf(
                    "plain messages a second: median %.0f, of %d batches of %d%n",
                    rates.get(MEASURED / 2), MEASURED, BATCH);
        }
    }

    private static void scheduled() {
        try (RouterRig rig = new RouterRig()) {
            rig.know(address(RECIPIENT, RECIPIENT_ORGANISATION).build());
            for (Message message : messages(SCHEDULED)) {
                rig.send(Message.newBuilder(message)
                        .setNotBefore(Fixtures.NOW.plus(Duration.ofHours(1)))
                        .build());
            }
            rig.records(Topics.MESSAGE_EVENTS);
            rig.pass(Duration.ofHours(1).minusSeconds(1));
            long start = System.nanoTime();
            int released = 0;
            int rounds = 0;
            double longest = 0;
            Duration interval = RouterConfig.defaults().releaseInterval();
            while (released < SCHEDULED) {
                long round = System.nanoTime();
                rig.pass(interval);
                longest = Math.max(longest, (System.nanoTime() - round) / 1e6);
                released += rig.records(Topics.DELIVERIES).size();
                rounds++;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "scheduled messages: %d due at once released in %.1f s of work, %d rounds of %s, longest %.0f ms%n",
                    SCHEDULED, seconds, rounds, interval, longest);
        }
    }

    private static List<Message> messages(int count) {
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(message(RECIPIENT)
                    .setConversationId("conversation-" + i % 1000)
                    .build());
        }
        return messages;
    }
}
