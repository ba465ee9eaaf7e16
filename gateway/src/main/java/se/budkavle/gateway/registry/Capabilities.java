package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;

/**
 * What an address can take, now: the answer that routing would give, asked before sending. Moves are followed; what is
 * said of types, levels and keys holds for the address at their end.
 *
 * @param address the address asked about
 * @param type the type asked about, if any
 * @param accepts whether a message (of that type and level) would be delivered now
 * @param reason why not; null if it would
 * @param deliveredTo the address at the end of the moves; null if they lead nowhere
 * @param acceptedTypes message types it accepts; none: all
 * @param maxContentBytes largest content
 * @param maxConfidentialityLevel highest level it accepts
 * @param requiresEncryption whether content must be encrypted
 * @param encryptionKeys public keys, JWK
 * @param movedTo where the address asked about moved
 */
public record Capabilities(
        String address,
        @Nullable String type,
        boolean accepts,
        @Nullable Why reason,
        @Nullable String deliveredTo,
        List<String> acceptedTypes,
        int maxContentBytes,
        @Nullable Integer maxConfidentialityLevel,
        boolean requiresEncryption,
        @JsonRawValue String encryptionKeys,
        @Nullable String movedTo) {

    /**
     * Why a message would not be delivered.
     *
     * @param code the reason code that routing would give
     * @param explanation one sentence, with what to do about it
     */
    public record Why(String code, String explanation) {

        private static @Nullable Why of(@Nullable Reason reason) {
            return reason == null ? null : new Why(reason.code(), reason.explanation());
        }
    }

    /** {@return what that address can take of that type (or of any) and level (or of none)} */
    public static Capabilities of(
            RegistryCopy registry,
            Address asked,
            @Nullable String type,
            @Nullable Integer confidentialityLevel,
            int maxContentBytes,
            Instant now) {
        var end = Moves.follow(registry, asked);
        var entry = end instanceof Moves.End.At(var reached) ? reached : asked;
        var reason =
                switch (end) {
                    case Moves.End.Nowhere(var nowhere) -> nowhere;
                    case Moves.End.At(var reached) -> obstacle(registry, reached, type, confidentialityLevel, now);
                };
        return new Capabilities(
                asked.getAddress(),
                type,
                reason == null,
                Why.of(reason),
                end instanceof Moves.End.At ? entry.getAddress() : null,
                entry.getAcceptedTypes(),
                maxContentBytes,
                entry.getMaxConfidentialityLevel(),
                entry.getRequiresEncryption(),
                AddressView.keys(entry),
                asked.getMovedTo());
    }

    /** In the order in which routing asks. */
    private static @Nullable Reason obstacle(
            RegistryCopy registry, Address entry, @Nullable String type, @Nullable Integer level, Instant now) {
        if (entry.getStatus() != AddressStatus.ACTIVE) {
            return Reason.ADDRESS_SUSPENDED;
        }
        if (registry.isSuspended(entry.getOrganisation())) {
            return Reason.ORGANISATION_SUSPENDED;
        }
        if ((entry.getValidFrom() != null && now.isBefore(entry.getValidFrom()))
                || (entry.getValidTo() != null && !now.isBefore(entry.getValidTo()))) {
            return Reason.ADDRESS_NOT_VALID;
        }
        if (type != null
                && !entry.getAcceptedTypes().isEmpty()
                && !entry.getAcceptedTypes().contains(type)) {
            return Reason.TYPE_NOT_ACCEPTED;
        }
        var highest = entry.getMaxConfidentialityLevel();
        if (highest != null && level != null && level > highest) {
            return Reason.CONFIDENTIALITY_TOO_HIGH;
        }
        return entry.getRequiresEncryption() ? Reason.ENCRYPTION_REQUIRED : null;
    }
}
