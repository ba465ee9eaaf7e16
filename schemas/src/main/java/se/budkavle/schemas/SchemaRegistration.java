package se.budkavle.schemas;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import se.budkavle.schemas.serde.HttpSchemaRegistry;
import se.budkavle.schemas.serde.SchemaRegistry;

/** Registers the schema of every topic at start-up, so that a reader finds it before the first record is written. */
public final class SchemaRegistration {

    private SchemaRegistration() {}

    /**
     * Registers all. Idempotent.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when the registry refuses one, or is not there
     */
    public static void registerAll(KafkaSettings settings) {
        registerAll(HttpSchemaRegistry.at(settings.schemaRegistryUrl()));
    }

    static void registerAll(SchemaRegistry registry) {
        subjects().forEach(registry::register);
    }

    /** The schema of every subject of ours: {@code <topic>-value}, dead letters included. */
    static Map<String, Schema> subjects() {
        Map<String, Schema> subjects = new LinkedHashMap<>();
        for (Topic<?> topic : Topics.all()) {
            subjects.put(topic.name() + "-value", schema(topic));
        }
        for (Topic<?> topic : Topics.withDeadLetters()) {
            subjects.put(topic.deadLetters() + "-value", schema(topic));
        }
        return subjects;
    }

    private static Schema schema(Topic<?> topic) {
        return SpecificData.get().getSchema(topic.valueType());
    }
}
