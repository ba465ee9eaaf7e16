package se.budkavle.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

class CapabilitiesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String TYPE = "urn:x:y";

    private final RegistryCopy registry = new RegistryCopy();

    private Address put(String address, UnaryOperator<Address.Builder> change) {
        var entry = change.apply(Address.newBuilder()
                        .setAddress(address)
                        .setOrganisation("0203:b.se")
                        .setUpdatedAt(NOW)
                        .setUpdatedBy("0203:b.se"))
                .build();
        registry.putAddress(address, entry);
        return entry;
    }

    private Capabilities of(Address entry) {
        return Capabilities.of(registry, entry, TYPE, 3, 1024, NOW);
    }

    private void refused(UnaryOperator<Address.Builder> change, String code) {
        var capabilities = of(put("in.0203:b.se", change));

        assertThat(capabilities.accepts()).isFalse();
        assertThat(capabilities.reason().code()).isEqualTo(code);
        assertThat(capabilities.reason().explanation()).isNotBlank();
    }

    @Test
    void whatIsInTheWayHasTheReasonThatRoutingWouldGive() {
        refused(entry -> entry.setStatus(AddressStatus.SUSPENDED), "address-suspended");
        refused(
                entry -> entry.setStatus(AddressStatus.SUSPENDED)
                        .setStatusBy(ActorKind.OPERATOR)
                        .setMovedTo("nowhere.0203:b.se"),
                "address-suspended");
        refused(entry -> entry.setValidFrom(NOW.plusMillis(1)), "address-not-valid");
        refused(entry -> entry.setValidTo(NOW), "address-not-valid");
        refused(entry -> entry.setAcceptedTypes(List.of("urn:other")), "type-not-accepted");
        refused(entry -> entry.setMaxConfidentialityLevel(2), "confidentiality-too-high");
        refused(entry -> entry.setRequiresEncryption(true), "encryption-required");
        refused(entry -> entry.setMovedTo("nowhere.0203:b.se"), "unknown-recipient");
        refused(entry -> entry.setMovedTo("in.0203:b.se"), "move-loop");
    }

    @Test
    void nothingInTheWay() {
        var capabilities = of(put("in.0203:b.se", entry -> entry.setAcceptedTypes(List.of(TYPE))
                .setMaxConfidentialityLevel(3)
                .setValidFrom(NOW)
                .setValidTo(NOW.plusMillis(1))));

        assertThat(capabilities.accepts()).isTrue();
        assertThat(capabilities.reason()).isNull();
        assertThat(capabilities.deliveredTo()).isEqualTo("in.0203:b.se");
        assertThat(capabilities.movedTo()).isNull();
    }

    @Test
    void aSuspendedOrganisationTakesNothingUntilItIsResumed() {
        var entry = put("in.0203:b.se", each -> each);
        state(OrganisationStatus.SUSPENDED);
        assertThat(of(entry).reason().code()).isEqualTo("organisation-suspended");

        state(OrganisationStatus.ACTIVE);
        assertThat(of(entry).accepts()).isTrue();
    }

    private void state(OrganisationStatus status) {
        registry.putOrganisation(
                "0203:b.se",
                Organisation.newBuilder()
                        .setOrganisation("0203:b.se")
                        .setStatus(status)
                        .setUpdatedAt(NOW)
                        .setUpdatedBy("0203:op.se")
                        .build());
    }

    @Test
    void movesAreFollowedToTheirEndFiveTimesAtMost() {
        put("m5.0203:b.se", entry -> entry.setAcceptedTypes(List.of("urn:other")));
        for (int i = 4; i >= 0; i--) {
            var next = "m" + (i + 1) + ".0203:b.se";
            put("m" + i + ".0203:b.se", entry -> entry.setMovedTo(next));
        }
        var first = registry.address("m0.0203:b.se");

        var capabilities = of(first);
        assertThat(capabilities.address()).isEqualTo("m0.0203:b.se");
        assertThat(capabilities.movedTo()).isEqualTo("m1.0203:b.se");
        assertThat(capabilities.deliveredTo()).isEqualTo("m5.0203:b.se");
        assertThat(capabilities.acceptedTypes()).containsExactly("urn:other");
        assertThat(capabilities.reason().code()).isEqualTo("type-not-accepted");

        put("m5.0203:b.se", entry -> entry.setMovedTo("m6.0203:b.se"));
        put("m6.0203:b.se", entry -> entry);
        assertThat(of(first).reason().code()).isEqualTo("move-loop");
        assertThat(of(first).deliveredTo()).isNull();
    }
}
