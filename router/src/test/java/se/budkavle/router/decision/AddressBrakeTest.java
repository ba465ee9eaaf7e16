package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.command;
import static se.budkavle.router.decision.Fixtures.message;
import static se.budkavle.router.decision.Fixtures.put;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

class AddressBrakeTest {

    private static final String OWNER = "0203:a.se";
    private static final String ID = "free";

    private final AddressDecisions decisions = new AddressDecisions(true, 5);

    private static RegistryCommand ask(RegistryCommandKind kind, ActorKind actor) {
        return command(kind, ID, "0203:op.se")
                .setActorKind(actor)
                .setReason("under-investigation")
                .build();
    }

    private static RegistryDecision<Address> suspend(Address current) {
        return AddressBrake.putOn(ask(RegistryCommandKind.SUSPEND_ADDRESS, ActorKind.OPERATOR), current, NOW);
    }

    private static RegistryDecision<Address> resume(Address current) {
        return AddressBrake.takeOff(ask(RegistryCommandKind.RESUME_ADDRESS, ActorKind.OPERATOR), current, NOW);
    }

    private static Address written(RegistryDecision<Address> decision) {
        return decision instanceof Write<Address> write ? write.entry() : null;
    }

    private static Address braked() {
        return written(suspend(address(ID, OWNER).build()));
    }

    private RegistryDecision<Address> write(Address wanted, ActorKind actor, Address current) {
        return decisions.put(put(wanted, OWNER).setActorKind(actor).build(), current, 0, NOW, a -> null);
    }

    @ParameterizedTest
    @EnumSource(AddressStatus.class)
    void theAddressIsAfterwardsWhatItsOwnerHadMadeOfIt(AddressStatus status) {
        Address before = address(ID, OWNER).setStatus(status).setVersion(3).build();

        Address suspended = written(suspend(before));

        assertThat(AddressBrake.isOn(suspended)).isTrue();
        assertThat(suspended.getStatusReason()).isEqualTo("under-investigation");
        assertThat(suspended.getVersion()).isEqualTo(4);
        assertThat(suspended.getUpdatedBy()).isEqualTo("0203:op.se");
        assertThat(suspend(suspended)).isEqualTo(new Keep<>(suspended, CommandOutcome.UNCHANGED, null));
        assertThat(written(resume(suspended)))
                .isEqualTo(Address.newBuilder(before)
                        .setVersion(5)
                        .setUpdatedBy("0203:op.se")
                        .build());
    }

    @Test
    void onlyAnOperatorAndOnlyWhatIsThere() {
        var refused = new Refuse<Address>(CommandOutcome.FORBIDDEN, AddressBrake.NOT_ALLOWED);
        var owners = ask(RegistryCommandKind.RESUME_ADDRESS, ActorKind.RECIPIENT);

        assertThat(AddressBrake.putOn(owners, address(ID, OWNER).build(), NOW)).isEqualTo(refused);
        assertThat(AddressBrake.takeOff(owners, braked(), NOW)).isEqualTo(refused);
        assertThat(suspend(null)).isEqualTo(RegistryDecision.notFound(AddressDecisions.UNKNOWN));
        assertThat(resume(null)).isEqualTo(RegistryDecision.notFound(AddressDecisions.UNKNOWN));
    }

    @Test
    void whatTheOwnerSuspendedIsTheOwnersToResume() {
        Address active = address(ID, OWNER).build();
        Address own = address(ID, OWNER).setStatus(AddressStatus.SUSPENDED).build();

        assertThat(resume(active)).isEqualTo(new Keep<>(active, CommandOutcome.UNCHANGED, null));
        assertThat(resume(own)).isEqualTo(new Refuse<>(CommandOutcome.CONFLICT, AddressBrake.SUSPENDED_BY_OWNER));
        assertThat(written(write(active, ActorKind.RECIPIENT, own)).getStatus()).isEqualTo(AddressStatus.ACTIVE);
    }

