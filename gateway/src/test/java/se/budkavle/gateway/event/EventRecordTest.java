package se.budkavle.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.Visibility;

/** The record that an event becomes. */
class EventRecordTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Caller CALLER = new Caller("0203:a.se", "p", Set.of());

    private static EventRequest event(String more) {
        var body = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/roads\", \"type\": \"se.a.changed\"" + more
                + "}";
        return JsonEvents.one(body.getBytes(UTF_8), NOW).orRefuse().getFirst();
    }

    private static EventType type(Visibility visibility, String... audience) {
        return EventType.newBuilder()
                .setType("se.a.changed")
                .setOrganisation("0203:a.se")
                .setVisibility(visibility)
                .setAudience(List.of(audience))
                .setUpdatedAt(NOW)
                .setUpdatedBy("0203:a.se")
                .build();
    }

    @Test
    void eventsOfASubjectAreInOrderAndThoseWithoutOneOfTheirSource() {
        assertThat(EventIntake.keyOf(event(", \"subject\": \"E4\""))).isEqualTo("E4");
        assertThat(EventIntake.keyOf(event(""))).isEqualTo("/roads");
    }

    @Test
    void anEventOfALimitedTypeIsForItsOwnerAndAudienceEachOnce() {
        var type = type(Visibility.LIMITED, "0203:b.se", "0203:a.se");

        var record = EventIntake.record(event(""), type, CALLER, NOW);

        assertThat(record.getVisibility()).isEqualTo(Visibility.LIMITED);
        assertThat(record.getAudience()).containsExactly("0203:a.se", "0203:b.se");
    }

    @Test
    void whatIsLimitedInAWayUnknownToThisVersionIsNotForEverybody() {
        var record = EventIntake.record(event(""), type(Visibility.UNKNOWN), CALLER, NOW);

        assertThat(record.getVisibility()).isEqualTo(Visibility.LIMITED);
        assertThat(record.getAudience()).containsExactly("0203:a.se");
    }

    @Test
    void dataThatIsNotSaidToBeAnythingIsJson() {
        assertThat(EventIntake.record(event(", \"data\": 1"), null, CALLER, NOW).getDataContentType())
                .isEqualTo("application/json");
        assertThat(EventIntake.record(event(""), null, CALLER, NOW).getDataContentType())
                .isNull();
        assertThat(EventIntake.record(event(""), null, CALLER, NOW).getVisibility())
                .isEqualTo(Visibility.PUBLIC);
    }
}
