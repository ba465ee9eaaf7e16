package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Remove;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.RegistryCommand;

/** Decides what becomes of an address: claim, ownership, version, moves. Its status is the owner's but for an {@link AddressBrake}. */
public final class AddressDecisions {

    /** Codes of what is refused; gateway problems of the same names. */
    public static final String NOT_YOURS = "address-not-yours";
    /** The address is reserved for another organisation, or for operators. */
    public static final String NOT_CLAIMABLE = "address-not-claimable";
    /** {@code If-Match} or {@code If-None-Match} does not hold. */
    public static final String PRECONDITION = "precondition-failed";
    /** The move leads back, or too far. */
    public static final String MOVE_LOOP = "move-loop";
    /** There is no such address. */
    public static final String UNKNOWN = "unknown-address";
    /** The register that the entry comes from has told a newer version already. */
    public static final String OLDER_SOURCE_VERSION = "older-source-version";
    /** The command lacks its entry, or is about another. */
    public static final String INCOMPLETE = "incomplete-command";

    private final boolean firstComeFirstOwned;
    private final int maxMoves;

    /**
     * @param firstComeFirstOwned whether an address that is reserved for nobody may be claimed by whoever comes first
     * @param maxMoves how many moves are followed
     */
    public AddressDecisions(boolean firstComeFirstOwned, int maxMoves) {
        this.firstComeFirstOwned = firstComeFirstOwned;
        this.maxMoves = maxMoves;
    }

    /**
     * PUT_ADDRESS.
     *
     * @param command what is asked
     * @param current the entry; null where there is none
     * @param lastVersion the version it had when it was deleted, which no later one repeats; 0 where it never was
     * @param now the time of the decision
     * @param addresses the registry as far as it is visible here, for moves
     */
    public RegistryDecision<Address> put(
            RegistryCommand command,
            @Nullable Address current,
            long lastVersion,
            Instant now,
            AddressLookup addresses) {
        Address stated = command.getAddress();
        if (stated == null || !stated.getAddress().equals(command.getEntityId())) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        RegistryDecision<Address> refusal = refusal(command, stated, current);
        if (refusal != null) {
            return refusal;
        }
        Address wanted = AddressBrake.over(current, stated);
        if (!RegistryDecision.conditionsHold(versionOf(current), command.getIfVersion(), command.getIfAbsent())) {
            return new Refuse<>(CommandOutcome.PRECONDITION_FAILED, PRECONDITION);
        }
        if (current != null && isOlder(wanted, current)) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null, OLDER_SOURCE_VERSION);
        }
        if (leadsBack(wanted, addresses)) {
            return new Refuse<>(CommandOutcome.CONFLICT, MOVE_LOOP);
        }
        if (current != null && same(current, wanted)) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        Address written = Address.newBuilder(wanted)
                .setVersion((current == null ? lastVersion : current.getVersion()) + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, current == null ? CommandOutcome.CREATED : CommandOutcome.DONE, null);
    }

    /** DELETE_ADDRESS. */
    public RegistryDecision<Address> delete(RegistryCommand command, @Nullable Address current) {
        if (current == null) {
            return command.getIfVersion() == null
                    ? RegistryDecision.notFound(UNKNOWN)
                    : new Refuse<>(CommandOutcome.PRECONDITION_FAILED, PRECONDITION);
        }
        if (!isOperator(command) && !current.getOrganisation().equals(command.getOrganisation())) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_YOURS);
        }
        // Or it would be claimed anew, without the brake.
        if (!isOperator(command) && AddressBrake.isOn(current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, AddressBrake.SUSPENDED_BY_OPERATOR);
        }
        if (!RegistryDecision.conditionsHold(current.getVersion(), command.getIfVersion(), false)) {
            return new Refuse<>(CommandOutcome.PRECONDITION_FAILED, PRECONDITION);
        }
        return new Remove<>(current);
    }

    private @Nullable RegistryDecision<Address> refusal(
            RegistryCommand command, Address wanted, @Nullable Address current) {
        if (isOperator(command)) {
            return null;
        }
        // Given away by an operator only: else an address could be pushed on somebody who never asked for it.
        boolean own = sameOrganisation(wanted.getOrganisation(), command.getOrganisation());
        if (!own || (current != null && !sameOrganisation(current.getOrganisation(), command.getOrganisation()))) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_YOURS);
        }
        if (current == null
                && !AddressClaim.isOpenTo(wanted.getAddress(), command.getOrganisation(), firstComeFirstOwned)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_CLAIMABLE);
        }
        // Said aloud to whoever means to lift it; a register that an operator imports goes on telling the rest.
        if (current != null && AddressBrake.isOn(current) && wanted.getStatus() != AddressStatus.SUSPENDED) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, AddressBrake.SUSPENDED_BY_OPERATOR);
        }
        return null;
    }

    /** Two addresses may be pointed at each other at the same time; what then slips through is survived in routing. */
    private boolean leadsBack(Address wanted, AddressLookup addresses) {
        String next = wanted.getMovedTo();
        for (int moves = 1; next != null; moves++) {
            if (next.equals(wanted.getAddress()) || moves > maxMoves) {
                return true;
            }
            Address entry = addresses.find(next);
            next = entry == null ? null : entry.getMovedTo();
        }
        return false;
    }

    /** The newest version of each source wins, in whatever order a feed's records arrive. */
    private static boolean isOlder(Address wanted, Address current) {
        return wanted.getSource() != null
                && wanted.getSource().equals(current.getSource())
                && wanted.getSourceVersion() != null
                && current.getSourceVersion() != null
                && SourceVersions.NATURAL.compare(wanted.getSourceVersion(), current.getSourceVersion()) < 0;
    }

    private static boolean same(Address current, Address wanted) {
        return current.equals(Address.newBuilder(wanted)
                .setVersion(current.getVersion())
                .setUpdatedAt(current.getUpdatedAt())
                .setUpdatedBy(current.getUpdatedBy())
                .build());
    }

    private static @Nullable Long versionOf(@Nullable Address current) {
        return current == null ? null : current.getVersion();
    }

    private static boolean isOperator(RegistryCommand command) {
        return command.getActorKind() == ActorKind.OPERATOR;
    }

    private static boolean sameOrganisation(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
