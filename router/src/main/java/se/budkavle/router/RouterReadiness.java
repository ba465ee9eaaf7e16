package se.budkavle.router;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import se.budkavle.schemas.KafkaProbe;

/** Ready: the topology runs, and Kafka answers. */
@Singleton
@Readiness
final class RouterReadiness implements HealthIndicator {

    private final RouterStreams streams;
    private final KafkaProbe kafka;

    RouterReadiness(RouterStreams streams, KafkaProbe kafka) {
        this.streams = streams;
        this.kafka = kafka;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        boolean ready = streams.isReady() && kafka.isReachable();
        return Publishers.just(HealthResult.builder("router", ready ? HealthStatus.UP : HealthStatus.DOWN)
                .details(Map.of("streams", streams.states(), "kafka", kafka.isReachable() ? "UP" : "DOWN"))
                .build());
    }
}
