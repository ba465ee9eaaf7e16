package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.CommandSettings;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.CommandAnswers;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

/** Asks the owner of an address to write or delete it, and waits until this gateway reads its own write. */
@Singleton
public final class AddressCommands {

    private final CommandClient commands;
    private final CommandSettings settings;
    private final Registry registry;
    private final Clock clock;

    AddressCommands(CommandClient commands, CommandSettings settings, Registry registry, Clock clock) {
        this.commands = commands;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * What was written.
     *
     * @param entry the entry now
     * @param created whether there was none before
     */
    public record Written(Address entry, boolean created) {}

    /** Writes an entry. Refused: 403, 409, 412, or 503 if it is not certain. */
    public Written put(Address entry, Precondition condition, Caller caller, String traceparent) {
        var result = Decisions.orRefuse(ask(putCommand(entry, condition, caller), traceparent));
        return new Written(readBack(entry.getAddress(), result), result.getOutcome() == CommandOutcome.CREATED);
    }

    /**
     * Asks for an entry to be written without waiting for the decision, nor for this gateway to read its own write: for
     * many at once. Those of one address are decided in the order in which they were asked for.
     */
    public CompletableFuture<Optional<CommandResult>> beginPut(
            Address entry, Precondition condition, Caller caller, String traceparent) {
        var command = putCommand(entry, condition, caller);
        return commands.begin(
                Topics.REGISTRY_COMMANDS,
                entry.getAddress(),
                headers(command, traceparent),
                envelope -> complete(command, envelope));
    }

    private RegistryCommand.Builder putCommand(Address entry, Precondition condition, Caller caller) {
        return command(RegistryCommandKind.PUT_ADDRESS, entry.getAddress(), caller)
                .setAddress(entry)
                .setIfVersion(condition.ifVersion())
                .setIfAbsent(condition.ifAbsent());
    }

    /**
     * Suspends or resumes, for an operator, whosever it is. Refused: 404, 409, or 503 if it is not certain.
     *
     * @param kind SUSPEND_ADDRESS or RESUME_ADDRESS; what is so already stays so
     * @param reason why, a code; the owner sees it
     */
    public void changeAsOperator(
            RegistryCommandKind kind, String address, @Nullable String reason, Caller operator, String traceparent) {
        var command = command(kind, address, operator)
                .setActorKind(ActorKind.OPERATOR)
                .setReason(reason);
        readBack(address, Decisions.orRefuse(ask(command, traceparent)));
    }

    /** Deletes an entry. Refused: 403, 404, 412, or 503 if it is not certain. */
    public void delete(String address, Precondition condition, Caller caller, String traceparent) {
        Decisions.orRefuse(ask(
                command(RegistryCommandKind.DELETE_ADDRESS, address, caller).setIfVersion(condition.ifVersion()),
                traceparent));
        registry.await(() -> registry.copy().address(address) == null, settings.timeout());
    }

    /** Claims an address that is nobody's for the caller. Refused: 403 if somebody was quicker. */
    public void claim(String address, Caller caller, String traceparent) {
        var entry = Address.newBuilder()
                .setAddress(address)
                .setOrganisation(caller.organisation())
                .setKind(AddressKind.FUNCTION)
                .setUpdatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setUpdatedBy(caller.organisation())
                .build();
        var result = ask(
                        command(RegistryCommandKind.PUT_ADDRESS, address, caller)
                                .setAddress(entry)
                                .setIfAbsent(true),
                        traceparent)
                .orElseThrow(() -> Refusal.of(ProblemCode.NOT_CONFIRMED).asException());
        switch (result.getOutcome()) {
            case CREATED, DONE, UNCHANGED -> readBack(address, result);
            case PRECONDITION_FAILED, CONFLICT -> {
                boolean complete = registry.catchUp();
                var owner = registry.copy().address(address);
                if (owner == null && !complete) {
                    throw Registry.unreadable();
                }
                if (owner == null || !owner.getOrganisation().equals(caller.organisation())) {
                    throw Refusal.of(ProblemCode.SENDER_NOT_YOURS).asException();
                }
            }
            case FORBIDDEN -> throw Refusal.of(ProblemCode.SENDER_NOT_YOURS).asException();
            default -> Decisions.orRefuse(Optional.of(result));
        }
    }

    private Address readBack(String address, CommandResult result) {
        long version = result.getVersion() == null ? 1 : result.getVersion();
        boolean seen = registry.await(
                () -> {
                    var entry = registry.copy().address(address);
                    return entry != null && entry.getVersion() >= version;
                },
                settings.timeout());
        var entry = registry.copy().address(address);
        if (!seen || entry == null) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
        return entry;
    }

    private RegistryCommand.Builder command(RegistryCommandKind kind, String address, Caller caller) {
        return RegistryCommand.newBuilder()
                .setKind(kind)
                .setEntityId(address)
                .setActorKind(caller.may(Scope.OPERATOR_WRITE) ? ActorKind.OPERATOR : ActorKind.RECIPIENT)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private Optional<CommandResult> ask(RegistryCommand.Builder command, String traceparent) {
        return commands.ask(
                Topics.REGISTRY_COMMANDS,
                command.getEntityId(),
                headers(command, traceparent),
                envelope -> complete(command, envelope));
    }

    private static Map<String, String> headers(RegistryCommand.Builder command, String traceparent) {
        return Map.of(
                RecordHeaders.KIND, command.getKind().name(),
                RecordHeaders.ORGANISATION, command.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
    }

    private static RegistryCommand complete(RegistryCommand.Builder command, CommandAnswers.Envelope envelope) {
        return command.setCommandId(envelope.commandId())
                .setReplyTo(envelope.replyTo())
                .build();
    }
}
