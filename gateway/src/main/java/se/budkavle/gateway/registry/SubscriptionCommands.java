package se.budkavle.gateway.registry;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.CommandSettings;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.WantedSubscription.Channel;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.CommandResult;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.SigningSecret;
import se.budkavle.schemas.avro.Subscription;

/** Asks the owner of a subscription to change it, and waits until this gateway reads its own write. */
@Singleton
public final class SubscriptionCommands {

    /** Rotations that meet another change of the same subscription. */
    private static final int MOST_TRIES = 3;

    private final CommandClient commands;
    private final CommandSettings settings;
    private final Registry registry;
    private final SigningSecrets secrets;
    private final SubscriptionSettings limits;
    private final Clock clock;

    SubscriptionCommands(
            CommandClient commands,
            CommandSettings settings,
            Registry registry,
            SigningSecrets secrets,
            SubscriptionSettings limits,
            Clock clock) {
        this.commands = commands;
        this.settings = settings;
        this.registry = registry;
        this.secrets = secrets;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What a subscription became that got a new secret.
     *
     * @param entry the entry
     * @param secret {@code whsec_<base64>} as Standard Webhooks writes it, told once; null where there is none to tell
     */
    public record WithSecret(Subscription entry, @Nullable String secret) {

        /** Names no secret. */
        @Override
        public String toString() {
            return "WithSecret[" + entry.getSubscriptionId() + "]";
        }
    }

    /** Creates a subscription. Refused: 409 if there are too many, 501 without a key to seal with, 503 if it is not certain. */
    public WithSecret create(WantedSubscription wanted, Caller caller, String traceparent) {
        if (registry.copy().subscriptionCount(caller.organisation()) >= limits.mostPerOrganisation()) {
            throw Refusal.of(ProblemCode.TOO_MANY_SUBSCRIPTIONS).asException();
        }
        var id = Ids.newId();
        var made = wanted.channel() instanceof Channel.Webhook(var url, var signature)
                ? secrets.make(signature == null ? SignatureAlgorithm.HMAC_SHA256 : signature, id)
                : null;
        var entry = SubscriptionEntries.entry(id, wanted, caller.organisation(), now())
                .setSecrets(made == null ? List.of() : List.of(made.stored()))
                .build();
        var result =
                ask(command(RegistryCommandKind.CREATE_SUBSCRIPTION, id, caller).setSubscription(entry), traceparent);
        return new WithSecret(readBack(id, result), made == null ? null : made.told());
    }

    /**
     * Puts what is wanted in place of what is there.
     *
     * @param known the subscription as this gateway knows it
     * @throws se.budkavle.gateway.problem.RefusedException 404, 409, 412, or 503 if it is not certain
     */
    public Subscription update(
            Subscription known, WantedSubscription wanted, Precondition condition, Caller caller, String traceparent) {
        var id = known.getSubscriptionId();
        if (wanted.channel() instanceof Channel.Webhook(var url, var signature)
                && signature != null
                && signature != algorithmOf(known)) {
            throw Refusal.of(
                            ProblemCode.CONFLICT,
                            new Issue(
                                    "/channel/signature",
                                    "rotate-secret",
                                    "How is signed changes with POST /v1/subscriptions/{id}/rotate-secret."))
                    .asException();
        }
        var entry = SubscriptionEntries.entry(id, wanted, caller.organisation(), now())
                .build();
        var command = command(RegistryCommandKind.UPDATE_SUBSCRIPTION, id, caller)
                .setSubscription(entry)
                .setIfVersion(condition.ifVersion());
        return readBack(id, ask(command, traceparent));
    }

    /**
     * Gives a webhook a new secret; the former ones still sign for a while.
     *
     * @param entry the subscription as this gateway knows it
     * @throws se.budkavle.gateway.problem.RefusedException 404, 409, 412, or 503 if it is not certain
     */
    public WithSecret rotate(
            Subscription entry, RotationRequest wanted, Precondition condition, Caller caller, String traceparent) {
        var current = entry;
        var id = entry.getSubscriptionId();
        var made = secrets.make(wanted.signature() == null ? algorithmOf(entry) : wanted.signature(), id);
        for (int tries = 1; ; tries++) {
            var version = condition.ifVersion() == null ? Long.valueOf(current.getVersion()) : condition.ifVersion();
            var asked = command(RegistryCommandKind.ROTATE_SECRET, id, caller)
                    .setSubscription(rotated(current, made.stored(), wanted.overlap()))
                    .setIfVersion(version);
            var result = decide(asked, traceparent);
            boolean wasChanged = result.map(CommandResult::getOutcome).orElse(CommandOutcome.UNKNOWN)
                    == CommandOutcome.PRECONDITION_FAILED;
            if (!wasChanged || condition.ifVersion() != null || tries == MOST_TRIES) {
                return new WithSecret(readBack(id, Decisions.orRefuse(result)), made.told());
            }
            // Secrets are replaced as a whole: only on what the owner has just now.
            current = await(id, current.getVersion() + 1);
        }
    }

    private static SignatureAlgorithm algorithmOf(Subscription entry) {
        return entry.getSecrets().isEmpty()
                ? SignatureAlgorithm.HMAC_SHA256
                : SignatureAlgorithm.of(entry.getSecrets().getFirst().getAlgorithm());
    }

    private Subscription rotated(Subscription current, SigningSecret made, Duration overlap) {
        return Subscription.newBuilder(current)
                .setSecrets(SigningSecrets.rotated(current.getSecrets(), made, now(), overlap))
                .build();
    }

    /** Pauses or resumes. Refused: 404, 409, or 503 if it is not certain. */
    public Subscription change(RegistryCommandKind kind, String id, Caller caller, String traceparent) {
        return readBack(id, ask(command(kind, id, caller), traceparent));
    }

    /**
     * Suspends or resumes, for an operator, whosever it is. Refused: 404, or 503 if it is not certain.
     *
     * @param reason why, a code; the subscriber sees it
     */
    public void changeAsOperator(
            RegistryCommandKind kind, String id, @Nullable String reason, Caller operator, String traceparent) {
        var command =
                command(kind, id, operator).setActorKind(ActorKind.OPERATOR).setReason(reason);
        readBack(id, ask(command, traceparent));
    }

    /** Asks for a notification about nothing, to this subscription alone. Refused: 404, or 503 if it is not certain. */
    public void test(String id, Caller caller, String traceparent) {
        ask(command(RegistryCommandKind.TEST_SUBSCRIPTION, id, caller), traceparent);
    }

    /** Deletes. Refused: 404, 412, or 503 if it is not certain. */
    public void delete(String id, Precondition condition, Caller caller, String traceparent) {
        ask(
                command(RegistryCommandKind.DELETE_SUBSCRIPTION, id, caller).setIfVersion(condition.ifVersion()),
                traceparent);
        registry.await(() -> registry.copy().subscription(id) == null, settings.timeout());
    }

    private Subscription readBack(String id, CommandResult result) {
        return await(id, result.getVersion() == null ? 1 : result.getVersion());
    }

    private Subscription await(String id, long version) {
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
                .setAt(now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private CommandResult ask(RegistryCommand.Builder command, String traceparent) {
        return Decisions.orRefuse(decide(command, traceparent));
    }

    private Optional<CommandResult> decide(RegistryCommand.Builder command, String traceparent) {
        var headers = Map.of(
                RecordHeaders.KIND, command.getKind().name(),
                RecordHeaders.ORGANISATION, command.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        return commands.ask(Topics.REGISTRY_COMMANDS, command.getEntityId(), headers, envelope -> command.setCommandId(
                        envelope.commandId())
                .setReplyTo(envelope.replyTo())
                .build());
    }
}
