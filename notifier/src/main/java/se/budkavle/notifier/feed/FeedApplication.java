package se.budkavle.notifier.feed;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.NotifierSettings;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.state.Owners;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.notifier.state.Waiters;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.streams.StreamsApplication;

/** The running feed; starts with the HTTP server. */
@Singleton
@Requires(property = "budkavle.notifier.feed.enabled", value = "true", defaultValue = "true")
public class FeedApplication implements ApplicationEventListener<ServerStartupEvent> {

    /** Its changelog holds what {@code notifications} holds; lz4 costs next to nothing. */
    private static final String COMPRESSION = "lz4";

    private record Started(StreamsApplication streams, Owners owners) {}

    private final StreamsHost host;
    private final FeedSettings settings;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;
    private final Waiters waiters;
    private volatile @Nullable Started started;

    FeedApplication(
            StreamsHost host,
            NotifierSettings notifier,
            FeedSettings settings,
            AvroSerdes serdes,
            MeterRegistry meters) {
        this.host = host;
        this.settings = settings;
        this.serdes = serdes;
        this.meters = meters;
        this.waiters = new Waiters(notifier.maxWaiting());
        Gauge.builder("budkavle.notifier.feed.waiting", waiters, Waiters::waiting)
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
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, CompressedRocksDb.class);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), COMPRESSION);
        StreamsApplication streams = StreamsApplication.start(
                "feed", FeedTopology.build(serdes, settings, new FeedObserver(meters, waiters)), properties);
        started =
                new Started(streams, new Owners(streams.streams(), FeedStore.NAME, Topics.NOTIFICATIONS.name(), self));
    }

    @Nullable StreamsApplication streams() {
        Started now = started;
        return now == null ? null : now.streams();
    }

    /** Who holds a subscription's feed. */
    Owner owner(String subscriptionId) {
        return owners().of(subscriptionId);
    }

    /** A part of the store that is here. */
    ReadOnlyKeyValueStore<Bytes, byte[]> part(int partition) {
        return owners().part(partition);
    }

    /** Those who wait for a subscription's notifications. */
    Waiters waiters() {
        return waiters;
    }

    private Owners owners() {
        Started now = started;
        if (now == null) {
            throw new InvalidStateStoreException("not started");
        }
        return now.owners();
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
