package se.budkavle.notifier.api;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import se.budkavle.schemas.streams.StreamsApplication;

/**
 * Ready once the application has its partitions and has restored its state, and as long as it is healthy: while work is
 * distributed anew, each instance goes on with what it keeps.
 */
public abstract class StreamsReadiness implements HealthIndicator {

    private final String name;
    private volatile boolean started;

    /** @param name the application, as health shows it */
    protected StreamsReadiness(String name) {
        this.name = name;
    }

    /** The application; null before it is started. */
    protected abstract @Nullable StreamsApplication application();

    @Override
    public Publisher<HealthResult> getResult() {
        StreamsApplication application = application();
        if (application != null && application.isRunning()) {
            started = true;
        }
        boolean up = application != null && started && application.isHealthy();
        return Publishers.just(HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN)
                .details(
                        application == null
                                ? "NOT_STARTED"
                                : application.streams().state().name())
                .build());
    }
}
