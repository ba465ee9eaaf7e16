package se.budkavle.notifier.mailbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import se.budkavle.notifier.mailbox.MailboxReads.Listing;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.MailboxCommand;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/** The mailbox's topology on a test driver, in virtual time. */
final class MailboxRig implements AutoCloseable {

    static final int TIMER_BATCH = 2;

    static final MailboxSettings SETTINGS = new MailboxSettings(
            true,
            "budkavle-mailbox",
            1,
            0,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            Duration.ofMillis(250),
            TIMER_BATCH,
            Duration.ofSeconds(1),
            3);

    static final ReminderSettings REMINDERS = new ReminderSettings(Duration.ofDays(3), Duration.ofDays(7));

    final AvroSerdes serdes;
    final List<String> arrivals = new ArrayList<>();
    final TopologyTestDriver driver;
    final TestInputTopic<String, Delivery> deliveries;
    final TestInputTopic<String, MailboxCommand> commands;
    final TestOutputTopic<String, MessageEvent> events;
    final TestOutputTopic<String, CommandResult> results;
    final TestOutputTopic<String, Balance> balances;

    private final Path state;
    private Instant now;

    MailboxRig(Path state, Instant start) {
        this(state, start, AvroSerdes.inMemory());
    }

    private MailboxRig(Path state, Instant start, AvroSerdes serdes) {
        this.serdes = serdes;
        this.state = state;
        this.now = start;
        // The driver forgets a dead letter of an undecodable record when it plays transactions; one thread needs none.
        Properties properties = new StreamsSettings(
                        "budkavle-mailbox", "test", state, null, 1, 0, 1, 20, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        driver = new TopologyTestDriver(
                MailboxTopology.build(serdes, SETTINGS, REMINDERS, listener()), properties, start);
        deliveries = driver.createInputTopic(
                "deliveries",
                new StringSerializer(),
                serdes.value(Topics.DELIVERIES).serializer());
        commands = driver.createInputTopic(
                "mailbox-commands",
                new StringSerializer(),
                serdes.value(Topics.MAILBOX_COMMANDS).serializer());
        events = driver.createOutputTopic(
                "message-events",
                new StringDeserializer(),
                serdes.value(Topics.MESSAGE_EVENTS).deserializer());
        results = driver.createOutputTopic(
                "command-results",
                new StringDeserializer(),
                serdes.value(Topics.COMMAND_RESULTS).deserializer());
        balances = driver.createOutputTopic(
                "balances",
                new StringDeserializer(),
                serdes.value(Topics.BALANCES).deserializer());
    }

    private MailboxListener listener() {
        return new MailboxListener() {
            @Override
            public void onArrival(String recipient) {
                arrivals.add(recipient);
            }
        };
    }

    void deliver(Delivery delivery) {
        deliveries.pipeInput(delivery.getRecipient(), delivery);
    }

    void command(MailboxCommand command) {
        commands.pipeInput(command.getRecipient(), command);
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /** Time goes on until all that is due has happened. */
    List<MessageEvent> advanceAndDrain(Duration time) {
        advance(time);
        List<MessageEvent> all = new ArrayList<>(events.readValuesToList());
        List<MessageEvent> more;
        do {
            advance(SETTINGS.timerInterval());
            more = events.readValuesToList();
            all.addAll(more);
        } while (!store().due(now, 1).isEmpty());
        return all;
    }

    MailboxEntry entry(String recipient, String messageId) {
        return reads().find(recipient, messageId);
    }

    List<String> listed(Collection<String> recipients, Listing listing) {
        return reads().list(recipients, listing, -1, 100).stream()
                .map(entry -> entry.getDelivery().getMessageId())
                .toList();
    }

    MailboxReads reads() {
        return new MailboxReads(bytes(), serdes.state(MailboxEntry.class).deserializer());
    }

    Map<String, Long> book(String organisation) {
        return new MailboxBook(bytes(), serdes.state(Balance.class), "0")
                .of(organisation)
                .getCounts();
    }

    private MailboxStore store() {
        return new MailboxStore(bytes(), serdes.state(MailboxEntry.class), next -> {});
    }

    private KeyValueStore<Bytes, byte[]> bytes() {
        return driver.getKeyValueStore(MailboxStore.NAME);
    }

    /**
     * The same after a restart: the store is what its changelog says.
     *
     * @param offset the next delivery's
     */
    MailboxRig restarted(long offset) {
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        try (var all = bytes().all()) {
            all.forEachRemaining(rows::add);
        }
        close();
        MailboxRig next = new MailboxRig(state, now, serdes);
        rows.forEach(row -> next.bytes().put(row.key, row.value));
        for (long n = 0; n < offset; n++) {
            next.deliver(Fixtures.recall("of nothing"));
        }
        return next;
    }

    @Override
    public void close() {
        driver.close();
    }
}
