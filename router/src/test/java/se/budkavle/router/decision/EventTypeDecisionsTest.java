package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.command;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Visibility;

class EventTypeDecisionsTest {

    private static final String OWNER = "0203:trafikverket.se";
    private static final String TYPE = "se.trafikverket.roadworks.changed";
    private static final Instant LATER = NOW.plusSeconds(60);

    private static EventType.Builder type(String type, String owner) {
        return EventType.newBuilder()
                .setType(type)
                .setOrganisation(owner)
                .setDescription("what changed")
                .setVersion(3)
                .setUpdatedAt(NOW)
                .setUpdatedBy(owner);
    }

    private static RegistryCommand.Builder put(EventType wanted, ActorKind actor, String caller) {
        return command(RegistryCommandKind.PUT_EVENT_TYPE, wanted.getType(), caller)
                .setActorKind(actor)
                .setEventType(wanted);
    }

    /** Who may: by type, owner it is registered with, owner wanted, caller. */
    @ParameterizedTest
    @CsvSource({
        // a new type of the own domain, given to oneself
        "se.trafikverket.a, ,                     0203:trafikverket.se, SENDER,   0203:trafikverket.se, CREATED",
        "se.trafikverket.a, ,                     0203:Trafikverket.se, SENDER,   0203:trafikverket.se, CREATED",
        "se.trafikverket.a, ,                     0203:scb.se,          SENDER,   0203:trafikverket.se, FORBIDDEN",
        "se.trafikverket.a, ,                     0203:scb.se,          SENDER,   0203:scb.se,          FORBIDDEN",
        "eu.ted.notice,     ,                     0203:scb.se,          SENDER,   0203:scb.se,          FORBIDDEN",
        // one that is registered is its owner's, whatever its name
        "se.trafikverket.a, 0203:trafikverket.se, 0203:trafikverket.se, SENDER,   0203:trafikverket.se, DONE",
        "eu.ted.notice,     0203:scb.se,          0203:scb.se,          SENDER,   0203:scb.se,          DONE",
        "se.trafikverket.a, 0203:scb.se,          0203:scb.se,          SENDER,   0203:scb.se,          DONE",
        "se.trafikverket.a, 0203:scb.se,          0203:trafikverket.se, SENDER,   0203:trafikverket.se, FORBIDDEN",
        "eu.ted.notice,     0203:scb.se,          0203:digg.se,         SENDER,   0203:scb.se,          FORBIDDEN",
        // operators give any to anybody
        "eu.ted.notice,     ,                     0203:scb.se,          OPERATOR, 0203:operator.se,     CREATED",
        "eu.ted.notice,     0203:scb.se,          0203:digg.se,         OPERATOR, 0203:operator.se,     DONE",
        // the backbone's own are nobody's
        "se.budkavle.a,     ,                     0203:budkavle.se,     SENDER,   0203:budkavle.se,     FORBIDDEN",
        "se.budkavle.a,     ,                     0203:operator.se,     OPERATOR, 0203:operator.se,     FORBIDDEN"
    })
    void whoMayWriteAType(
            String type, String present, String wanted, ActorKind actor, String caller, CommandOutcome outcome) {
        EventType current = present == null ? null : type(type, present).build();
        RegistryDecision<EventType> decision = EventTypeDecisions.put(
                put(type(type, wanted).setDescription("new").build(), actor, caller)
                        .build(),
                current,
                LATER);
        if (outcome == CommandOutcome.FORBIDDEN) {
            assertThat(decision).isEqualTo(new Refuse<>(outcome, "event-type-not-yours"));
        } else {
            assertThat(decision)
                    .isEqualTo(new Write<>(
                            type(type, wanted)
                                    .setDescription("new")
                                    .setVersion(current == null ? 1 : 4)
                                    .setUpdatedAt(LATER)
                                    .setUpdatedBy(caller)
                                    .build(),
                            outcome,
                            null));
        }
    }

    @Test
    void theSameAgainChangesNothing() {
        EventType current = type(TYPE, OWNER).build();
        EventType wanted = type(TYPE, OWNER)
                .setVersion(0)
                .setUpdatedAt(LATER)
                .setUpdatedBy("x")
                .build();
        assertThat(EventTypeDecisions.put(put(wanted, ActorKind.SENDER, OWNER).build(), current, LATER))
                .isEqualTo(new Keep<>(current, CommandOutcome.UNCHANGED, null));
    }

    @Test
    void conditionsHoldOrNothingIsDone() {
        EventType current = type(TYPE, OWNER).build();
        EventType wanted = type(TYPE, OWNER)
                .setVisibility(Visibility.LIMITED)
                .setAudience(List.of("0203:digg.se"))
                .build();
        RegistryCommand.Builder put = put(wanted, ActorKind.SENDER, OWNER);
        var refused = new Refuse<>(CommandOutcome.PRECONDITION_FAILED, "precondition-failed");
        assertThat(EventTypeDecisions.put(put.setIfVersion(2L).build(), current, LATER))
                .isEqualTo(refused);
        assertThat(EventTypeDecisions.put(put.setIfVersion(3L).build(), null, LATER))
                .isEqualTo(refused);
        assertThat(EventTypeDecisions.put(put.setIfVersion(3L).build(), current, LATER))
                .isInstanceOf(Write.class);
        assertThat(EventTypeDecisions.put(
                        put.setIfVersion(null).setIfAbsent(true).build(), current, LATER))
                .isEqualTo(refused);
        assertThat(EventTypeDecisions.put(put.build(), null, LATER)).isInstanceOf(Write.class);
    }

    @Test
    void aCommandIsWholeOrRefused() {
        EventType wanted = type(TYPE, OWNER).build();
        RegistryCommand.Builder put = put(wanted, ActorKind.SENDER, OWNER);
        var refused = new Refuse<>(CommandOutcome.INVALID, "incomplete-command");
        assertThat(EventTypeDecisions.put(
                        put.setEntityId("se.trafikverket.other").build(), null, LATER))
                .isEqualTo(refused);
        assertThat(EventTypeDecisions.put(put.setEventType(null).build(), null, LATER))
                .isEqualTo(refused);
        EventType hidden = type(TYPE, OWNER).setVisibility(Visibility.UNKNOWN).build();
        assertThat(EventTypeDecisions.put(put(hidden, ActorKind.SENDER, OWNER).build(), null, LATER))
                .isEqualTo(refused);
    }
}
