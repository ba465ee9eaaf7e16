package se.budkavle.gateway.message;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.auth.Scope;
import se.budkavle.gateway.content.ContentKeys;
import se.budkavle.gateway.kafka.Company;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.quota.Quotas;
import se.budkavle.gateway.registry.AddressCommands;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.gateway.registry.RegistrySettings;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.Priority;

/**
 * Takes a message in: who sends, who receives, which id, into its lane, confirmed.
 *
 * <pre>
 * request -> admission (again after catching up, if an address is missing) -> quotas? 429 -> claim of an unknown sender (local mode)
 *         -> id and digests -> known with another digest? 409 -> encryption at rest -> log, every in-sync replica? -> receipt | 503
 * </pre>
 */
@Singleton
public final class MessageIntake {

    private static final Logger LOG = LoggerFactory.getLogger(MessageIntake.class);

    private final Registry registry;
    private final AddressCommands addresses;
    private final RecordSender sender;
    private final MessageRecords records;
    private final Quotas quotas;
    private final ContentKeys contentKeys;
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
            Quotas quotas,
            ContentKeys contentKeys,
            IntakeSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.registry = registry;
        this.addresses = addresses;
        this.sender = sender;
        this.records = records;
        this.quotas = quotas;
        this.contentKeys = contentKeys;
        this.admission = new Admission(registry.copy(), registrySettings.createUnknownSenders());
        this.idempotency = new Idempotency(settings.knownRequests(), settings.knownFor(), Ticker.systemTicker());
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Says what accepting would answer, and does nothing.
     *
     * @param key the idempotency key, if there is one
     * @throws se.budkavle.gateway.problem.RefusedException if it would not be accepted
     */
    public Receipt look(MessageRequest request, Caller caller, @Nullable String key) {
        var admitted = admit(request, caller);
        var message = records.message(request, caller, admitted, key, now());
        if (key != null
                && idempotency.conflicts(
                        message.getMessageId(), message.getRequestDigest().array())) {
            throw conflict().asException();
        }
        return Receipt.of(message, admitted.unknownRecipients());
    }

    /**
     * A message on its way into the log.
     *
     * @param receipt what its sender gets if it is confirmed
     * @param sending how that ends
     */
    public record Begun(Receipt receipt, CompletableFuture<Sending> sending) {}

    /**
     * Begins to accept, without waiting for the confirmation: messages that are begun one after the other keep their order. May
     * wait for all else: an address made a moment ago, a key for the content, room in the producer.
     *
     * @param key the idempotency key, if there is one
     * @param traceparent W3C trace context of the request
     * @param company whether others come right behind it
     * @throws se.budkavle.gateway.problem.RefusedException if it is not accepted
     */
    public Begun begin(
            MessageRequest request, Caller caller, @Nullable String key, String traceparent, Company company) {
        var admitted = admit(request, caller);
        var message = records.message(request, caller, admitted, key, now());
        count(request, admitted, caller);
        claim(admitted, caller, traceparent);
        enter(message, key != null);
        CompletableFuture<Sending> sending;
        try {
            sending = begin(message, traceparent, company);
        } catch (RuntimeException e) {
            // It may be in the log, and so stays known.
            leave(message, key != null, false);
            throw e;
        }
        return new Begun(Receipt.of(message, admitted.unknownRecipients()), sending.whenComplete((end, none) -> {
            if (end instanceof Sending.Confirmed) {
                confirmed(message);
            }
            leave(message, key != null, end instanceof Sending.NotSent);
        }));
    }

    /** Without a key that is certain to be there, the content could not be read again: then nothing is sent. */
    private CompletableFuture<Sending> begin(Message message, String traceparent, Company company) {
        return contentKeys
                .seal(message)
                .map(outgoing -> sender.begin(
                        Topics.messages(outgoing.getPriority()),
                        new RecordSender.Outgoing<>(
                                outgoing.getConversationId(), outgoing, MessageRecords.headers(outgoing, traceparent)),
                        company))
                .orElseGet(() -> CompletableFuture.completedFuture(new Sending.NotSent()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Bytes are the sender's, as its requests are; what is under way is his who is answerable, as the books say. */
    private void count(MessageRequest request, Admission.Decision.Admitted admitted, Caller caller) {
        quotas.mayOpen(admitted.organisation(), request.recipients().size());
        quotas.countBytes(caller.organisation(), request.content().length);
    }

    private void claim(Admission.Decision.Admitted admitted, Caller caller, String traceparent) {
        if (admitted.claim()) {
            addresses.claim(admitted.sender(), caller, traceparent);
        }
    }

    private Admission.Decision.Admitted admit(MessageRequest request, Caller caller) {
        if (request.lane() == Priority.EXPRESS) {
            caller.mustHave(Scope.MESSAGES_SEND_EXPRESS);
        }
        var now = now();
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

    private void enter(Message message, boolean hasKey) {
        if (hasKey
                && !idempotency.enter(
                        message.getMessageId(), message.getRequestDigest().array())) {
            throw conflict().asException();
        }
    }

    private void leave(Message message, boolean hasKey, boolean certainlyNotSent) {
        if (hasKey) {
            idempotency.leave(message.getMessageId(), certainlyNotSent);
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
