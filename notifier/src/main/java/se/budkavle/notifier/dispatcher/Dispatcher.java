package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.util.StringUtils;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.NotifierSettings;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.streams.StreamsApplication;
import se.budkavle.schemas.streams.StreamsSettings;

/** The running dispatcher: starts with the server, stops with the context. */
@Singleton
@Requires(property = "budkavle.notifier.dispatcher.enabled", value = StringUtils.TRUE, defaultValue = StringUtils.TRUE)
final class Dispatcher implements ApplicationEventListener<ServerStartupEvent> {

    private final DispatcherSettings settings;
    private final NotifierSettings notifier;
    private final KafkaSettings kafka;
    private final TopicOptions topics;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;

    private @Nullable HttpPusher pusher;
    private volatile @Nullable StreamsApplication application;

    Dispatcher(
            DispatcherSettings settings,
            NotifierSettings notifier,
            KafkaSettings kafka,
            TopicOptions topics,
            AvroSerdes serdes,
            MeterRegistry meters) {
        this.settings = settings;
        this.notifier = notifier;
        this.kafka = kafka;
        this.topics = topics;
        this.serdes = serdes;
        this.meters = meters;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        PushBudget budget = new PushBudget(settings.maxOutstanding());
        DispatcherMetrics metrics = new DispatcherMetrics(meters, budget);
        HttpPusher http = new HttpPusher(settings);
        pusher = http;
        Properties properties = new StreamsSettings(
                        settings.applicationId(),
                        notifier.instanceId(),
                        notifier.stateDirectory(),
                        null,
                        settings.threads(),
                        settings.standbyReplicas(),
                        topics.replicationFactor(),
                        Math.toIntExact(settings.commitInterval().toMillis()),
                        // Results are taken between two polls: the wait for records must not be longer than a tick.
                        Math.toIntExact(settings.tick().toMillis()),
                        settings.cacheBytes(),
                        notifier.rocksDbBytes())
                .atLeastOnce(kafka, metrics::poison);
        application = StreamsApplication.start(
                "dispatcher", DispatcherTopology.build(settings, serdes, http, budget, metrics), properties);
    }

    /** Whether it processes, or is about to. */
    boolean isHealthy() {
        StreamsApplication running = application;
        return running != null && running.isHealthy();
    }

    @PreDestroy
    void stop() {
        StreamsApplication running = application;
        if (running != null) {
            running.close();
        }
        if (pusher != null) {
            pusher.close();
        }
    }
}
