package se.budkavle.gateway.message;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.AddressCommands;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistrySettings;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Priority;

/**
 * Takes a message in: who sends, who receives, which id, into its lane, confirmed.
 *
 * <pre>
 * request -> admission (again after catching up, if an address is missing) -> claim of an unknown sender (local mode)
 *         -> id and digests -> known with another digest? 409 -> log, every in-sync replica? -> receipt | 503
 * </pre>
 */
@Singleton
public final class MessageIntake {

    private static final Logger LOG = LoggerFactory.getLogger(MessageIntake.class);

    private final Registry registry;
    private final AddressCommands addresses;
    private final RecordSender sender;
    private final MessageRecords records;
    private final Admission admission;
    private final Idempotency idempotency;
    private final MeterRegistry meters;
    private final Clock clock;

    MessageIntake(
            Registry registry,
            RegistrySettings registrySettings,
            AddressCommands addresses,
            RecordSender sender,
            MessageRecords records,
            IntakeSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.registry = registry;
        this.addresses = addresses;
        this.sender = sender;
        this.records = records;
        this.admission = new Admission(registry.copy(), registrySettings.createUnknownSenders());
        this.idempotency = new Idempotency(settings.knownRequests(), settings.knownFor(), Ticker.systemTicker());
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Accepts, or says what accepting would answer.
     *
     * @param key the idempotency key, if there is one
     * @param traceparent W3C trace context of the request
     * @param dryRun whether nothing shall happen
     * @throws se.budkavle.gateway.problem.RefusedException if it is not accepted
     */
    public Receipt accept(
            MessageRequest request, Caller caller, @Nullable String key, String traceparent, boolean dryRun) {
        if (request.lane() == Priority.EXPRESS) {
            caller.mustHave(Scope.MESSAGES_SEND_EXPRESS);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var admitted = admit(request, caller, now);
        var message = records.message(request, caller, admitted, key, now);
        if (dryRun) {
            if (key != null
                    && idempotency.conflicts(
                            message.getMessageId(), message.getRequestDigest().array())) {
                throw conflict().asException();
            }
        } else {
            if (admitted.claim()) {
                addresses.claim(admitted.sender(), caller, traceparent);
            }
            send(message, traceparent, key != null);
        }
        return new Receipt(
                message.getMessageId(),
                message.getSenderMessageId(),
                message.getConversationId(),
                now,
                Digests.contentDigest(message.getContentInfo().getDigest()),
                Digests.contentDigest(message.getEnvelopeDigest()),
                message.getRecipients().size(),
                admitted.unknownRecipients());
    }

    private Admission.Decision.Admitted admit(MessageRequest request, Caller caller, Instant now) {
        var decision = admission.decide(request, caller, now);
        boolean incomplete = !(decision instanceof Admission.Decision.Admitted admitted)
                || admitted.claim()
                || !admitted.unknownRecipients().isEmpty();
        if (incomplete && admission.misses(request)) {
            boolean complete = registry.catchUp();
            decision = admission.decide(request, caller, now);
            if (!complete && decision instanceof Admission.Decision.Refused) {
                throw Refusal.of(ProblemCode.UNAVAILABLE, "The address registry cannot be read just now.")
                        .asException();
            }
        }
        return switch (decision) {
            case Admission.Decision.Admitted admitted -> admitted;
            case Admission.Decision.Refused(var refusal) -> throw refusal.asException();
        };
    }

    private void send(Message message, String traceparent, boolean hasKey) {
        var id = message.getMessageId();
        if (hasKey && !idempotency.enter(id, message.getRequestDigest().array())) {
            throw conflict().asException();
        }
        // Whatever is thrown on the way: it may be in the log, and so stays known.
        boolean certainlyNotSent = false;
        try {
            switch (sender.send(
                    Topics.messages(message.getPriority()),
                    message.getConversationId(),
                    message,
                    MessageRecords.headers(message, traceparent))) {
                case Sending.Confirmed() -> confirmed(message);
                case Sending.NotSent() -> {
                    certainlyNotSent = true;
                    throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
                }
                case Sending.Unconfirmed() ->
                    throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
            }
        } finally {
            if (hasKey) {
                idempotency.leave(id, certainlyNotSent);
            }
        }
    }

    private void confirmed(Message message) {
        LOG.atDebug()
                .addKeyValue("messageId", message.getMessageId())
                .addKeyValue("organisation", message.getOrganisation())
                .log("a message was confirmed");
        meters.counter(
                        "budkavle.gateway.accepted",
                        "priority",
                        message.getPriority().name(),
                        "intake",
                        message.getIntake().name())
                .increment();
    }

    private static Refusal conflict() {
        return Refusal.of(
                ProblemCode.IDEMPOTENCY_CONFLICT,
                new Issue("Idempotency-Key", "idempotency-conflict", "The key was used for another request."));
    }
}
