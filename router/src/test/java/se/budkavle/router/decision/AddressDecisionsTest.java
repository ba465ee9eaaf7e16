package se.budkavle.router.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.router.decision.Fixtures.NOW;
import static se.budkavle.router.decision.Fixtures.address;
import static se.budkavle.router.decision.Fixtures.command;
import static se.budkavle.router.decision.Fixtures.put;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

class AddressDecisionsTest {

    private static final String OWNER = "0203:a.se";
    private static final String OTHER = "0203:b.se";

    private final AddressDecisions decisions = new AddressDecisions(true, 5);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "sdk:inkorg:0203:digg.se,0203:digg.se",
                "0203:digg.se,0203:digg.se",
                "inkorg.0203:digg.se,0203:digg.se",
                "SDK:INKORG:0203:DIGG.SE,0203:digg.se",
                "sdk:inkorg,-",
                "203:digg.se,-",
                "x0203:digg.se,-",
                "0203:digg.se:inkorg,-",
                "a-0203:digg.se,-",
                "12345:digg.se,-",
                "person:0a1b2c,-",
                "0203:0007:x,0007:x"
            })
    void readsWhomAnAddressIsReservedFor(String address, String organisation) {
        assertThat(AddressClaim.reservedFor(address)).isEqualTo(organisation);
    }

    @Test
    void freeAddressesMayBeLeftToOperators() {
        Address wanted = address("free", OWNER).build();
        AddressDecisions strict = new AddressDecisions(false, 5);
        assertThat(strict.put(put(wanted, OWNER).build(), null, 0, NOW, a -> null))
                .isEqualTo(new Refuse<>(CommandOutcome.FORBIDDEN, AddressDecisions.NOT_CLAIMABLE));
        assertThat(strict.put(
                        put(wanted, OWNER).setActorKind(ActorKind.OPERATOR).build(), null, 0, NOW, a -> null))
                .isInstanceOf(Write.class);
    }

    @Test
    void theSameAgainChangesNothing() {
        Address current = address("free", OWNER).setVersion(3).build();
        assertThat(decisions.put(put(current, OWNER).build(), current, 0, NOW.plusSeconds(9), a -> null))
                .isEqualTo(new Keep<>(current, CommandOutcome.UNCHANGED, null));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,-,false,true",
                "-,-,true,true",
                "-,1,false,false",
                "2,2,false,true",
                "2,1,false,false",
                "2,-,true,false",
                "2,-,false,true"
            })
    void conditionsAreDecidedExactly(Long version, Long ifVersion, boolean ifAbsent, boolean holds) {
        Address current = version == null
                ? null
                : address("free", OWNER).setVersion(version).build();
        RegistryCommand command = put(
                        address("free", OWNER).setDisplayName("new").build(), OWNER)
                .setIfVersion(ifVersion)
                .setIfAbsent(ifAbsent)
                .build();
        var decision = decisions.put(command, current, 0, NOW, a -> null);
        if (holds) {
            assertThat(decision).isInstanceOf(Write.class);
        } else {
            assertThat(decision)
                    .isEqualTo(new Refuse<>(CommandOutcome.PRECONDITION_FAILED, AddressDecisions.PRECONDITION));
        }
    }

    @Test
    void aMoveThatLeadsBackIsRefused() {
        Map<String, Address> registry = new HashMap<>();
        registry.put("b", address("b", OWNER).setMovedTo("c").build());
        registry.put("c", address("c", OWNER).setMovedTo("a").build());
        Address a = address("a", OWNER).setMovedTo("b").build();
        assertThat(decisions.put(put(a, OWNER).build(), null, 0, NOW, registry::get))
                .isEqualTo(new Refuse<>(CommandOutcome.CONFLICT, AddressDecisions.MOVE_LOOP));
        registry.put("c", address("c", OWNER).build());
        assertThat(decisions.put(put(a, OWNER).build(), null, 0, NOW, registry::get))
                .isInstanceOf(Write.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "digital-post,9,digital-post,10,true",
                "digital-post,10,digital-post,9,false",
                "digital-post,2026-01-10,digital-post,2026-01-9,false",
                "digital-post,10,digital-post,10,true",
                "digital-post,10,smp,9,true",
                "digital-post,10,digital-post,-,true",
                "digital-post,-,digital-post,1,true",
                "-,-,digital-post,1,true"
            })
    void theNewestVersionOfEachSourceWins(
            String source, String version, String wantedSource, String wantedVersion, boolean written) {
        Address current = address("free", OWNER)
                .setSource(source)
                .setSourceVersion(version)
                .build();
        Address wanted = Address.newBuilder(current)
                .setSource(wantedSource)
                .setSourceVersion(wantedVersion)
                .setDisplayName("changed")
                .build();
        var decision = decisions.put(put(wanted, OWNER).build(), current, 0, NOW, a -> null);
        if (written) {
            assertThat(decision).isInstanceOf(Write.class);
        } else {
            assertThat(decision)
                    .isEqualTo(
                            new Keep<>(current, CommandOutcome.UNCHANGED, null, AddressDecisions.OLDER_SOURCE_VERSION));
        }
    }

    @Test
    void deletesAreTheOwnersAndConditional() {
        Address current = address("free", OWNER).setVersion(2).build();
        RegistryCommand.Builder delete = command(RegistryCommandKind.DELETE_ADDRESS, "free", OWNER);
        assertThat(decisions.delete(delete.build(), current)).isEqualTo(new Remove<>(current));
        assertThat(decisions.delete(delete.build(), null))
                .isEqualTo(new Refuse<>(CommandOutcome.NOT_FOUND, AddressDecisions.UNKNOWN));
        assertThat(decisions.delete(delete.setIfVersion(1L).build(), current))
                .isEqualTo(new Refuse<>(CommandOutcome.PRECONDITION_FAILED, AddressDecisions.PRECONDITION));
        assertThat(decisions.delete(
                        command(RegistryCommandKind.DELETE_ADDRESS, "free", OTHER)
                                .build(),
                        current))
                .isEqualTo(new Refuse<>(CommandOutcome.FORBIDDEN, AddressDecisions.NOT_YOURS));
    }

    @Test
    void aCommandAboutAnotherAddressIsInvalid() {
        RegistryCommand command = put(address("free", OWNER).build(), OWNER)
                .setEntityId("another")
                .build();
        assertThat(decisions.put(command, null, 0, NOW, a -> null))
                .isEqualTo(new Refuse<>(CommandOutcome.INVALID, AddressDecisions.INCOMPLETE));
    }

    /**
     * Whoever asks for whatever in whatever order: an entry belongs to the organisation its address is reserved for, no
     * entry changes hands, and the version counts the writes and never comes again, whatever was deleted.
     */
    @Property
    void anEntryBelongsToItsClaimant(@ForAll @Size(max = 30) List<@From("commands") RegistryCommand> commands) {
        Map<String, Address> registry = new HashMap<>();
        Map<String, Long> deleted = new HashMap<>();
        Set<String> etags = new HashSet<>();
        for (RegistryCommand command : commands) {
            String id = command.getEntityId();
            Address current = registry.get(id);
            RegistryDecision<Address> decision = command.getKind() == RegistryCommandKind.DELETE_ADDRESS
                    ? decisions.delete(command, current)
                    : decisions.put(command, current, deleted.getOrDefault(id, 0L), NOW, registry::get);
            switch (decision) {
                case Write<Address> write -> {
                    Address written = write.entry();
                    String reserved = AddressClaim.reservedFor(id);
                    assertThat(written.getOrganisation()).isEqualTo(command.getOrganisation());
                    assertThat(written.getUpdatedBy()).isEqualTo(command.getOrganisation());
                    if (reserved != null) {
                        assertThat(written.getOrganisation()).isEqualTo(reserved);
                    }
                    if (current != null) {
                        assertThat(written.getOrganisation()).isEqualTo(current.getOrganisation());
                    }
                    assertThat(etags.add(id + " " + written.getVersion()))
                            .as("a version of its own")
                            .isTrue();
                    assertThat(write.outcome())
                            .isEqualTo(current == null ? CommandOutcome.CREATED : CommandOutcome.DONE);
                    registry.put(id, written);
                    assertThat(new Routing(5, organisation -> false)
                                    .decide(Fixtures.message(id).build(), id, NOW, registry::get))
                            .as("a move that was visible never loops")
                            .isNotEqualTo(new Decision.Hold(Reason.MOVE_LOOP, 1L));
                }
                case Remove<Address> remove -> {
                    assertThat(current.getOrganisation()).isEqualTo(command.getOrganisation());
                    registry.remove(id);
                    deleted.put(id, remove.entry().getVersion());
                }
                case Keep<Address> keep -> assertThat(keep.entry()).isEqualTo(current);
                case Refuse<Address> refuse -> assertThat(refuse.code()).isNotBlank();
            }
        }
    }

    @Provide
    Arbitrary<RegistryCommand> commands() {
        Arbitrary<String> ids = Arbitraries.of("free", "x:0203:a.se", "x:0203:b.se", "y");
        Arbitrary<String> organisations = Arbitraries.of(OWNER, OTHER, "0203:c.se");
        return Combinators.combine(
                        ids,
                        organisations,
                        Arbitraries.of("one", "two"),
                        ids.injectNull(0.6),
                        Arbitraries.longs().between(1, 3).injectNull(0.6),
                        Arbitraries.of(true, false, false, false))
                .as((id, organisation, name, movedTo, ifVersion, delete) -> {
                    RegistryCommand.Builder command = delete
                            ? command(RegistryCommandKind.DELETE_ADDRESS, id, organisation)
                            : put(
                                    address(id, organisation)
                                            .setDisplayName(name)
                                            .setMovedTo(movedTo)
                                            .build(),
                                    organisation);
                    return command.setIfVersion(ifVersion).build();
                });
    }
}
