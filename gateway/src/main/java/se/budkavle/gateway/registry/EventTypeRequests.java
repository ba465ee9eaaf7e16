package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.json.Values;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.gateway.schema.DataSchemas;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Visibility;

/** Reads an event type. Pure: every fault is named, also those of its schema, none of the values. */
public final class EventTypeRequests {

    private static final int LONGEST_DESCRIPTION = 4096;
    private static final int LARGEST_SCHEMA = 64 * 1024;
    private static final int MOST_AUDIENCE = 500;

    private EventTypeRequests() {}

    /**
     * {@return the type as it shall become, or all that is wrong with it}
     *
     * @param type the type of the path
     * @param organisation who writes, and owns it unless stated otherwise
     */
    public static Parsed<EventType> parse(
            byte[] body, String type, String organisation, Instant now, DataSchemas schemas) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) ->
                read(new JsonFields(object, "", issues), issues, type, organisation, now, schemas);
        };
    }

    private static Parsed<EventType> read(
            JsonFields fields, Issues issues, String type, String organisation, Instant now, DataSchemas schemas) {
        var stated = fields.text("type", 255);
        if (stated != null && !stated.equals(type)) {
            fields.fault("type", "differs-from-path", "Must be the type of the path.");
        }
        // As it was read; the owner counts it.
        fields.number("version", 0, Long.MAX_VALUE);
        var owner = organisation(fields.text("owner", 255), fields.at("owner"), issues);
        var description = fields.text("description", LONGEST_DESCRIPTION);
        var schemaType = fields.oneOf("schemaType", List.of(DataSchemas.JSON_SCHEMA, DataSchemas.AVRO_SCHEMA));
        var schema = schema(fields, schemaType, issues, schemas);
        var visibility = fields.symbol("visibility", Visibility.class);
        var audience = fields.list(
                "audience", MOST_AUDIENCE, (node, at) -> organisation(Values.text(node, 255, at, issues), at, issues));
        if (!audience.isEmpty() && visibility != Visibility.LIMITED) {
            fields.fault("audience", "not-limited", "Only a type that is LIMITED has an audience.");
        }
        fields.refuseOthers();
        return Parsed.unless(issues, () -> EventType.newBuilder()
                .setType(type)
                .setOrganisation(owner == null ? organisation : owner)
                .setDescription(description)
                .setSchema$(schema == null ? null : schema.toString())
                .setSchemaType(schema == null ? null : schemaType == null ? DataSchemas.JSON_SCHEMA : schemaType)
                .setVisibility(visibility == null ? Visibility.PUBLIC : visibility)
                .setAudience(audience.stream().distinct().toList())
                .setUpdatedAt(now)
                .setUpdatedBy(organisation)
                .build());
    }

    private static @Nullable JsonNode schema(
            JsonFields fields, @Nullable String schemaType, Issues issues, DataSchemas schemas) {
        var schema = fields.node("schema");
        if (schema == null) {
            if (schemaType != null) {
                fields.fault("schemaType", "without-schema", "There is no schema.");
            }
            return null;
        }
        if (schema.toString().length() > LARGEST_SCHEMA) {
            fields.fault("schema", "too-long", "At most " + LARGEST_SCHEMA + " characters.");
        } else {
            var mediaType = schemaType == null ? DataSchemas.JSON_SCHEMA : schemaType;
            schemas.compile(schema, mediaType, fields.at("schema"), issues);
        }
        return schema;
    }

    private static @Nullable String organisation(@Nullable String text, String at, Issues issues) {
        var organisation = text == null ? null : AddressSyntax.fold(text);
        if (text != null && organisation == null) {
            issues.add(at, "invalid-organisation", "Must be such as 0203:agency.se.");
        }
        return organisation;
    }
}
