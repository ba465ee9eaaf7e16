package se.budkavle.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as Confluent's wire format has it: a zero byte, the schema's id in four bytes, Avro's binary
 * encoding. Configuration keys are Confluent's: {@value SchemaRegistry#URL}, {@value #AUTO_REGISTER},
 * {@value SubjectNaming#CONFIG}.
 *
 * @param <T> the record's type
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

    /** Configuration key, as Confluent's: whether an unknown schema is registered; true by default. */
    public static final String AUTO_REGISTER = "auto.register.schemas";

    static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 5;
    /** Of a message with a short content; a buffer that is too small is copied as it grows. */
    private static final int USUAL_BYTES = 2048;

    private static final ThreadLocal<BinaryEncoder> ENCODERS = new ThreadLocal<>();

    private record Known(Schema schema, int id) {}

    private final Map<String, Known> idsByTopic = new ConcurrentHashMap<>();
    private final Map<Schema, SpecificDatumWriter<T>> writers = new ConcurrentHashMap<>();

    private @Nullable SchemaRegistry registry;
    private boolean autoRegister = true;
    private SubjectNaming naming = SubjectNaming.TOPIC;

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        registry = Registries.of(configuration);
        Object auto = configuration.get(AUTO_REGISTER);
        autoRegister = auto == null || Boolean.parseBoolean(auto.toString());
        naming = SubjectNaming.of(configuration.get(SubjectNaming.CONFIG));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        Schema schema = record.getSchema();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES + HEADER_BYTES);
            DataOutputStream header = new DataOutputStream(bytes);
            header.writeByte(MAGIC);
            header.writeInt(id(topic, schema));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, ENCODERS.get());
            ENCODERS.set(encoder);
            writers.computeIfAbsent(schema, of -> new SpecificDatumWriter<>(of)).write(record, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            // The cause's text may quote a value, which may be content: only its class is told.
            throw new SerializationException(
                    "cannot write " + schema.getFullName() + ": " + e.getClass().getSimpleName());
        }
    }

    @SuppressWarnings("ReferenceEquality") // see within
    private int id(String topic, Schema schema) {
        Known known = idsByTopic.get(topic);
        // By identity: a generated class has one schema object, and comparing whole schemas for each record is slow.
        if (known == null || known.schema() != schema) {
            SchemaRegistry at = configured();
            String subject = naming.subject(topic, schema);
            known = new Known(schema, autoRegister ? at.register(subject, schema) : at.lookUp(subject, schema));
            idsByTopic.put(topic, known);
        }
        return known.id();
    }

    private SchemaRegistry configured() {
        if (registry == null) {
            throw new IllegalStateException("configure() was not called");
        }
        return registry;
    }
}
