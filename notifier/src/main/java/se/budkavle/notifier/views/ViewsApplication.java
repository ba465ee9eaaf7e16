package se.budkavle.notifier.views;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.NotifierSettings;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.evidence.ReceiptSettings;
import se.budkavle.notifier.state.Owners;
import se.budkavle.notifier.state.Waiters;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.streams.StreamsApplication;

/** The running views; start with the HTTP server. */
@Singleton
@Requires(property = "budkavle.notifier.views.enabled", value = "true", defaultValue = "true")
public class ViewsApplication implements ApplicationEventListener<ServerStartupEvent> {

    private record Started(
            StreamsApplication streams,
            Owners traces,
            Owners deadLetters,
            Owners attempts,
            Owners intake,
            Owners replayJobs,
            Owners audit) {}

    /** Views are for people's eyes: a fetch for each record would cost more than what it brings. */
    private static final int FETCHED_BYTES = 32 << 10;

    private static final int FETCHED_AFTER_MILLIS = 50;

    private final StreamsHost host;
    private final ViewsSettings settings;
    private final ReceiptSettings receipts;
    private final SweepSettings sweep;
    private final TopicOptions topics;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;
    private final Waiters waiters;
    private volatile @Nullable Started started;

    ViewsApplication(
            StreamsHost host,
            NotifierSettings notifier,
            ViewsSettings settings,
            ReceiptSettings receipts,
            SweepSettings sweep,
            TopicOptions topics,
            AvroSerdes serdes,
            MeterRegistry meters) {
        this.host = host;
        this.settings = settings;
        this.receipts = receipts;
        this.sweep = sweep;
        this.topics = topics;
        this.serdes = serdes;
        this.meters = meters;
        this.waiters = new Waiters(notifier.maxWaiting());
        Gauge.builder("budkavle.notifier.views.waiting", waiters, Waiters::waiting)
                .register(meters);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        HostInfo self = host.self(event.getSource());
        StreamsHost.Running running = new StreamsHost.Running(
                settings.applicationId(),
                settings.threads(),
                settings.standbyReplicas(),
                settings.commitInterval(),
                settings.poll());
        Properties properties = host.atLeastOnce(running, self);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCHED_BYTES);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCHED_AFTER_MILLIS);
        StreamsApplication streams = StreamsApplication.startBehind(
                "views",
                ViewsTopology.build(
                        serdes,
                        settings,
                        receipts.issuer(),
                        sweep,
                        topics.deadLetters(),
                        new ViewsObserver(meters, waiters)),
                properties);
        started = new Started(
                streams,
                new Owners(
                        streams.streams(),
                        TraceStore.NAME,
                        ViewsTopology.repartitionTopic(settings, ViewsTopology.TRACE),
                        self),
                new Owners(
                        streams.streams(),
                        DeadLetterStore.NAME,
                        ViewsTopology.repartitionTopic(settings, ViewsTopology.DEAD_LETTERS),
                        self),
                new Owners(streams.streams(), AttemptStore.NAME, Topics.DELIVERY_ATTEMPTS.name(), self),
                new Owners(streams.streams(), IntakeStore.NAME, Topics.MESSAGES_NORMAL.name(), self),
                new Owners(streams.streams(), ReplayJobStore.NAME, Topics.REPLAY_JOBS.name(), self),
                new Owners(streams.streams(), AuditStore.NAME, Topics.AUDIT_LOG.name(), self));
    }

    @Nullable StreamsApplication streams() {
        Started now = started;
        return now == null ? null : now.streams();
    }

    /** Who holds which messages' traces. */
    Owners traces() {
        return started().traces();
    }

    /** Who holds which dead letters. */
    Owners deadLetters() {
        return started().deadLetters();
    }

    /** Who holds which subscriptions' attempts. */
    Owners attempts() {
        return started().attempts();
    }

    /** Who holds which partitions of what was accepted. */
    Owners intake() {
        return started().intake();
    }

    /** Who holds, and carries out, which replay jobs. */
    Owners replayJobs() {
        return started().replayJobs();
    }

    /** Who holds which organisations' acts. */
    Owners audit() {
        return started().audit();
    }

    /**
     * What the owners count, whole.
     *
     * @throws InvalidStateStoreException while it is read from its topic
     */
    ReadOnlyKeyValueStore<String, Balance> balances() {
        return started()
                .streams()
                .streams()
                .store(StoreQueryParameters.fromNameAndType(
                        ViewsTopology.BALANCES, QueryableStoreTypes.<String, Balance>keyValueStore()));
    }

    /** Those who wait for a message's or a dead letter's id. */
    Waiters waiters() {
        return waiters;
    }

    private Started started() {
        Started now = started;
        if (now == null) {
            throw new InvalidStateStoreException("not started");
        }
        return now;
    }

    /** Stops. */
    @PreDestroy
    public void close() {
        StreamsApplication streams = streams();
        if (streams != null) {
            streams.close();
        }
    }
}
