package se.budkavle.gateway.kafka;

import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import se.budkavle.schemas.KafkaSettings;

/** Makes consumers of committed records that belong to no group. */
@Singleton
public final class KafkaReaders {

    private final KafkaSettings settings;

    KafkaReaders(KafkaSettings settings) {
        this.settings = settings;
    }

    /** {@return a new consumer, without partitions yet} */
    public Consumer<String, byte[]> committed(String name) {
        Map<String, Object> properties = settings.clientProperties();
        properties.put("client.id", "budkavle-gateway-" + name);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "earliest");
        properties.put("allow.auto.create.topics", false);
        // A broker that comes back shall be found at once.
        properties.put("reconnect.backoff.max.ms", 500);
        properties.put("default.api.timeout.ms", 10_000);
        properties.put("request.timeout.ms", 5_000);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
