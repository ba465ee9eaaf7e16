package se.budkavle.router.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * @param maxMoves how many moves of an address are followed
     */
    public Routing(int maxMoves) {
        this.maxMoves = maxMoves;
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
            String next = entry.getMovedTo();
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

    private static Decision at(Address entry, List<String> via, Message message, Instant now) {
        long version = entry.getVersion();
        if (entry.getStatus() != AddressStatus.ACTIVE) {
            return new Hold(Reason.ADDRESS_SUSPENDED, version);
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
        if (entry.getRequiresEncryption() && !isEncryptedBySender(message)) {
            return new End(Reason.ENCRYPTION_REQUIRED, version);
        }
        return new Deliver(entry, via);
    }

    /** Null where nobody is represented, or rightly so. The sender's entry names who may act for it. */
    private static @Nullable Decision representation(Message message, Instant now, AddressLookup addresses) {
        String represented = message.getOnBehalfOf();
        // Where both are the same the gateway has recorded the represented as the answerable one, after its own check.
        if (represented == null || represented.equals(message.getOrganisation())) {
            return null;
        }
        Address sender = addresses.find(message.getSender());
        if (sender == null) {
            return new Park(message.getSender(), new End(Reason.NOT_REPRESENTATIVE, null));
        }
        boolean allowed = sender.getOrganisation().equals(represented)
                && sender.getRepresentatives().stream().anyMatch(r -> mayAct(r, message, now));
        return allowed ? null : new End(Reason.NOT_REPRESENTATIVE, sender.getVersion());
    }

    private static boolean mayAct(Representative representative, Message message, Instant now) {
        return representative.getOrganisation().equals(message.getOrganisation())
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

    private static boolean isEncryptedBySender(Message message) {
        Encryption encryption = message.getContentInfo().getEncryption();
        return encryption == Encryption.JWE || encryption == Encryption.JWE_AT_REST;
    }
}
