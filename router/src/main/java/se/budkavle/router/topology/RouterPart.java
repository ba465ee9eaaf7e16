package se.budkavle.router.topology;

import java.util.Set;
import se.budkavle.schemas.avro.Priority;

/**
 * A part of the router that can be an application of its own. A lane that is fetched at a pace must not share its consumers
 * with others, and Kafka Streams gives tasks of one application to the same ones.
 */
public enum RouterPart {
    /** What somebody waits for: express, normal, the owners, and who is told. */
    PROMPT,
    /** The bulk lane, at its pace. */
    BULK;

    /** All of it. */
    public static final Set<RouterPart> ALL = Set.of(values());

    static RouterPart of(Lane lane) {
        return lane.priority() == Priority.BULK ? BULK : PROMPT;
    }
}
