package se.budkavle.notifier.health;

import io.micronaut.context.annotation.Requires;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.api.StreamsReadiness;
import se.budkavle.schemas.streams.StreamsApplication;

/** Whether the watch over organisations follows what happens. */
@Singleton
@Readiness
@Requires(beans = HealthApplication.class)
final class HealthReadiness extends StreamsReadiness {

    private final HealthApplication health;

    HealthReadiness(HealthApplication health) {
        super("organisations");
        this.health = health;
    }

    @Override
    protected @Nullable StreamsApplication application() {
        return health.streams();
    }
}
