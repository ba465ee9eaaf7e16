package se.budkavle.router.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.Organisation;
import se.budkavle.schemas.avro.OrganisationStatus;
import se.budkavle.schemas.avro.RegistryCommand;

/** Decides what becomes of an organisation: operators suspend and resume it, repeatedly if they like. */
public final class OrganisationDecisions {

    /** Only operators may. */
    public static final String NOT_ALLOWED = "not-allowed";

    private OrganisationDecisions() {}

    /**
     * SUSPEND_ORGANISATION, RESUME_ORGANISATION.
     *
     * @param command what is asked
     * @param current the entry; null where there is none: it is active
     * @param wanted the status that is asked for
     * @param now the time of the decision
     */
    public static RegistryDecision<Organisation> decide(
            RegistryCommand command, @Nullable Organisation current, OrganisationStatus wanted, Instant now) {
        if (command.getActorKind() != ActorKind.OPERATOR) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_ALLOWED);
        }
        Organisation before = current == null ? untouched(command, now) : current;
        if (before.getStatus() == wanted) {
            return new Keep<>(before, CommandOutcome.UNCHANGED, null);
        }
        Organisation changed = Organisation.newBuilder(before)
                .setStatus(wanted)
                .setStatusReason(wanted == OrganisationStatus.SUSPENDED ? command.getReason() : null)
                .setVersion(before.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(changed, CommandOutcome.DONE, null);
    }

    private static Organisation untouched(RegistryCommand command, Instant now) {
        return Organisation.newBuilder()
                .setOrganisation(command.getEntityId())
                .setStatus(OrganisationStatus.ACTIVE)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
    }
}
