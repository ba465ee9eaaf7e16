package se.budkavle.gateway.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.registry.Moves;
import se.budkavle.gateway.registry.RegistryCopy;
import se.budkavle.schemas.avro.Address;

/**
 * Whether each recipient can read what is encrypted end to end, and gets nothing else where it demands that. Decided here so that
 * content which must be encrypted is never taken in otherwise; the router decides again, should the registry have changed. Pure.
 */
final class EndToEnd {

    private final RegistryCopy registry;

    EndToEnd(RegistryCopy registry) {
        this.registry = registry;
    }

    /** {@return what is wrong, with a pointer to each recipient} */
    List<Issue> faults(MessageRequest request) {
        var faults = new ArrayList<Issue>();
        for (int i = 0; i < request.recipients().size(); i++) {
            var entry = registry.address(request.recipients().get(i));
            var at = Admission.recipientAt(request, i);
            if (entry != null && Moves.follow(registry, entry) instanceof Moves.End.At(var end)) {
                var fault = fault(end, request.jweKid(), at);
                if (fault != null) {
                    faults.add(fault);
                }
            }
        }
        return faults;
    }

    private static @Nullable Issue fault(Address entry, @Nullable String kid, String at) {
        if (kid == null) {
            return entry.getRequiresEncryption()
                    ? new Issue(at, "encryption-required", "The recipient demands encrypted content.")
                    : null;
        }
        // Without keys of its own it may have told the sender one in another way.
        boolean has = (entry.getEncryptionKeys().isEmpty() && !entry.getRequiresEncryption())
                || entry.getEncryptionKeys().stream()
                        .anyMatch(key -> key.getKid().equals(kid));
        return has
                ? null
                : new Issue(at, "unknown-key", "The content is encrypted to a key that the recipient does not have.");
    }
}
