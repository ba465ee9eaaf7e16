package se.budkavle.gateway.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;

/**
 * What an address can take, now.
 *
 * @param address the address
 * @param type the type asked about, if any
 * @param accepts whether a message (of that type) would be delivered now
 * @param acceptedTypes message types it accepts; none: all
 * @param maxContentBytes largest content
 * @param maxConfidentialityLevel highest level it accepts
 * @param requiresEncryption whether content must be encrypted
 * @param encryptionKeys public keys, JWK
 * @param movedTo where it moved
 */
public record Capabilities(
        String address,
        @Nullable String type,
        boolean accepts,
        List<String> acceptedTypes,
        int maxContentBytes,
        @Nullable Integer maxConfidentialityLevel,
        boolean requiresEncryption,
        @JsonRawValue String encryptionKeys,
        @Nullable String movedTo) {

    /** {@return what that address can take of that type (or of any)} */
    public static Capabilities of(Address entry, @Nullable String type, int maxContentBytes, Instant now) {
        var types = entry.getAcceptedTypes();
        boolean valid = (entry.getValidFrom() == null || !now.isBefore(entry.getValidFrom()))
                && (entry.getValidTo() == null || now.isBefore(entry.getValidTo()));
        return new Capabilities(
                entry.getAddress(),
                type,
                valid
                        && entry.getStatus() == AddressStatus.ACTIVE
                        && (type == null || types.isEmpty() || types.contains(type)),
                types,
                maxContentBytes,
                entry.getMaxConfidentialityLevel(),
                entry.getRequiresEncryption(),
                AddressView.keys(entry),
                entry.getMovedTo());
    }
}
