package se.budkavle.gateway.http;

import java.util.UUID;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;

/** Reads what stands in a path. */
final class Paths {

    private Paths() {}

    /** {@return the id; what is no UUID is unknown like any other} */
    static String id(String text) {
        try {
            var id = UUID.fromString(text).toString();
            if (id.equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same answer.
        }
        throw notFound();
    }

    static RefusedException notFound() {
        return Refusal.of(ProblemCode.NOT_FOUND).asException();
    }

    /** {@return the organisation, folded, or a refusal} */
    static String organisation(String text) {
        var organisation = AddressSyntax.fold(text);
        if (organisation == null) {
            throw Query.refused("organisation", "invalid-organisation", "Must be such as 0203:agency.se.");
        }
        return organisation;
    }

    /** {@return the address, folded, or a refusal at that pointer} */
    static String address(String text, String pointer) {
        var address = AddressSyntax.fold(text);
        if (address == null) {
            throw Refusal.of(ProblemCode.INVALID_ADDRESS, new Issue(pointer, AddressSyntax.CODE, AddressSyntax.DETAIL))
                    .asException();
        }
        return address;
    }
}