    @Test
    void theOwnerIsToldThatItIsNotForItToLift() {
        var refused = new Refuse<Address>(CommandOutcome.FORBIDDEN, AddressBrake.SUSPENDED_BY_OPERATOR);

        assertThat(write(address(ID, OWNER).build(), ActorKind.RECIPIENT, braked()))
                .isEqualTo(refused);
        assertThat(decisions.delete(
                        command(RegistryCommandKind.DELETE_ADDRESS, ID, OWNER).build(), braked()))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @EnumSource(names = {"RECIPIENT", "OPERATOR"})
    void whatElseIsWrittenIsWrittenUnderTheBrake(ActorKind actor) {
        Address wanted = address(ID, OWNER)
                .setDisplayName("new")
                .setStatus(actor == ActorKind.OPERATOR ? AddressStatus.ACTIVE : AddressStatus.SUSPENDED)
                .build();

        Address after = written(write(wanted, actor, braked()));

        assertThat(after.getDisplayName()).isEqualTo("new");
        assertThat(AddressBrake.isOn(after)).isTrue();
        assertThat(after.getStatusReason()).isEqualTo("under-investigation");
        assertThat(written(resume(after)).getStatus()).isEqualTo(AddressStatus.ACTIVE);
    }

    @Test
    void noMoveLeadsPastIt() {
        Address there = address("there", OWNER).build();
        Map<String, Address> registry =
                Map.of(ID, Address.newBuilder(braked()).setMovedTo("there").build(), "there", there);
        Routing routing = new Routing(5, organisation -> false);

        assertThat(routing.decide(message(ID).build(), ID, NOW, registry::get))
                .isEqualTo(new Decision.Hold(Reason.ADDRESS_SUSPENDED, 2L));
        assertThat(routing.destination(ID, registry::get)).isEqualTo(ID);
        assertThat(routing.mayGoOn(ID, registry::get)).isFalse();
    }

    /** Whatever the owner asks for, in whatever order, even that it be its own doing. */
    @Property
    void nothingThatTheOwnerDoesTakesItOff(@ForAll @Size(max = 10) List<@From("owners") RegistryCommand> commands) {
        Address entry = braked();
        for (RegistryCommand each : commands) {
            RegistryDecision<Address> decision =
                    switch (each.getKind()) {
                        case PUT_ADDRESS -> decisions.put(each, entry, 0, NOW, a -> null);
                        case DELETE_ADDRESS -> decisions.delete(each, entry);
                        case SUSPEND_ADDRESS -> AddressBrake.putOn(each, entry, NOW);
                        default -> AddressBrake.takeOff(each, entry, NOW);
                    };
            assertThat(decision).isNotInstanceOf(Remove.class);
            entry = decision instanceof Write<Address> write ? write.entry() : entry;
            assertThat(AddressBrake.isOn(entry)).isTrue();
        }
        assertThat(written(resume(entry)).getStatus()).isEqualTo(AddressStatus.ACTIVE);
    }

    @Provide
    Arbitrary<RegistryCommand> owners() {
        return Combinators.combine(
                        Arbitraries.of(
                                RegistryCommandKind.PUT_ADDRESS,
                                RegistryCommandKind.DELETE_ADDRESS,
                                RegistryCommandKind.SUSPEND_ADDRESS,
                                RegistryCommandKind.RESUME_ADDRESS),
                        Arbitraries.of(AddressStatus.class),
                        Arbitraries.of(ActorKind.class).injectNull(0.5),
                        Arbitraries.of("there", "elsewhere").injectNull(0.5))
                .as((kind, status, by, movedTo) -> command(kind, ID, OWNER)
                        .setAddress(address(ID, OWNER)
                                .setStatus(status)
                                .setStatusBy(by)
                                .setStatusBefore(AddressStatus.SUSPENDED)
                                .setMovedTo(movedTo)
                                .build())
                        .build());
    }
}
