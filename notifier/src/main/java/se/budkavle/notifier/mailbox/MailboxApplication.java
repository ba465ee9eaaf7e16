package se.budkavle.notifier.mailbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.NotifierSettings;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.state.Owners;
import se.budkavle.notifier.state.Progress;
import se.budkavle.notifier.state.Waiters;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.MailboxEntry;
import se.budkavle.schemas.streams.StreamsApplication;

/** The running mailbox; starts with the HTTP server. */
@Singleton
@Requires(property = "budkavle.notifier.mailbox.enabled", value = "true", defaultValue = "true")
public class MailboxApplication implements ApplicationEventListener<ServerStartupEvent> {

    /** For Kafka to say how far the mailbox is; within what the gateway waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Started(StreamsApplication streams, Owners owners) {}

    private final StreamsHost host;
    private final MailboxSettings settings;
    private final ReminderSettings reminders;
    private final AvroSerdes serdes;
    private final MeterRegistry meters;
    private final Waiters waiters;
    private final Progress progress;
    private final Deserializer<MailboxEntry> entries;
    private volatile @Nullable Started started;

    MailboxApplication(
            StreamsHost host,
            KafkaSettings kafka,
            NotifierSettings notifier,
            MailboxSettings settings,
            ReminderSettings reminders,
            AvroSerdes serdes,
            MeterRegistry meters) {
        this.host = host;
        this.settings = settings;
        this.reminders = reminders;
        this.serdes = serdes;
        this.meters = meters;
        this.waiters = new Waiters(notifier.maxWaiting());
        this.progress = new Progress(kafka, settings.applicationId(), Topics.DELIVERIES.name(), PATIENCE);
        this.entries = serdes.state(MailboxEntry.class).deserializer();
        Gauge.builder("budkavle.notifier.mailbox.waiting", waiters, Waiters::waiting)
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
        StreamsApplication streams = StreamsApplication.start(
                "mailbox",
                MailboxTopology.build(serdes, settings, reminders, new MailboxObserver(meters, waiters)),
                host.exactlyOnce(running, self));
        started =
                new Started(streams, new Owners(streams.streams(), MailboxStore.NAME, Topics.DELIVERIES.name(), self));
    }

    @Nullable StreamsApplication streams() {
        Started now = started;
        return now == null ? null : now.streams();
    }

    /** Who holds which recipients. */
    Owners owners() {
        Started now = started;
        if (now == null) {
            throw new InvalidStateStoreException("not started");
        }
        return now.owners();
    }

    /** The mailbox of the recipients of a partition. */
    MailboxReads reads(int partition) {
        return new MailboxReads(owners().part(partition), entries);
    }

    /** Those who wait for a recipient's next delivery. */
    Waiters waiters() {
        return waiters;
    }

    /** How far the mailbox is in the deliveries. */
    Progress progress() {
        return progress;
    }

    /** Stops. */
    @PreDestroy
    public void close() {
        StreamsApplication streams = streams();
        if (streams != null) {
            streams.close();
        }
        progress.close();
    }
}
