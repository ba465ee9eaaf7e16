package se.budkavle.gateway.content;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.content.ContentKeyReader;

/** Looks again and again for keys that have had their time. */
@Singleton
final class KeySweeper implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(KeySweeper.class);

    private final ContentKeyReader reader;
    private final KeyEndings endings;
    private final AtRestSettings settings;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("content-key-sweeper").factory());

    KeySweeper(ContentKeyReader reader, KeyEndings endings, AtRestSettings settings, MeterRegistry meters) {
        this.reader = reader;
        this.endings = endings;
        this.settings = settings;
        Gauge.builder("budkavle.gateway.content.keys.retiring", endings, KeyEndings::retiring)
                .description("content keys that a key of at-rest.retire still wraps; with none it can be taken out")
                .register(meters);
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        long millis = settings.sweep().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::sweep, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        // What is not read yet may have been destroyed already.
        if (!reader.isLoaded()) {
            return;
        }
        try {
            endings.sweep();
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getClass().getName()).log("the content keys could not be looked after");
        }
    }

    /** Stops. */
    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
