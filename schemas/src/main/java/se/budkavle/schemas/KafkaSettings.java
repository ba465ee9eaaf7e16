package se.budkavle.schemas;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.tls.ChangingSslEngineFactory;

/**
 * How a service reaches Kafka and the schema registry.
 *
 * @param bootstrapServers brokers, {@code host:port} separated by commas
 * @param schemaRegistryUrl base address of an API compatible with Confluent's; several separated by commas
 * @param properties any further property of Kafka's clients or of the serializers (security, for example)
 */
public record KafkaSettings(String bootstrapServers, String schemaRegistryUrl, Map<String, String> properties) {

    /**
     * What begins with this goes before what the promises depend on: for tests that show what becomes of a promise without
     * its ground, never for an installation. Every start warns of it.
     */
    public static final String UNSAFE = "unsafe.";

    private static final Logger log = LoggerFactory.getLogger(KafkaSettings.class);

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

    /** Names the keys alone: what they are set to may be a password. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", " + new TreeSet<>(properties.keySet()) + "]";
    }

    /** The settings as Kafka's clients take them; mutable, to be completed by the caller. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> client = new HashMap<>(properties);
        client.keySet().removeIf(key -> key.startsWith(UNSAFE));
        client.put("bootstrap.servers", bootstrapServers);
        if (isEncrypted()) {
            client.putIfAbsent(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ChangingSslEngineFactory.class);
        }
        return client;
    }

    private boolean isEncrypted() {
        return properties
                .getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "")
                .toUpperCase(Locale.ROOT)
                .endsWith("SSL");
    }

    /** Overrides what a client's configuration says for the sake of a promise; usually nothing. */
    public void overrideUnsafely(BiConsumer<String, Object> configuration) {
        new TreeMap<>(properties).forEach((key, value) -> {
            if (key.startsWith(UNSAFE)) {
                String unsafe = key.substring(UNSAFE.length());
                log.atWarn()
                        .addKeyValue("key", unsafe)
                        .addKeyValue("value", value)
                        .log(
                                "UNSAFE: a setting that the promises depend on is overridden; messages may be lost or doubled");
                configuration.accept(unsafe, value);
            }
        });
    }
}
