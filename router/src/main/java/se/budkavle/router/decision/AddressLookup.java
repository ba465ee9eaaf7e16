package se.budkavle.router.decision;

import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Address;

/** The address registry, as far as a decision needs it. */
@FunctionalInterface
public interface AddressLookup {

    /** The entry of an address as stated, without following moves; null where there is none. */
    @Nullable Address find(String address);
}
