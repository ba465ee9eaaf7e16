package se.budkavle.schemas;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import se.budkavle.schemas.serde.AvroDeserializer;
import se.budkavle.schemas.serde.AvroSerializer;
import se.budkavle.schemas.serde.InMemorySchemaRegistry;
import se.budkavle.schemas.serde.SchemaRegistry;
import se.budkavle.schemas.serde.SubjectNaming;

/**
 * Serdes of the topics' values and of what state stores hold. Which classes do the work is configuration
 * ({@value #SERIALIZER}, {@value #DESERIALIZER} in {@link KafkaSettings#properties()}): ours by default, any with
 * Confluent's configuration keys otherwise.
 */
public final class AvroSerdes {

    /** Configuration key: class of the serializer. */
    public static final String SERIALIZER = "budkavle.avro.serializer";

    /** Configuration key: class of the deserializer. */
    public static final String DESERIALIZER = "budkavle.avro.deserializer";

    private final Map<String, Object> configuration;

    private AvroSerdes(Map<String, Object> configuration) {
        this.configuration = configuration;
    }

    /** Serdes against the registry of the settings. */
    public static AvroSerdes of(KafkaSettings settings) {
        Map<String, Object> configuration = settings.clientProperties();
        configuration.put(SchemaRegistry.URL, settings.schemaRegistryUrl());
        return new AvroSerdes(configuration);
    }

    /** Serdes against a registry in memory, for tests of topologies: the wire format is the real one. */
    public static AvroSerdes inMemory() {
        return new AvroSerdes(Map.of(SchemaRegistry.INSTANCE, new InMemorySchemaRegistry()));
    }

    /** The serde of a topic's values; its subject is {@code <topic>-value}. */
    public <V extends SpecificRecord> Serde<V> value(Topic<V> topic) {
        return serde(topic.valueType(), SubjectNaming.TOPIC);
    }

    /** The serde of a state store's values, or of an internal topic's; its subject is the record's name. */
    public <V extends SpecificRecord> Serde<V> state(Class<V> type) {
        return serde(type, SubjectNaming.RECORD);
    }

    private <V extends SpecificRecord> Serde<V> serde(Class<V> type, SubjectNaming naming) {
        Map<String, Object> serde = new HashMap<>(configuration);
        serde.put(SubjectNaming.CONFIG, naming.configured());
        serde.put(AvroDeserializer.SPECIFIC_READER, true);
        serde.put(AvroDeserializer.VALUE_TYPE, type);
        Serializer<V> serializer = instance(SERIALIZER, AvroSerializer.class.getName());
        Deserializer<V> deserializer = instance(DESERIALIZER, AvroDeserializer.class.getName());
        serializer.configure(serde, false);
        deserializer.configure(serde, false);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T> T instance(String key, String defaultClass) {
        Object name = configuration.getOrDefault(key, defaultClass);
        try {
            return (T) Utils.newInstance(name.toString(), Object.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(key + " names a class that is not on the class path: " + name, e);
        }
    }
}
