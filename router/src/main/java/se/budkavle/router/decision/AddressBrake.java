package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.RegistryCommand;

/**
 * An operator's brake on an address: while it is on, nothing is delivered there, whatever the owner writes. An operator
 * takes it off; then the address is again what its owner had made of it.
 */
public final class AddressBrake {

    /** An operator suspended it: an operator alone resumes it. */
    public static final String SUSPENDED_BY_OPERATOR = "suspended-by-operator";
    /** Its owner suspended it, which is the owner's to end. */
    public static final String SUSPENDED_BY_OWNER = "suspended-by-owner";
    /** Only operators may. */
    public static final String NOT_ALLOWED = "not-allowed";

    private AddressBrake() {}

    /** Whether an operator suspended the address. */
    public static boolean isOn(Address entry) {
        return entry.getStatus() == AddressStatus.SUSPENDED && entry.getStatusBy() == ActorKind.OPERATOR;
    }

    /**
     * SUSPEND_ADDRESS. What an operator suspended already stays as it is.
     *
     * @param command what is asked
     * @param current the entry; null where there is none
     * @param now the time of the decision
     */
    public static RegistryDecision<Address> putOn(RegistryCommand command, @Nullable Address current, Instant now) {
        RegistryDecision<Address> refusal = refusal(command, current);
        if (refusal != null) {
            return refusal;
        }
        Address before = Objects.requireNonNull(current);
        return isOn(before)
                ? new Keep<>(before, CommandOutcome.UNCHANGED, null)
                : write(
                        Address.newBuilder(before)
                                .setStatus(AddressStatus.SUSPENDED)
                                .setStatusReason(command.getReason())
                                .setStatusBy(ActorKind.OPERATOR)
                                .setStatusBefore(before.getStatus()),
                        command,
                        now);
    }

    /**
     * RESUME_ADDRESS. What is active stays so.
     *
     * @param command what is asked
     * @param current the entry; null where there is none
     * @param now the time of the decision
     */
    public static RegistryDecision<Address> takeOff(RegistryCommand command, @Nullable Address current, Instant now) {
        RegistryDecision<Address> refusal = refusal(command, current);
        if (refusal != null) {
            return refusal;
        }
        Address before = Objects.requireNonNull(current);
        if (isOn(before)) {
            return write(
                    Address.newBuilder(before)
                            .setStatus(Objects.requireNonNullElse(before.getStatusBefore(), AddressStatus.ACTIVE))
                            .setStatusReason(null)
                            .setStatusBy(null)
                            .setStatusBefore(null),
                    command,
                    now);
        }
        return before.getStatus() == AddressStatus.ACTIVE
                ? new Keep<>(before, CommandOutcome.UNCHANGED, null)
                : new Refuse<>(CommandOutcome.CONFLICT, SUSPENDED_BY_OWNER);
    }

    /** An entry as it may be written over another: all of it but an operator's brake, which stays as it is. */
    static Address over(@Nullable Address current, Address wanted) {
        Address.Builder entry = Address.newBuilder(wanted).setStatusBy(null).setStatusBefore(null);
        if (current != null && isOn(current)) {
            entry.setStatus(current.getStatus())
                    .setStatusReason(current.getStatusReason())
                    .setStatusBy(current.getStatusBy())
                    .setStatusBefore(current.getStatusBefore());
        }
        return entry.build();
    }

    private static @Nullable RegistryDecision<Address> refusal(RegistryCommand command, @Nullable Address current) {
        if (command.getActorKind() != ActorKind.OPERATOR) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
        }
        return current == null ? RegistryDecision.notFound(AddressDecisions.UNKNOWN) : null;
    }

    private static RegistryDecision<Address> write(Address.Builder changed, RegistryCommand command, Instant now) {
        Address written = changed.setVersion(changed.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, CommandOutcome.DONE, null);
    }
}
