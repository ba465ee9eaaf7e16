package se.budkavle.router;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.topology.RouterConfig;
import se.budkavle.router.topology.RouterMetrics;
import se.budkavle.router.topology.RouterTopology;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.StreamsApplication;

/** The topology, running. */
@Singleton
final class RouterStreams {

    private final RouterConfig config;
    private final RunConfig run;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final AvroSerdes serdes;
    private final RouterMetrics metrics;
    private volatile @Nullable StreamsApplication application;
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
        application = StreamsApplication.start(
                "router",
                RouterTopology.build(config, serdes, metrics),
                run.settings(topics).exactlyOnce(kafka, metrics));
    }

    /** Whether it has restored its state once and goes on; a rebalance in between is no reason to be taken out. */
    boolean isReady() {
        StreamsApplication started = application;
        if (started == null) {
            return false;
        }
        hasRun = hasRun || started.isRunning();
        return hasRun && started.isHealthy();
    }

    /** The state as Kafka Streams names it. */
    String state() {
        StreamsApplication started = application;
        return started == null ? "NOT_STARTED" : started.streams().state().name();
    }

    @PreDestroy
    void close() {
        StreamsApplication started = application;
        if (started != null) {
            started.close();
        }
    }
}
