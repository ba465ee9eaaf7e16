package se.budkavle.notifier.replay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.avro.ReplayJob;

/** Keeps the jobs of this instance running, a virtual thread each, and begins those that no operator asks for. */
@Singleton
@Requires(beans = ReplayWork.class)
class ReplayDriver implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayDriver.class);

    private final ReplayWork work;
    private final ReplaySettings settings;
    private final KafkaSettings kafka;
    private final AvroSerdes serdes;
    private final Clock clock;
    private final Disposal disposal;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("replay-driver").factory());
    private volatile @Nullable Owners owners;
    private Instant nextDisposal = Instant.MIN;

    ReplayDriver(
            ReplayWork work,
            ReplaySettings settings,
            KafkaSettings kafka,
            TopicOptions topics,
            AvroSerdes serdes,
            Clock clock,
            MeterRegistry meters) {
        this.work = work;
        this.settings = settings;
        this.kafka = kafka;
        this.serdes = serdes;
        this.clock = clock;
        this.disposal = new Disposal(work, settings, topics.deadLetters(), clock);
        Gauge.builder("budkavle.notifier.replays.running", running, Map::size)
                .description("Replay jobs that run on this instance")
                .register(meters);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        long millis = settings.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            for (ReplayJob job : work.active()) {
                String id = job.getReplayJobId();
                if (running.size() < settings.running() && !running.containsKey(id)) {
                    Asking asking = asking();
                    // In the map before it runs: it takes itself out.
                    Thread run = Thread.ofVirtual().name("replay-" + id).unstarted(() -> run(id, asking));
                    running.put(id, run);
                    run.start();
                }
            }
            Instant now = clock.instant();
            if (!now.isBefore(nextDisposal)) {
                disposal.look(this::asking);
                nextDisposal = now.plus(settings.disposalInterval());
            }
        } catch (InvalidStateStoreException e) {
            LOG.atDebug().log("Replay jobs cannot be read right now");
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getClass().getName()).log("Replay jobs could not be read");
        }
    }

    /** Connections are made with the first job: most days have none. */
    private Asking asking() {
        Owners asking = owners;
        if (asking == null) {
            asking = new Owners(kafka, serdes, settings.timeout());
            owners = asking;
        }
        return asking;
    }

    private void run(String id, Asking asking) {
        try {
            new ReplayRun(work, asking, settings, clock).run(id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvalidStateStoreException e) {
            LOG.atDebug().addKeyValue("replayId", id).log("A replay job waits for the views");
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("replayId", id)
                    .addKeyValue("error", e.getClass().getName())
                    .log("A replay job failed and begins again where it was");
        } finally {
            running.remove(id);
        }
    }

    /** Stops; the jobs go on at the next start, or on another instance. */
    @PreDestroy
    void close() {
        timer.shutdownNow();
        running.values().forEach(Thread::interrupt);
        Owners asking = owners;
        if (asking != null) {
            asking.close();
        }
    }
}
