package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Ready when the dispatcher runs. */
@Singleton
@Readiness
@Requires(beans = Dispatcher.class)
final class DispatcherHealth implements HealthIndicator {

    private final Dispatcher dispatcher;

    DispatcherHealth(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        HealthStatus status = dispatcher.isHealthy() ? HealthStatus.UP : HealthStatus.DOWN;
        return Publishers.just(HealthResult.builder("dispatcher", status).build());
    }
}
