package se.budkavle.gateway.http;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import se.budkavle.gateway.content.ContentKeys;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.KafkaProbe;

/** Ready: Kafka answers, the copies of the registries and of the content keys are loaded, and decisions can be heard. */
@Singleton
@Readiness
final class GatewayReadiness implements HealthIndicator {

    private final KafkaProbe kafka;
    private final Registry registry;
    private final ContentKeys contentKeys;
    private final CommandClient commands;

    GatewayReadiness(KafkaProbe kafka, Registry registry, ContentKeys contentKeys, CommandClient commands) {
        this.kafka = kafka;
        this.registry = registry;
        this.contentKeys = contentKeys;
        this.commands = commands;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        var details = Map.of(
                "kafka", kafka.isReachable(),
                "registries", registry.isLoaded(),
                "contentKeys", contentKeys.isLoaded(),
                "decisions", commands.isReady());
        var status = details.containsValue(false) ? HealthStatus.DOWN : HealthStatus.UP;
        return Publishers.just(
                HealthResult.builder("gateway", status).details(details).build());
    }
}
