package se.budkavle.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.Pointers;
import se.budkavle.gateway.problem.Issues;

/**
 * An Avro schema. Data is Avro's JSON encoding, or its binary one where its media type says so; a decoder tells the first
 * fault only. Values are stepped over rather than built: a few bytes may claim to be a billion elements.
 */
final class AvroDataSchema implements DataSchema {

    /** Deeper than Avro data that means something; binary data could nest as deep as it is long. */
    private static final int DEEPEST = 64;

    private static final long LARGEST = 100_000;

    private final Schema schema;

    private AvroDataSchema(Schema schema) {
        this.schema = schema;
    }

    /** {@return the schema, or null: its fault was noted} */
    static @Nullable AvroDataSchema compile(JsonNode node, String pointer, Issues issues) {
        Schema schema;
        try {
            schema = new Schema.Parser().parse(node.toString());
        } catch (RuntimeException e) {
            // An unknown name is a NullPointerException in Avro 1.12.
            issues.add(pointer, "invalid-schema", "Not an Avro schema.");
            return null;
        }
        if (size(schema, new HashMap<>()) > LARGEST) {
            issues.add(
                    pointer, "too-complex", "Written out, with each record where it is used, the schema is too large.");
            return null;
        }
        return new AvroDataSchema(schema);
    }

    /** How large the grammar is that Avro's JSON decoder makes: records are written out wherever they are used. */
    private static long size(Schema schema, Map<String, Long> records) {
        return switch (schema.getType()) {
            case RECORD -> {
                var known = records.putIfAbsent(schema.getFullName(), 1L);
                if (known != null) {
                    yield known;
                }
                long all = 2;
                for (var field : schema.getFields()) {
                    all = Math.min(Integer.MAX_VALUE, all + 2 + size(field.schema(), records));
                }
                records.put(schema.getFullName(), all);
                yield all;
            }
            case ARRAY -> 2 + size(schema.getElementType(), records);
            case MAP -> 2 + size(schema.getValueType(), records);
            case UNION -> {
                long all = 2;
                for (var type : schema.getTypes()) {
                    all = Math.min(Integer.MAX_VALUE, all + size(type, records));
                }
                yield all;
            }
            default -> 1;
        };
    }

    /** {@return whether data of this media type is in Avro's binary encoding} */
    static boolean isBinary(String mediaType) {
        return switch (mediaType.toLowerCase(Locale.ROOT).replaceFirst("\\s*;.*", "")) {
            case "avro/binary", "application/avro", "application/vnd.apache.avro", "application/vnd.apache.avro+avro" ->
                true;
            default -> false;
        };
    }

    @Override
    public void check(Data data, String pointer, Issues issues, Steps steps) {
        switch (data) {
            case Data.Missing() -> issues.add(pointer, "missing", "The type's schema demands data.");
            case Data.Json(var value, var bytes) -> checkJson(value, pointer, issues, steps);
            case Data.Bytes(var mediaType, var bytes) -> {
                if (isBinary(mediaType)) {
                    checkBinary(bytes, pointer, issues, steps);
                } else {
                    issues.add(
                            pointer,
                            "wrong-media-type",
                            "The type's schema is Avro: the data must be JSON, or binary as application/vnd.apache.avro.");
                }
            }
        }
    }

    private void checkJson(JsonNode value, String pointer, Issues issues, Steps steps) {
        var walk = new Walk(pointer, steps);
        try {
            walk.step(schema, DecoderFactory.get().jsonDecoder(schema, value.toString()), 0);
        } catch (Steps.TooMany e) {
            tooComplex(pointer, issues);
        } catch (IOException | RuntimeException e) {
            // What breaks a length or an index surfaces as any of them; their texts quote values.
            issues.add(walk.at, "breaks-schema", "Not what the schema says, in Avro's JSON encoding.");
        }
    }

    private void checkBinary(ByteBuffer bytes, String pointer, Issues issues, Steps steps) {
        var array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(array, null);
        try {
            new Walk(pointer, steps).step(schema, decoder, 0);
            if (!decoder.isEnd()) {
                issues.add(pointer, "trailing-data", "Something follows the value.");
            }
        } catch (Steps.TooMany e) {
            tooComplex(pointer, issues);
        } catch (IOException | RuntimeException e) {
            issues.add(pointer, "breaks-schema", "Not what the schema says, in Avro's binary encoding.");
        }
    }

    private static void tooComplex(String pointer, Issues issues) {
        issues.add(pointer, "too-complex", "Holding it against the schema takes too many steps.");
    }

    /** One way through a value. */
    private static final class Walk {

        private final Steps steps;

        /** Where it is; where a fault was met, once it has stopped. */
        private String at;

        Walk(String at, Steps steps) {
            this.at = at;
            this.steps = steps;
        }

        void step(Schema schema, Decoder in, int depth) throws IOException {
            steps.take(1);
            if (depth > DEEPEST) {
                throw new Steps.TooMany();
            }
            switch (schema.getType()) {
                case NULL -> in.readNull();
                case BOOLEAN -> in.readBoolean();
                case INT -> in.readInt();
                case LONG -> in.readLong();
                case FLOAT -> in.readFloat();
                case DOUBLE -> in.readDouble();
                case STRING -> in.skipString();
                case BYTES -> in.skipBytes();
                case FIXED -> in.skipFixed(schema.getFixedSize());
                case ENUM -> branch(in.readEnum(), schema.getEnumSymbols().size());
                case UNION -> {
                    var types = schema.getTypes();
                    step(types.get(branch(in.readIndex(), types.size())), in, depth + 1);
                }
                case RECORD -> {
                    for (var field : schema.getFields()) {
                        child(field.name(), field.schema(), in, depth);
                    }
                }
                case ARRAY -> {
                    int index = 0;
                    for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
                        for (long i = 0; i < count; i++) {
                            child(Integer.toString(index++), schema.getElementType(), in, depth);
                        }
                    }
                }
                case MAP -> {
                    for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
                        for (long i = 0; i < count; i++) {
                            child(in.readString(), schema.getValueType(), in, depth);
                        }
                    }
                }
            }
        }

        private void child(String name, Schema schema, Decoder in, int depth) throws IOException {
            var parent = at;
            at = Pointers.child(parent, name);
            step(schema, in, depth + 1);
            at = parent;
        }

        private static int branch(int index, int most) {
            if (index < 0 || index >= most) {
                throw new AvroRuntimeException("no such branch");
            }
            return index;
        }
    }
}
