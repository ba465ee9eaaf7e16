package se.budkavle.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.avro.EventType;

/** Compiles the schemas of event types, and remembers as many as the configuration allows. */
@Singleton
public final class DataSchemas {

    /** Media type of a JSON Schema. */
    public static final String JSON_SCHEMA = "application/schema+json";

    /** Media type of an Avro schema. */
    public static final String AVRO_SCHEMA = "application/vnd.apache.avro+json";

    /** A type is registered anew under another version. */
    private record Version(String type, long version) {}

    private final Cache<Version, Optional<DataSchema>> compiled;
    private final SchemaSettings settings;

    /** Compiles within those bounds. */
    public DataSchemas(SchemaSettings settings) {
        this.settings = settings;
        this.compiled =
                Caffeine.newBuilder().maximumSize(settings.maxCompiled()).build();
    }

    /** {@return the schema, or null: its faults, with pointers below that one, were noted} */
    public @Nullable DataSchema compile(JsonNode schema, String mediaType, String pointer, Issues issues) {
        return mediaType.equals(AVRO_SCHEMA)
                ? AvroDataSchema.compile(schema, pointer, issues)
                : JsonDataSchema.compile(schema, pointer, issues, newSteps());
    }

    /** Notes every way in which data breaks the schema of its type; there is none if the type has no schema. */
    public void check(EventType type, DataSchema.Data data, String pointer, Issues issues) {
        compiled.get(new Version(type.getType(), type.getVersion()), version -> compile(type))
                .ifPresent(schema -> schema.check(data, pointer, issues, newSteps()));
    }

    private Optional<DataSchema> compile(EventType type) {
        if (type.getSchema$() == null) {
            return Optional.empty();
        }
        var mediaType = type.getSchemaType() == null ? JSON_SCHEMA : type.getSchemaType();
        var issues = new Issues();
        var json = StrictJson.value(type.getSchema$().getBytes(StandardCharsets.UTF_8), issues);
        var schema = json instanceof Parsed.Valid<JsonNode>(var node) ? compile(node, mediaType, "", issues) : null;
        return Optional.of(schema == null ? new UnusableSchema() : schema);
    }

    private Steps newSteps() {
        return new Steps(settings.maxSteps());
    }
}
