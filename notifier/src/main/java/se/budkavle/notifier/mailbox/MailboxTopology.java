package se.budkavle.notifier.mailbox;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.Topology;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.streams.PromptProcessor;

/**
 * The mailbox: one task owns the deliveries of its recipients, and decides alone.
 *
 * <pre>
 *  deliveries ───────┐ (key: recipient)      ┌──▶ message-events   (key: conversation)
 *                    ├──▶ mailbox-processor ─┼──▶ command-results  (key: the gateway that waits)
 *  mailbox-commands ─┘      │    ▲           └──▶ balances         (key: keeper, part, organisation)
 *                           ▼    │ in time: reminders, ends; every second: changed books
 *                       store "mailbox"
 * </pre>
 *
 * Both sources are keyed by recipient and cut alike, so that what a recipient gets and what it does meet in one task.
 */
public final class MailboxTopology {

    static final String EVENTS = "events-sink";
    static final String RESULTS = "results-sink";
    static final String BALANCES = "balances-sink";

    private static final String DELIVERIES = "deliveries-source";
    private static final String COMMANDS = "commands-source";
    private static final String PROCESSOR = "mailbox-processor";

    private MailboxTopology() {}

    /**
     * Builds the topology.
     *
     * @param serdes serdes of topics and stores
     * @param settings how it runs
     * @param reminders when it reminds
     * @param listener is told what happens
     */
    public static Topology build(
            AvroSerdes serdes, MailboxSettings settings, ReminderSettings reminders, MailboxListener listener) {
        MailboxSerdes values = MailboxSerdes.of(serdes);
        MailboxTimers timers = new MailboxTimers(reminders);
        Topology topology = new Topology();
        source(topology, DELIVERIES, Topics.DELIVERIES, serdes);
        source(topology, COMMANDS, Topics.MAILBOX_COMMANDS, serdes);
        topology.addProcessor(
                PROCESSOR,
                PromptProcessor.of(() -> new MailboxProcessor(values, settings, timers, listener)),
                DELIVERIES,
                COMMANDS);
        topology.addStateStore(MailboxStore.builder(), PROCESSOR);
        sink(topology, EVENTS, Topics.MESSAGE_EVENTS, serdes);
        sink(topology, RESULTS, Topics.COMMAND_RESULTS, serdes);
        sink(topology, BALANCES, Topics.BALANCES, serdes);
        return topology;
    }

    private static <V extends SpecificRecord> void source(
            Topology topology, String name, Topic<V> topic, AvroSerdes serdes) {
        topology.addSource(
                name, topic.keySerde().deserializer(), serdes.value(topic).deserializer(), topic.name());
    }

    private static <V extends SpecificRecord> void sink(
            Topology topology, String name, Topic<V> topic, AvroSerdes serdes) {
        topology.addSink(
                name,
                topic.name(),
                topic.keySerde().serializer(),
                serdes.value(topic).serializer(),
                PROCESSOR);
    }
}
