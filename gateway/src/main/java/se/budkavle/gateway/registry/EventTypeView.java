package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.EventType;

/**
 * An event type as the API shows it, and as it may be sent back.
 *
 * @param type the CloudEvents type
 * @param owner the organisation that publishes it
 * @param description for people
 * @param schema schema of the data, JSON; null: any data
 * @param schemaType its media type; null: there is no schema
 * @param visibility PUBLIC or LIMITED
 * @param audience LIMITED: the organisations that may know of it, beside its owner
 * @param version from 1; the {@code ETag}
 */
public record EventTypeView(
        String type,
        String owner,
        @Nullable String description,
        @JsonRawValue @Nullable String schema,
        @Nullable String schemaType,
        String visibility,
        List<String> audience,
        long version) {

    /** {@return the view of an entry} */
    public static EventTypeView of(EventType entry) {
        return new EventTypeView(
                entry.getType(),
                entry.getOrganisation(),
                entry.getDescription(),
                entry.getSchema$(),
                entry.getSchemaType(),
                entry.getVisibility().name(),
                entry.getAudience(),
                entry.getVersion());
    }
}
