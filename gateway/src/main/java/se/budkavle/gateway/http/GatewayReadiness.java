package se.budkavle.gateway.http;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.KafkaProbe;

/** Ready: Kafka answers, the copy of the registries is loaded, and decisions can be heard. */
@Singleton
@Readiness
final class GatewayReadiness implements HealthIndicator {

    private final KafkaProbe kafka;
    private final Registry registry;
    private final CommandClient commands;

    GatewayReadiness(KafkaProbe kafka, Registry registry, CommandClient commands) {
        this.kafka = kafka;
        this.registry = registry;
        this.commands = commands;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        var details = Map.of(
                "kafka", kafka.isReachable(), "registries", registry.isLoaded(), "decisions", commands.isReady());
        var status = details.containsValue(false) ? HealthStatus.DOWN : HealthStatus.UP;
        return Publishers.just(
                HealthResult.builder("gateway", status).details(details).build());
    }
}
