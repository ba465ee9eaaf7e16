package se.budkavle.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import se.budkavle.schemas.serde.HttpSchemaRegistry;
import se.budkavle.schemas.serde.RegistryUnavailableException;
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
        registerAll(HttpSchemaRegistry.at(settings.schemaRegistryUrl(), settings.properties()));
    }

    static void registerAll(SchemaRegistry registry) {
        // At once: each is a request of its own, and start-up waits for the last.
        List<Runnable> registrations = new ArrayList<>();
        subjects()
                .forEach((subject, schema) -> registrations.add(() -> {
                    registry.register(subject, schema);
                    registry.keepCompatible(subject);
                }));
        AtOnce.run(registrations);
    }

    /**
     * The subjects whose schema, as this version has it, the registry does not know.
     *
     * @throws se.budkavle.schemas.serde.RegistryUnavailableException when it does not answer
     */
    public static List<String> missing(SchemaRegistry registry) {
        List<String> missing = new ArrayList<>();
        subjects().forEach((subject, schema) -> {
            try {
                registry.lookUp(subject, schema);
            } catch (RegistryUnavailableException e) {
                throw e;
            } catch (SerializationException e) {
                missing.add(subject);
            }
        });
        return missing;
    }

    /**
     * The subjects for which the registry would take a version that breaks a reader or a writer.
     *
     * @throws se.budkavle.schemas.serde.RegistryUnavailableException when it does not answer
     */
    public static List<String> notKeptCompatible(SchemaRegistry registry) {
        return subjects().keySet().stream()
                .filter(subject -> !registry.isKeptCompatible(subject))
                .toList();
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
