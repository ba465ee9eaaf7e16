package se.budkavle.router.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Decision.Deliver;
import se.budkavle.router.decision.Decision.End;
import se.budkavle.router.decision.Decision.Hold;
import se.budkavle.router.decision.Decision.Park;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Representative;

/**
 * Decides what becomes of a message for one recipient. What the registry alone can heal is held, what only another
 * message can heal ends, and an address that is not there yet is waited for.
 */
public final class Routing {

    private final int maxMoves;
    private final Predicate<String> suspendedOrganisations;

    /**
     * @param maxMoves how many moves of an address are followed
     * @param suspendedOrganisations those that get nothing for now
     */
    public Routing(int maxMoves, Predicate<String> suspendedOrganisations) {
        this.maxMoves = maxMoves;
        this.suspendedOrganisations = suspendedOrganisations;
    }

    /**
     * The decision for one recipient.
     *
     * @param message the message; its content is not looked at
     * @param recipient the recipient as the sender stated it
     * @param now the time of the decision
     * @param addresses the registry
     */
    public Decision decide(Message message, String recipient, Instant now, AddressLookup addresses) {
        if (!message.getExpiresAt().isAfter(now)) {
            return new End(Reason.EXPIRED, null);
        }
        Decision representation = representation(message, now, addresses);
        if (representation != null) {
            return representation;
        }
        List<String> via = new ArrayList<>();
        String stated = recipient;
        while (true) {
            Address entry = addresses.find(stated);
            if (entry == null) {
                return new Park(stated, new Hold(Reason.UNKNOWN_RECIPIENT, null));
            }
            String next = next(entry);
            if (next == null) {
                return at(entry, via, message, now);
            }
            if (via.size() == maxMoves || via.contains(stated)) {
                return new Hold(Reason.MOVE_LOOP, entry.getVersion());
            }
            via.add(stated);
            stated = next;
        }
    }

    /** The address that a recipient's messages lead to, as far as is known; where the moves do not end, one of them. */
    public String destination(String recipient, AddressLookup addresses) {
        String stated = recipient;
        for (int moves = 0; moves <= maxMoves; moves++) {
            Address entry = addresses.find(stated);
            String next = entry == null ? null : next(entry);
            if (next == null) {
                return stated;
            }
            stated = next;
        }
        return stated;
    }

    /** Where what goes to an address goes on to, if anywhere. Past an operator's brake no move leads. */
    private static @Nullable String next(Address entry) {
        return AddressBrake.isOn(entry) ? null : entry.getMovedTo();
    }

    /** Whether a recipient is there, and neither it nor its organisation is suspended. */
    public boolean mayGoOn(String recipient, AddressLookup addresses) {
        Address entry = addresses.find(destination(recipient, addresses));
        return entry != null
                && entry.getStatus() == AddressStatus.ACTIVE
                && !suspendedOrganisations.test(entry.getOrganisation());
    }

    private Decision at(Address entry, List<String> via, Message message, Instant now) {
        long version = entry.getVersion();
        if (entry.getStatus() != AddressStatus.ACTIVE) {
            return new Hold(Reason.ADDRESS_SUSPENDED, version);
        }
        if (suspendedOrganisations.test(entry.getOrganisation())) {
            return new Hold(Reason.ORGANISATION_SUSPENDED, version);
        }
        if (!isValid(entry, now)) {
            return new Hold(Reason.ADDRESS_NOT_VALID, version);
        }
        if (!entry.getAcceptedTypes().isEmpty() && !entry.getAcceptedTypes().contains(message.getType())) {
            return new End(Reason.TYPE_NOT_ACCEPTED, version);
        }
        Integer highest = entry.getMaxConfidentialityLevel();
        if (highest != null && confidentialityOf(message) > highest) {
            return new End(Reason.CONFIDENTIALITY_TOO_HIGH, version);
        }
        if (entry.getRequiresEncryption() && !isEncryptedTo(entry, message)) {
            return new End(Reason.ENCRYPTION_REQUIRED, version);
        }
        return new Deliver(entry, via);
    }

    /** Null where nobody is represented, or rightly so. The sender's entry names who may act for its organisation. */
    private static @Nullable Decision representation(Message message, Instant now, AddressLookup addresses) {
        String acting = Objects.requireNonNullElse(message.getActorOrganisation(), message.getOrganisation());
        String represented = Objects.requireNonNullElse(message.getOnBehalfOf(), message.getOrganisation());
        if (acting.equals(represented)) {
            return null;
        }
        Address sender = addresses.find(message.getSender());
        if (sender == null) {
            return new Park(message.getSender(), new End(Reason.NOT_REPRESENTATIVE, null));
        }
        boolean allowed = sender.getOrganisation().equals(represented)
                && sender.getRepresentatives().stream().anyMatch(one -> mayAct(one, acting, message, now));
        return allowed ? null : new End(Reason.NOT_REPRESENTATIVE, sender.getVersion());
    }

    private static boolean mayAct(Representative representative, String acting, Message message, Instant now) {
        return representative.getOrganisation().equals(acting)
                && (representative.getTypes().isEmpty()
                        || representative.getTypes().contains(message.getType()))
                && (representative.getValidTo() == null
                        || representative.getValidTo().isAfter(now));
    }

    private static boolean isValid(Address entry, Instant now) {
        return (entry.getValidFrom() == null || !entry.getValidFrom().isAfter(now))
                && (entry.getValidTo() == null || entry.getValidTo().isAfter(now));
    }

    /** A message that is marked confidential without a level has level 1, an unmarked one 0. */
    private static int confidentialityOf(Message message) {
        Integer level = message.getConfidentialityLevel();
        if (level != null) {
            return level;
        }
        return message.getConfidentiality() ? 1 : 0;
    }

    /** Whether its sender encrypted it, to a key that the address has now. */
    private static boolean isEncryptedTo(Address entry, Message message) {
        Encryption encryption = message.getContentInfo().getEncryption();
        String kid = message.getContentInfo().getJweKid();
        return (encryption == Encryption.JWE || encryption == Encryption.JWE_AT_REST)
                && entry.getEncryptionKeys().stream()
                        .anyMatch(key -> key.getKid().equals(kid));
    }
}
