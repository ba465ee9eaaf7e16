package se.budkavle.gateway.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.DeadLetterRetention;
import se.budkavle.schemas.KafkaProbe;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.TopicOptions;

/** What the gateway has of Kafka: settings, serdes, clients. */
@Factory
final class KafkaClients {

    @Singleton
    KafkaSettings kafkaSettings(Environment environment) {
        var properties = new TreeMap<String, String>();
        environment
                .getProperties("budkavle.kafka.properties", StringConvention.RAW)
                .forEach((name, value) -> properties.put(name, value.toString()));
        return new KafkaSettings(
                environment.getRequiredProperty("budkavle.kafka.bootstrap-servers", String.class),
                environment.getRequiredProperty("budkavle.kafka.schema-registry-url", String.class),
                properties);
    }

    @Singleton
    TopicOptions topicOptions(Environment environment) {
        return new TopicOptions(
                environment.getRequiredProperty("budkavle.topics.create", Boolean.class),
                environment.getRequiredProperty("budkavle.topics.replication-factor", Integer.class),
                environment
                        .getProperty("budkavle.topics.partitions", Integer.class)
                        .orElse(null),
                environment
                        .getProperty("budkavle.topics.dead-letter-retention", Duration.class)
                        .map(DeadLetterRetention::new)
                        .orElse(DeadLetterRetention.DEFAULT));
    }

    @Singleton
    AvroSerdes serdes(KafkaSettings settings) {
        return AvroSerdes.of(settings);
    }

    @Bean(preDestroy = "close")
    @Singleton
    KafkaProbe probe(KafkaSettings settings, TopicOptions topics) {
        return new KafkaProbe(settings, topics);
    }

    @Bean(preDestroy = "close")
    @Singleton
    Admin admin(KafkaSettings settings) {
        var properties = settings.clientProperties();
        properties.put("client.id", "budkavle-gateway");
        properties.put("request.timeout.ms", 2_000);
        properties.put("default.api.timeout.ms", 2_000);
        return Admin.create(properties);
    }
}
