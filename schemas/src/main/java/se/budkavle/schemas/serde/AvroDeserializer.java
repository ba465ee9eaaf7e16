package se.budkavle.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Confluent's wire format: what was written with any compatible version of the schema is resolved to the one of
 * the generated class. Configuration keys are Confluent's: {@value SchemaRegistry#URL}, {@value #SPECIFIC_READER},
 * {@value #VALUE_TYPE}.
 *
 * @param <T> the record's type
 */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

    /** Configuration key, as Confluent's: generated classes; this deserializer knows nothing else. */
    public static final String SPECIFIC_READER = "specific.avro.reader";

    /** Configuration key, as Confluent's: the class expected; without it any generated class on the class path. */
    public static final String VALUE_TYPE = "specific.avro.value.type";

    private static final int HEADER_BYTES = 5;

    private final Map<Integer, SpecificDatumReader<T>> readers = new ConcurrentHashMap<>();
    private @Nullable SchemaRegistry registry;
    private @Nullable Class<?> expected;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        registry = Registries.of(configuration);
        expected = configuration.get(VALUE_TYPE) instanceof Class<?> type ? type : null;
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES || bytes[0] != AvroSerializer.MAGIC) {
            throw new SerializationException("not in Confluent's wire format: the first byte is not 0");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        SpecificDatumReader<T> reader = readers.get(id);
        if (reader == null) {
            reader = reader(id);
            readers.put(id, reader);
        }
        try {
            return reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Whatever random bytes do to a decoder, an array of two billion entries included; the cause's text may
            // quote content, so only its class is told.
            throw new SerializationException("cannot read a value with schema " + id + ": "
                    + e.getClass().getSimpleName());
        }
    }

    private SpecificDatumReader<T> reader(int id) {
        if (registry == null) {
            throw new IllegalStateException("configure() was not called");
        }
        Schema writer = registry.byId(id);
        try {
            Class<?> type = SpecificData.get().getClass(writer);
            if (type == null || (expected != null && type != expected)) {
                throw new SerializationException("schema " + id + " is of " + writer.getFullName()
                        + (expected == null ? "" : ", not of " + expected.getName()));
            }
            return new SpecificDatumReader<>(writer, SpecificData.get().getSchema(type));
        } catch (AvroRuntimeException e) {
            throw new SerializationException(
                    "schema " + id + " cannot be used: " + e.getClass().getSimpleName());
        }
    }
}
