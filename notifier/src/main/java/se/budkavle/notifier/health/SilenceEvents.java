package se.budkavle.notifier.health;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.OrganisationHealth;
import se.budkavle.schemas.avro.Visibility;

/** The event that tells operators of an organisation: ids, times and codes. */
final class SilenceEvents {

    /** Its type: for operators alone, by its name. */
    static final String TYPE = "se.budkavle.operator.organisation-silent";

    private static final String BACKBONE = "budkavle";
    private static final String SOURCE = "urn:budkavle";

    private final HealthRules rules;

    SilenceEvents(HealthRules rules) {
        this.rules = rules;
    }

    /** The event of a trouble. Its id follows from what it tells of, so that the same is never two. */
    Event of(OrganisationHealth health, Trouble trouble, Instant now) {
        Instant since = Objects.requireNonNullElse(since(health, trouble), now);
        String organisation = health.getOrganisation();
        return Event.newBuilder()
                .setId(Ids.derived(TYPE, organisation, trouble.name(), since.toString()))
                .setSource(SOURCE)
                .setType(TYPE)
                .setSubject(organisation)
                .setTime(now)
                .setDataContentType("application/json")
                .setData(ByteBuffer.wrap(data(health, trouble, since).toString().getBytes(StandardCharsets.UTF_8)))
                .setOwner(BACKBONE)
                // Nobody is named: operators are those who subscribe as such.
                .setVisibility(Visibility.LIMITED)
                .setAcceptedAt(now)
                .build();
    }

    /** Since when it lasts. */
    static @Nullable Instant since(OrganisationHealth health, Trouble trouble) {
        return switch (trouble) {
            case SILENCE -> health.getLastAcceptedAt();
            case FAILURES -> health.getFailingSince();
        };
    }

    private ObjectNode data(OrganisationHealth health, Trouble trouble, Instant since) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("organisation", health.getOrganisation())
                .put("cause", trouble.name())
                .put("since", since.toString())
                .put("lastAcceptedAt", text(health.getLastAcceptedAt()))
                .put("lastDeliveredAt", text(health.getLastDeliveredAt()))
                .put("medianGap", text(rules.medianGap(health).orElse(null)))
                .put("failuresInRow", health.getFailuresInRow())
                .put("reason", trouble == Trouble.FAILURES ? health.getLastReason() : null);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
