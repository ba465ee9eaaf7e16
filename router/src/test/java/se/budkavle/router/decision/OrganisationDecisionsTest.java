package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.command;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

class OrganisationDecisionsTest {

    private static final String ORGANISATION = "0203:a.se";
    private static final String OPERATOR = "0203:operator.se";

    private static RegistryCommand asked(ActorKind by) {
        return command(RegistryCommandKind.SUSPEND_ORGANISATION, ORGANISATION, OPERATOR)
                .setActorKind(by)
                .setReason("unpaid")
                .build();
    }

    private static RegistryDecision<Organisation> decide(Organisation current, OrganisationStatus wanted) {
        return OrganisationDecisions.decide(asked(ActorKind.OPERATOR), current, wanted, NOW);
    }

    @Test
    void isSuspendedAndResumedAndEachTimeOnce() {
        assertThat(decide(null, OrganisationStatus.ACTIVE))
                .isInstanceOfSatisfying(
                        Keep.class, keep -> assertThat(keep.outcome()).isEqualTo(CommandOutcome.UNCHANGED));
        Organisation suspended = written(decide(null, OrganisationStatus.SUSPENDED));
        assertThat(suspended.getStatus()).isEqualTo(OrganisationStatus.SUSPENDED);
        assertThat(suspended.getStatusReason()).isEqualTo("unpaid");
        assertThat(suspended.getVersion()).isEqualTo(1);
        assertThat(suspended.getUpdatedBy()).isEqualTo(OPERATOR);
        assertThat(decide(suspended, OrganisationStatus.SUSPENDED))
                .isEqualTo(new Keep<>(suspended, CommandOutcome.UNCHANGED, null));
        Organisation resumed = written(decide(suspended, OrganisationStatus.ACTIVE));
        assertThat(resumed.getStatus()).isEqualTo(OrganisationStatus.ACTIVE);
        assertThat(resumed.getStatusReason()).isNull();
        assertThat(resumed.getVersion()).isEqualTo(2);
    }

    private static Organisation written(RegistryDecision<Organisation> decision) {
        assertThat(decision).isInstanceOf(Write.class);
        return ((Write<Organisation>) decision).entry();
    }

    @ParameterizedTest
    @EnumSource(value = ActorKind.class, names = "OPERATOR", mode = EnumSource.Mode.EXCLUDE)
    void nobodyElseMay(ActorKind actor) {
        assertThat(OrganisationDecisions.decide(asked(actor), null, OrganisationStatus.SUSPENDED, NOW))
                .isEqualTo(new Refuse<>(CommandOutcome.FORBIDDEN, OrganisationDecisions.NOT_ALLOWED));
    }
}
