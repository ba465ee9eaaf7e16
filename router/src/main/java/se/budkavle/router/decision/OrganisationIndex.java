package se.budkavle.router.decision;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;

/** The organisations that are suspended, on heap: few, and asked for at every delivery. Safe for many threads. */
public final class OrganisationIndex {

    private final Set<String> suspended = ConcurrentHashMap.newKeySet();

    /** An organisation's state changed. */
    public void put(Organisation organisation) {
        if (organisation.getStatus() == OrganisationStatus.ACTIVE) {
            suspended.remove(organisation.getOrganisation());
        } else {
            // A status that a later version brings is no leave to deliver.
            suspended.add(organisation.getOrganisation());
        }
    }

    /** An organisation has no state of its own any more. */
    public void remove(String organisation) {
        suspended.remove(organisation);
    }

    /** Whether nothing goes to it for now. */
    public boolean isSuspended(String organisation) {
        return suspended.contains(organisation);
    }
}
