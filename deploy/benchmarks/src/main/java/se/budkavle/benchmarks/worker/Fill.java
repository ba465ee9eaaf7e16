package se.budkavle.benchmarks.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topic;
import se.budkavle.schemas.Topics;

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

    /**
     * Entries of the address registry, as its owner writes them; the owner itself does not know them.
     *
     * @param name that all begin with
     * @param organisation that has them
     * @param from the number of the first
     */
    public record Addresses(String name, String organisation, int from) implements What {

        /** The address of that number. */
        public static String address(String name, String organisation, int number) {
            return name + "-" + number + ":" + organisation;
        }
    }

    /**
     * Subscriptions by pull, as their owner writes them: each wants the subject of its own number, as {@link Events} has them.
     *
     * @param organisation that has them
     * @param type of events
     * @param from the number of the first
     * @param gone whether they are deleted
     */
    public record Subscriptions(String organisation, String type, int from, boolean gone) implements What {}

    @Override
    public Outcome run(Site site) throws InterruptedException {
        Topic<?> topic =
                switch (what) {
                    case Messages _ -> Topics.MESSAGES_NORMAL;
                    case Events _ -> Topics.EVENTS;
                    case Notifications _ -> Topics.NOTIFICATIONS;
                    case Addresses _ -> Topics.ADDRESSES;
                    case Subscriptions _ -> Topics.SUBSCRIPTIONS;
                };
        var make = new FillRecords(what, run);
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
                FillRecords.Made made = make.record(i, due);
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
}
