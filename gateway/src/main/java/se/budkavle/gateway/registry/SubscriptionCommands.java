package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.CommandSettings;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.SubscriptionStatus;

/** Asks the owner of a subscription to change it, and waits until this gateway reads its own write. */
@Singleton
public final class SubscriptionCommands {

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final CommandClient commands;
    private final CommandSettings settings;
    private final Registry registry;
    private final Clock clock;

    SubscriptionCommands(CommandClient commands, CommandSettings settings, Registry registry, Clock clock) {
        this.commands = commands;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * What was created.
     *
     * @param entry the entry
     * @param secret its signing secret, {@code whsec_<base64>} as Standard Webhooks writes it; told once
     */
    public record Created(Subscription entry, String secret) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "Created[" + entry.getSubscriptionId() + "]";
        }
    }

    /** Creates a subscription. Refused: 503 if it is not certain. */
    public Created create(SubscriptionRequests.NewSubscription wanted, Caller caller, String traceparent) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        var secret = "whsec_" + Base64.getEncoder().encodeToString(random);
        var id = Ids.newId();
        var entry = Subscription.newBuilder()
                .setSubscriptionId(id)
                .setOrganisation(caller.organisation())
                .setName(wanted.name())
                .setTypes(wanted.types())
                .setChannel(ChannelKind.WEBHOOK)
                .setUrl(wanted.url())
                .setOrdering(wanted.ordering())
                .setStatus(SubscriptionStatus.PENDING)
                .setStatusSince(now)
                .setSecrets(List.of(SigningSecret.newBuilder()
                        .setId(Ids.newId())
                        .setAlgorithm("HMAC-SHA256")
                        .setCiphertext(ByteBuffer.wrap(secret.getBytes(StandardCharsets.US_ASCII)))
                        .build()))
                .setRetryLadderMillis(
                        wanted.retryLadder().stream().map(Duration::toMillis).toList())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setUpdatedBy(caller.organisation())
                .build();
        var result =
                ask(command(RegistryCommandKind.CREATE_SUBSCRIPTION, id, caller).setSubscription(entry), traceparent);
        return new Created(readBack(id, result), secret);
    }

    /** Pauses or resumes. Refused: 404, 409, or 503 if it is not certain. */
    public Subscription change(RegistryCommandKind kind, String id, Caller caller, String traceparent) {
        return readBack(id, ask(command(kind, id, caller), traceparent));
    }

    /** Deletes. Refused: 404, 412, or 503 if it is not certain. */
    public void delete(String id, Precondition condition, Caller caller, String traceparent) {
        ask(
                command(RegistryCommandKind.DELETE_SUBSCRIPTION, id, caller).setIfVersion(condition.ifVersion()),
                traceparent);
        registry.await(() -> registry.copy().subscription(id) == null, settings.timeout());
    }

    private Subscription readBack(String id, CommandResult result) {
        long version = result.getVersion() == null ? 1 : result.getVersion();
        boolean seen = registry.await(
                () -> {
                    var entry = registry.copy().subscription(id);
                    return entry != null && entry.getVersion() >= version;
                },
                settings.timeout());
        var entry = registry.copy().subscription(id);
        if (!seen || entry == null) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
        return entry;
    }

    private RegistryCommand.Builder command(RegistryCommandKind kind, String id, Caller caller) {
        return RegistryCommand.newBuilder()
                .setKind(kind)
                .setEntityId(id)
                .setActorKind(ActorKind.RECIPIENT)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private CommandResult ask(RegistryCommand.Builder command, String traceparent) {
        var headers = Map.of(
                RecordHeaders.KIND, command.getKind().name(),
                RecordHeaders.ORGANISATION, command.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        return Decisions.orRefuse(
                commands.ask(Topics.REGISTRY_COMMANDS, command.getEntityId(), headers, envelope -> command.setCommandId(
                                envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build()));
    }
}
