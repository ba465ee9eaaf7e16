package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.StreamsReadiness;
import se.budkavle.schemas.streams.StreamsApplication;

/** Whether the dispatcher pushes. */
@Singleton
@Readiness
@Requires(beans = DispatcherApplication.class)
final class DispatcherReadiness extends StreamsReadiness {

    private final DispatcherApplication dispatcher;

    DispatcherReadiness(DispatcherApplication dispatcher) {
        super("dispatcher");
        this.dispatcher = dispatcher;
    }

    @Override
    protected @Nullable StreamsApplication application() {
        return dispatcher.streams();
    }
}
