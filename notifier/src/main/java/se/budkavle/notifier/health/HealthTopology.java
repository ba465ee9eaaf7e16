package se.budkavle.notifier.health;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.HealthSign;

/**
 * How organisations fare.
 *
 * <pre>
 *  message-events ──▶ read-signs ──▶ (by organisation) ──▶ health-processor ──▶ events
 *                                                               │    ▲
 *                                                               ▼    │ in time: silences
 *                                                          store "health"
 * </pre>
 */
final class HealthTopology {

    private static final String SIGNS = "signs";

    private HealthTopology() {}

    /** The internal topic that feeds the store. */
    static String repartitionTopic(HealthSettings settings) {
        return settings.applicationId() + "-" + SIGNS + "-repartition";
    }

    /** Builds the topology. */
    static Topology build(AvroSerdes serdes, HealthSettings settings, HealthListener listener) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(HealthStore.builder());
        builder.stream(
                        Topics.MESSAGE_EVENTS.name(),
                        Consumed.with(Topics.MESSAGE_EVENTS.keySerde(), serdes.value(Topics.MESSAGE_EVENTS))
                                .withName("message-events-source"))
                .process(SignReader::new, Named.as("read-signs"))
                .repartition(Repartitioned.<String, HealthSign>as(SIGNS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(serdes.state(HealthSign.class))
                        .withNumberOfPartitions(settings.partitions()))
                .process(
                        () -> new HealthProcessor(serdes, settings, listener),
                        Named.as("health-processor"),
                        HealthStore.NAME)
                .to(
                        Topics.EVENTS.name(),
                        Produced.with(Topics.EVENTS.keySerde(), serdes.value(Topics.EVENTS))
                                .withName("events-sink"));
        return builder.build();
    }
}
