package se.budkavle.router.decision;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.RegistryDecision.Keep;
import se.budkavle.router.decision.RegistryDecision.Refuse;
import se.budkavle.router.decision.RegistryDecision.Write;
import se.budkavle.schemas.EventTypeNames;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.Visibility;

/**
 * Decides what becomes of an event type. Who may write one:
 *
 * <pre>
 *                          of the own domain    any other    the backbone's own
 *   not registered yet          itself               –               –
 *   registered                  its owner        its owner           –
 *   operators                   yes                 yes              –
 * </pre>
 *
 * Operators alone give a type to another organisation. What they gave stays given, also of a domain that is another's.
 */
public final class EventTypeDecisions {

    /** The type is another's, or the backbone's, or would be given away. */
    public static final String NOT_YOURS = "event-type-not-yours";
    /** {@code If-Match} or {@code If-None-Match} does not hold. */
    public static final String PRECONDITION = "precondition-failed";
    /** The command lacks its type, or is about another, or says nothing of who may see it. */
    public static final String INCOMPLETE = "incomplete-command";

    private EventTypeDecisions() {}

    /**
     * PUT_EVENT_TYPE.
     *
     * @param command what is asked
     * @param current the type as it is registered; null where it is not
     * @param now the time of the decision
     */
    public static RegistryDecision<EventType> put(RegistryCommand command, @Nullable EventType current, Instant now) {
        EventType wanted = command.getEventType();
        if (wanted == null
                || !wanted.getType().equals(command.getEntityId())
                || wanted.getVisibility() == Visibility.UNKNOWN) {
            return new Refuse<>(CommandOutcome.INVALID, INCOMPLETE);
        }
        if (!mayPut(command, wanted, current)) {
            return new Refuse<>(CommandOutcome.FORBIDDEN, NOT_YOURS);
        }
        Long version = current == null ? null : current.getVersion();
        if (!RegistryDecision.conditionsHold(version, command.getIfVersion(), command.getIfAbsent())) {
            return new Refuse<>(CommandOutcome.PRECONDITION_FAILED, PRECONDITION);
        }
        if (current != null && same(current, wanted)) {
            return new Keep<>(current, CommandOutcome.UNCHANGED, null);
        }
        EventType written = EventType.newBuilder(wanted)
                .setVersion(current == null ? 1 : current.getVersion() + 1)
                .setUpdatedAt(now)
                .setUpdatedBy(command.getOrganisation())
                .build();
        return new Write<>(written, current == null ? CommandOutcome.CREATED : CommandOutcome.DONE, null);
    }

    private static boolean mayPut(RegistryCommand command, EventType wanted, @Nullable EventType current) {
        if (EventTypeNames.isBackbones(wanted.getType())) {
            return false;
        }
        if (command.getActorKind() == ActorKind.OPERATOR) {
            return true;
        }
        String caller = command.getOrganisation();
        return isSame(wanted.getOrganisation(), caller)
                && (current == null
                        ? EventTypeNames.isOwn(wanted.getType(), caller)
                        : isSame(current.getOrganisation(), caller));
    }

    private static boolean same(EventType current, EventType wanted) {
        return current.equals(EventType.newBuilder(wanted)
                .setVersion(current.getVersion())
                .setUpdatedAt(current.getUpdatedAt())
                .setUpdatedBy(current.getUpdatedBy())
                .build());
    }

    private static boolean isSame(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
