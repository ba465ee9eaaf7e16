package se.budkavle.router;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.topology.RouterMetrics;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaProbe;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;

/** What the router is made of, from configuration. */
@Factory
final class RouterBeans {

    @Singleton
    KafkaSettings kafkaSettings(
            @Property(name = "budkavle.kafka.bootstrap-servers") String bootstrapServers,
            @Property(name = "budkavle.kafka.schema-registry-url") String schemaRegistryUrl,
            Environment environment) {
        Map<String, String> properties = new HashMap<>();
        environment
                .getProperties("budkavle.kafka.properties", StringConvention.RAW)
                .forEach((key, value) -> properties.put(key, value.toString()));
        return new KafkaSettings(bootstrapServers, schemaRegistryUrl, properties);
    }

    @Singleton
    TopicOptions topicOptions(
            @Property(name = "budkavle.topics.create", defaultValue = "true") boolean create,
            @Property(name = "budkavle.topics.replication-factor", defaultValue = "1") int replicationFactor,
            @Property(name = "budkavle.topics.partitions") @Nullable Integer partitions,
            @Property(name = "budkavle.topics.dead-letter-retention") @Nullable Duration deadLetterRetention) {
        return new TopicOptions(
                create,
                replicationFactor,
                partitions,
                deadLetterRetention == null
                        ? DeadLetterRetention.DEFAULT
                        : new DeadLetterRetention(deadLetterRetention));
    }

    @Singleton
    AvroSerdes avroSerdes(KafkaSettings settings) {
        return AvroSerdes.of(settings);
    }

    @Singleton
    RouterMetrics routerMetrics(MeterRegistry registry) {
        return new RouterMetrics(registry);
    }

    @Bean(preDestroy = "close")
    @Singleton
    KafkaProbe kafkaProbe(KafkaSettings settings, TopicOptions topics) {
        return new KafkaProbe(settings, topics);
    }
}
