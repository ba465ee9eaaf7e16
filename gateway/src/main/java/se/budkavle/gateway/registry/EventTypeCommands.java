package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.CommandSettings;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.EventType;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

/** Asks the owner of an event type to write it, and waits until this gateway reads its own write. */
@Singleton
public final class EventTypeCommands {

    private final CommandClient commands;
    private final CommandSettings settings;
    private final Registry registry;
    private final Clock clock;

    EventTypeCommands(CommandClient commands, CommandSettings settings, Registry registry, Clock clock) {
        this.commands = commands;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * What was written.
     *
     * @param entry the type now
     * @param created whether there was none before
     */
    public record Written(EventType entry, boolean created) {}

    /** Writes a type. Refused: 403, 412, or 503 if it is not certain. */
    public Written put(EventType entry, Precondition condition, Caller caller, String traceparent) {
        var command = RegistryCommand.newBuilder()
                .setKind(RegistryCommandKind.PUT_EVENT_TYPE)
                .setEntityId(entry.getType())
                .setActorKind(caller.may(Scope.OPERATOR_WRITE) ? ActorKind.OPERATOR : ActorKind.SENDER)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setEventType(entry)
                .setIfVersion(condition.ifVersion())
                .setIfAbsent(condition.ifAbsent())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var headers = Map.of(
                RecordHeaders.KIND, command.getKind().name(),
                RecordHeaders.ORGANISATION, command.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        var result = Decisions.orRefuse(
                commands.ask(Topics.REGISTRY_COMMANDS, entry.getType(), headers, envelope -> command.setCommandId(
                                envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build()));
        long version = result.getVersion() == null ? 1 : result.getVersion();
        return new Written(readBack(entry.getType(), version), result.getOutcome() == CommandOutcome.CREATED);
    }

    private EventType readBack(String type, long version) {
        boolean seen = registry.await(
                () -> {
                    var entry = registry.copy().eventType(type);
                    return entry != null && entry.getVersion() >= version;
                },
                settings.timeout());
        var entry = registry.copy().eventType(type);
        if (!seen || entry == null) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
        return entry;
    }
}
