package se.budkavle.notifier.views;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An act as the API shows it: as it is digested, and nothing else, so that whoever reads it can verify it.
 *
 * @param act its fields
 */
record AuditItem(@JsonValue ObjectNode act) implements Slice.Item {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    AuditItem {}

    @Override
    public Position position() {
        return new Position(
                Instant.parse(act.path("at").asText()), act.path("auditId").asText());
    }
}
