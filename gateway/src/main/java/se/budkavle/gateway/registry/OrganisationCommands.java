package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.CommandSettings;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;

/** Asks the owner of an organisation's state to suspend or resume it, for an operator. */
@Singleton
public final class OrganisationCommands {

    private final CommandClient commands;
    private final CommandSettings settings;
    private final Registry registry;
    private final Clock clock;

    OrganisationCommands(CommandClient commands, CommandSettings settings, Registry registry, Clock clock) {
        this.commands = commands;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * Asks, and waits until this gateway acts accordingly. Refused: 503 if it is not certain.
     *
     * @param kind SUSPEND_ORGANISATION or RESUME_ORGANISATION; what is so already stays so
     * @param reason why, a code
     */
    public void change(
            RegistryCommandKind kind,
            String organisation,
            @Nullable String reason,
            Caller operator,
            String traceparent) {
        var command = RegistryCommand.newBuilder()
                .setKind(kind)
                .setEntityId(organisation)
                .setActorKind(ActorKind.OPERATOR)
                .setOrganisation(operator.organisation())
                .setActorPseudonym(operator.pseudonym())
                .setReason(reason)
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var headers = Map.of(
                RecordHeaders.KIND, kind.name(),
                RecordHeaders.ORGANISATION, operator.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        var result = Decisions.orRefuse(commands.ask(
                Topics.REGISTRY_COMMANDS, organisation, headers, envelope -> command.setCommandId(envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build()));
        var version = result.getVersion();
        if (version != null && !registry.await(() -> hasVersion(organisation, version), settings.timeout())) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
    }

    private boolean hasVersion(String organisation, long version) {
        var entry = registry.copy().organisation(organisation);
        return entry != null && entry.getVersion() >= version;
    }
}
