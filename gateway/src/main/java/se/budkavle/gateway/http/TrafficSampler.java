package se.budkavle.gateway.http;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.http.TrafficHistory.Sample;
import se.budkavle.gateway.kafka.GroupLags;
import se.budkavle.gateway.problem.RefusedException;

/** Looks at the books and the lags again and again, so that a console that is opened shows the hour before. */
@Singleton
final class TrafficSampler implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficSampler.class);

    private final NotifierClient notifier;
    private final GroupLags lags;
    private final TrafficSettings settings;
    private final TrafficHistory history;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("traffic-sampler").factory());

    TrafficSampler(NotifierClient notifier, GroupLags lags, TrafficSettings settings) {
        this.notifier = notifier;
        this.lags = lags;
        this.settings = settings;
        this.history = new TrafficHistory(settings.kept());
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        long millis = settings.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    List<Sample> samples() {
        return history.samples();
    }

    private void look() {
        try {
            notifier.get(UriQuery.path("internal", "v1", "balance"), Duration.ZERO)
                    .ifPresent(balance -> history.add(
                            Sample.of(balance, lags.read(settings.groups()).orElse(null))));
        } catch (RefusedException e) {
            // The notifier is not there, or moves its stores: the plot has a gap.
            LOG.atDebug().log("the books cannot be read just now");
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("error", e.getClass().getName()).log("the books could not be looked at");
        }
    }

    /** Stops. */
    @PreDestroy
    void close() {
        timer.shutdownNow();
    }
}
