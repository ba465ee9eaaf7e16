package se.budkavle.gateway.registry;

import java.util.HashSet;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;

/** Where moves lead, on the copy of the registry, by the router's rules. */
public final class Moves {

    /** The router follows as many, unless it is configured otherwise. */
    private static final int MOST_MOVES = 5;

    /** Where moves lead, or why they lead nowhere. */
    public sealed interface End {

        /** To that address. */
        record At(Address entry) implements End {}

        /** Nowhere. */
        record Nowhere(Reason reason) implements End {}
    }

    private Moves() {}

    /** {@return where what is sent to that address goes} */
    public static End follow(RegistryCopy registry, Address asked) {
        if (asked.getMovedTo() == null) {
            return new End.At(asked);
        }
        var passed = new HashSet<String>();
        var entry = asked;
        while (entry.getMovedTo() != null && !isSuspendedByOperator(entry)) {
            if (passed.size() == MOST_MOVES || !passed.add(entry.getAddress())) {
                return new End.Nowhere(Reason.MOVE_LOOP);
            }
            entry = registry.address(entry.getMovedTo());
            if (entry == null) {
                return new End.Nowhere(Reason.UNKNOWN_RECIPIENT);
            }
        }
        return new End.At(entry);
    }

    /** Past which no move leads. */
    private static boolean isSuspendedByOperator(Address entry) {
        return entry.getStatus() == AddressStatus.SUSPENDED && entry.getStatusBy() == ActorKind.OPERATOR;
    }
}
