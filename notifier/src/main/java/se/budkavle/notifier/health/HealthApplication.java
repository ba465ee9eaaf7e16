package se.budkavle.notifier.health;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.state.Owners;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.streams.StreamsApplication;

/** The running watch over organisations; starts with the HTTP server. */
@Singleton
@Requires(property = "budkavle.notifier.health.enabled", value = "true", defaultValue = "true")
public class HealthApplication implements ApplicationEventListener<ServerStartupEvent> {

    /** Nobody waits for it: a fetch for each record would cost more than what it brings. */
    private static final int FETCHED_BYTES = 32 << 10;

    private static final int FETCHED_AFTER_MILLIS = 200;

    private record Started(StreamsApplication streams, Owners owners) {}

    private final StreamsHost host;
    private final HealthSettings settings;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;
    private volatile @Nullable Started started;

    HealthApplication(StreamsHost host, HealthSettings settings, AvroSerdes serdes, MeterRegistry meters) {
        this.host = host;
        this.settings = settings;
        this.serdes = serdes;
        this.meters = meters;
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
        Properties properties = host.exactlyOnce(running, self);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCHED_BYTES);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), FETCHED_AFTER_MILLIS);
        StreamsApplication streams =
                StreamsApplication.start("health", HealthTopology.build(serdes, settings, this::count), properties);
        started = new Started(
                streams,
                new Owners(streams.streams(), HealthStore.NAME, HealthTopology.repartitionTopic(settings), self));
    }

    private void count(Trouble trouble) {
        meters.counter("budkavle.notifier.health.told", "cause", trouble.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Nullable StreamsApplication streams() {
        Started now = started;
        return now == null ? null : now.streams();
    }

    /** Who holds which organisations. */
    Owners owners() {
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
