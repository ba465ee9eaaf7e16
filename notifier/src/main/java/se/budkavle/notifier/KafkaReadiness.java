package se.budkavle.notifier;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import se.budkavle.schemas.KafkaProbe;

/** Ready while Kafka answers. */
@Singleton
@Readiness
final class KafkaReadiness implements HealthIndicator {

    private final KafkaProbe probe;

    KafkaReadiness(KafkaProbe probe) {
        this.probe = probe;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(HealthResult.builder("kafka", probe.isReachable() ? HealthStatus.UP : HealthStatus.DOWN)
                .build());
    }
}
