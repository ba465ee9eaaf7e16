package se.budkavle.router;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import se.budkavle.router.topology.Pace;
import se.budkavle.router.topology.RouterConfig;
import se.budkavle.router.topology.RouterMetrics;
import se.budkavle.router.topology.RouterPart;
import se.budkavle.router.topology.RouterTopology;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.StreamsApplication;

/** The topology, running: each part as an application of its own, so that none waits for another. */
@Singleton
final class RouterStreams {

    /** Messages that bulk takes between two looks at its pace: a moment's queue in front of others, at most. */
    private static final int BULK_AT_A_TIME = 10;

    private final RouterConfig config;
    private final RunConfig run;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final AvroSerdes serdes;
    private final RouterMetrics metrics;
    private final List<StreamsApplication> applications = new CopyOnWriteArrayList<>();
    private volatile boolean hasRun;

    RouterStreams(
            RouterConfig config,
            RunConfig run,
            KafkaSettings kafka,
            TopicOptions topics,
            AvroSerdes serdes,
            RouterMetrics metrics) {
        this.config = config;
        this.run = run;
        this.kafka = kafka;
        this.topics = topics;
        this.serdes = serdes;
        this.metrics = metrics;
    }

    /** Starts it; returns when the copies of the registries are whole. */
    void start() {
        Pace bulkPace = new Pace(config.bulkPerSecond(), System::nanoTime);
        for (RouterPart part : RouterPart.values()) {
            String name = "router-" + part.name().toLowerCase(Locale.ROOT);
            Topology topology =
                    RouterTopology.build(Set.of(part), config, topics.deadLetters(), serdes, metrics, bulkPace);
            Properties properties = run.settings(part, topics).exactlyOnce(kafka, metrics);
            applications.add(
                    switch (part) {
                        case PROMPT -> StreamsApplication.start(name, topology, properties);
                        case BULK -> {
                            properties.put(
                                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
                                    BULK_AT_A_TIME);
                            yield StreamsApplication.start(
                                    name, topology, properties, new PacedClients(properties, bulkPace));
                        }
                    });
        }
    }

    /** Whether it has restored its state once and goes on; a rebalance in between is no reason to be taken out. */
    boolean isReady() {
        if (applications.size() < RouterPart.values().length) {
            return false;
        }
        hasRun = hasRun || applications.stream().allMatch(StreamsApplication::isRunning);
        return hasRun && applications.stream().allMatch(StreamsApplication::isHealthy);
    }

    /** The state of each part as Kafka Streams names it; none before the start. */
    Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        applications.forEach(
                each -> states.put(each.name(), each.streams().state().name()));
        return states;
    }

    @PreDestroy
    void close() {
        try (var closing = Executors.newVirtualThreadPerTaskExecutor()) {
            applications.forEach(application -> closing.execute(application::close));
        }
    }
}
