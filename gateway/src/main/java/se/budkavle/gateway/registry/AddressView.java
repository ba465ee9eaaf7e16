package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.EncryptionKey;

/**
 * An address as the API shows it, and as it may be sent back. The version is the {@code ETag}.
 *
 * @param address the address
 * @param organisation its owner
 * @param kind ORGANISATION, FUNCTION, COMPANY or PERSON
 * @param displayName name for people
 * @param acceptedTypes message types it accepts; none: all
 * @param status ACTIVE or SUSPENDED
 * @param validFrom valid from
 * @param validTo valid until
 * @param movedTo where it moved
 * @param maxConfidentialityLevel highest level it accepts
 * @param requiresEncryption whether content must be encrypted to one of its keys
 * @param encryptionKeys public keys, JWK
 * @param representatives who may act for it
 * @param deputies who stands in for it
 * @param contact contact for people
 * @param source the register it comes from
 * @param sourceVersion version in that register
 * @param statusReason why an operator suspended it, a code, for its owner and operators; else left out
 */
public record AddressView(
        String address,
        String organisation,
        String kind,
        @Nullable String displayName,
        List<String> acceptedTypes,
        String status,
        @Nullable Instant validFrom,
        @Nullable Instant validTo,
        @Nullable String movedTo,
        @Nullable Integer maxConfidentialityLevel,
        boolean requiresEncryption,
        @JsonRawValue String encryptionKeys,
        List<RepresentativeView> representatives,
        List<String> deputies,
        @Nullable String contact,
        @Nullable String source,
        @Nullable String sourceVersion,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String statusReason) {

    /**
     * Who may act for an address.
     *
     * @param organisation the organisation
     * @param types message types it may act in; none: all
     * @param validTo until when
     */
    public record RepresentativeView(
            String organisation,
            List<String> types,
            @Nullable Instant validTo) {}

    /** {@return the view of an entry, for anybody} */
    public static AddressView of(Address entry) {
        return of(entry, null);
    }

    /** {@return the view of an entry, for its owner and for operators: with why it is suspended} */
    public static AddressView withReason(Address entry) {
        return of(entry, entry.getStatusReason());
    }

    private static AddressView of(Address entry, @Nullable String statusReason) {
        return new AddressView(
                entry.getAddress(),
                entry.getOrganisation(),
                entry.getKind().name(),
                entry.getDisplayName(),
                entry.getAcceptedTypes(),
                entry.getStatus().name(),
                entry.getValidFrom(),
                entry.getValidTo(),
                entry.getMovedTo(),
                entry.getMaxConfidentialityLevel(),
                entry.getRequiresEncryption(),
                keys(entry),
                entry.getRepresentatives().stream()
                        .map(each -> new RepresentativeView(each.getOrganisation(), each.getTypes(), each.getValidTo()))
                        .toList(),
                entry.getDeputies(),
                entry.getContact(),
                entry.getSource(),
                entry.getSourceVersion(),
                statusReason);
    }

    /** {@return the keys as a JSON array; each was parsed before it was stored} */
    static String keys(Address entry) {
        return entry.getEncryptionKeys().stream()
                .map(EncryptionKey::getJwk)
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }
}
