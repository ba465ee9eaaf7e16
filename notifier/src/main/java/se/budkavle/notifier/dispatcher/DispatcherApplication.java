package se.budkavle.notifier.dispatcher;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.state.Owners;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.serde.HttpSchemaRegistry;
import se.budkavle.schemas.streams.StreamsApplication;

/** The running dispatcher; starts with the HTTP server. */
@Singleton
@Requires(property = "budkavle.notifier.dispatcher.enabled", value = "true", defaultValue = "true")
class DispatcherApplication implements ApplicationEventListener<ServerStartupEvent> {

    private record Started(
            StreamsApplication streams,
            Owners owners,
            Retries retries,
            HttpPusher webhooks,
            TopicPusher topics,
            KafkaTopicMaker maker) {}

    private final StreamsHost host;
    private final DispatcherSettings settings;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;
    private final SecretBox secrets;
    private final KafkaSettings kafka;
    private final TopicOptions topicOptions;
    private final SubscriberTopicSettings topicSettings;
    private final PendingBoard board = new PendingBoard();
    private volatile @Nullable Started started;

    DispatcherApplication(
            StreamsHost host,
            DispatcherSettings settings,
            AvroSerdes serdes,
            MeterRegistry meters,
            SecretBox secrets,
            KafkaSettings kafka,
            TopicOptions topicOptions,
            SubscriberTopicSettings topicSettings) {
        this.host = host;
        this.settings = settings;
        this.serdes = serdes;
        this.meters = meters;
        this.secrets = secrets;
        this.kafka = kafka;
        this.topicOptions = topicOptions;
        this.topicSettings = topicSettings;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        // Results are taken between two polls: a poll must not wait longer than a tick.
        Duration poll = settings.tick();
        StreamsHost.Running running = new StreamsHost.Running(
                settings.applicationId(),
                settings.threads(),
                settings.standbyReplicas(),
                settings.commitInterval(),
                poll);
        HostInfo self = host.self(event.getSource());
        Properties properties = host.atLeastOnce(running, self);
        PushBudget budget = new PushBudget(settings.maxOutstanding(), settings.slowShare());
        HttpPusher webhooks = new HttpPusher(settings, secrets);
        KafkaTopicMaker maker = new KafkaTopicMaker(
                KafkaTopicMaker.admin(kafka, TopicPusher.part(settings.timeout())),
                HttpSchemaRegistry.at(kafka.schemaRegistryUrl(), kafka.properties()),
                topicOptions,
                topicSettings.retention());
        TopicPusher topics = new TopicPusher(
                settings,
                topicSettings,
                TopicPusher.producer(kafka, settings.timeout()),
                serdes.value(Topics.NOTIFICATIONS).serializer(),
                maker);
        ChannelPusher pusher = new ChannelPusher(webhooks, topics);
        StreamsApplication streams = StreamsApplication.start(
                "dispatcher",
                DispatcherTopology.build(
                        settings, serdes, pusher, budget, new DispatcherMetrics(meters, budget), board),
                properties);
        started = new Started(
                streams,
                new Owners(streams.streams(), DispatcherTopology.RETRIES, Topics.NOTIFICATIONS.name(), self),
                new Retries(serdes.value(Topics.SUBSCRIPTIONS).deserializer(), AttemptPolicy.of(settings)),
                webhooks,
                topics,
                maker);
    }

    @Nullable StreamsApplication streams() {
        Started now = started;
        return now == null ? null : now.streams();
    }

    /**
     * Who pushes to which subscriptions.
     *
     * @throws InvalidStateStoreException while what this instance shall do has not been restored
     */
    Owners owners() {
        Started now = started;
        if (now == null || !now.streams().isRunning()) {
            throw new InvalidStateStoreException("not running");
        }
        return now.owners();
    }

    /** What is pending for a subscription to which this instance pushes. */
    PendingFigures pending(String subscriptionId) {
        return board.of(subscriptionId);
    }

    /**
     * What of a message waits to be pushed again by this instance.
     *
     * @throws InvalidStateStoreException while what this instance shall do has not been restored
     */
    List<Retry> retries(String messageId) {
        Owners owners = owners();
        Retries retries = Objects.requireNonNull(started, "running").retries();
        return owners.partitions().stream()
                .map(partition -> new Retries.Part(
                        owners.part(partition),
                        owners.part(DispatcherTopology.PENDING, partition),
                        owners.part(DispatcherTopology.FAILING, partition),
                        owners.whole(DispatcherTopology.SUBSCRIPTIONS)))
                .flatMap(part -> retries.ofMessage(part, messageId))
                .sorted(Retries.NEXT_FIRST)
                .limit(Retries.MOST)
                .toList();
    }

    /** Stops. What is under way is pushed again after the next start. */
    @PreDestroy
    void close() {
        Started now = started;
        if (now != null) {
            now.streams().close();
            now.webhooks().close();
            now.topics().close();
            now.maker().close();
        }
    }
}
