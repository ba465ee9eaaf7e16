package se.budkavle.schemas;

import java.util.HashMap;
import java.util.Map;

/**
 * How a service reaches Kafka and the schema registry.
 *
 * @param bootstrapServers brokers, {@code host:port} separated by commas
 * @param schemaRegistryUrl base address of an API compatible with Confluent's; several separated by commas
 * @param properties any further property of Kafka's clients or of the serializers (security, for example)
 */
public record KafkaSettings(String bootstrapServers, String schemaRegistryUrl, Map<String, String> properties) {

    /** Validates. */
    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("budkavle.kafka.bootstrap-servers must not be empty");
        }
        if (schemaRegistryUrl.isBlank()) {
            throw new IllegalArgumentException("budkavle.kafka.schema-registry-url must not be empty");
        }
        properties = Map.copyOf(properties);
    }

    /** The settings as Kafka's clients take them; mutable, to be completed by the caller. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> client = new HashMap<>(properties);
        client.put("bootstrap.servers", bootstrapServers);
        return client;
    }
}
