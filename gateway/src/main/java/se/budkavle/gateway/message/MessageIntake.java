package se.budkavle.gateway.message;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageKind;
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
    private final Admission admission;
    private final Idempotency idempotency;
    private final MeterRegistry meters;
    private final Clock clock;

    MessageIntake(
            Registry registry,
            RegistrySettings registrySettings,
            AddressCommands addresses,
            RecordSender sender,
            IntakeSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.registry = registry;
        this.addresses = addresses;
        this.sender = sender;
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
        var message = message(request, caller, admitted, key, now);
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
                    headers(message, traceparent))) {
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

    private static Map<String, String> headers(Message message, String traceparent) {
        return Map.of(
                RecordHeaders.KIND, message.getKind().name(),
                RecordHeaders.MESSAGE_ID, message.getMessageId(),
                RecordHeaders.ORGANISATION, message.getOrganisation(),
                RecordHeaders.RECIPIENTS,
                        Integer.toString(message.getRecipients().size()),
                RecordHeaders.TRACEPARENT, traceparent);
    }

    private static Message message(
            MessageRequest request,
            Caller caller,
            Admission.Decision.Admitted admitted,
            @Nullable String key,
            Instant now) {
        var organisation = admitted.organisation();
        var messageId = key == null ? Ids.newId() : Ids.messageId(organisation, key);
        var stated = StatedEnvelope.of(request, organisation);
        var release = MessageRules.release(request.notBefore(), now);
        var contentInfo = ContentRef.newBuilder()
                .setKind(ContentRefKind.KAFKA)
                .setTopic(Topics.messages(request.lane()).name())
                .setSize(request.content().length)
                .setDigest(ByteBuffer.wrap(stated.contentDigest()))
                .setContentType(request.contentType())
                .setEncryption(Encryption.NONE)
                .build();
        var conversationId = request.conversationId();
        var confidentiality = request.confidentiality();
        var expiresAt = request.expiresAt();
        return Message.newBuilder()
                .setKind(MessageKind.MESSAGE)
                .setMessageId(messageId)
                .setSenderMessageId(request.senderMessageId())
                .setOrganisation(organisation)
                .setSender(admitted.sender())
                .setOnBehalfOf(admitted.represented() ? organisation : null)
                .setRecipients(request.recipients())
                .setAllOrNothing(request.allOrNothing())
                .setType(request.type())
                .setConversationId(conversationId == null ? messageId : conversationId)
                .setRefToMessageId(request.refToMessageId())
                .setCaseId(request.caseId())
                .setLabel(request.label())
                .setIntake(request.intake())
                .setIdempotencyKeyHash(
                        key == null ? null : ByteBuffer.wrap(Digests.sha256(key.getBytes(StandardCharsets.UTF_8))))
                .setRequestDigest(ByteBuffer.wrap(stated.requestDigest()))
                .setPriority(request.lane())
                .setConfidentiality(confidentiality != null && confidentiality)
                .setConfidentialityLevel(request.confidentialityLevel())
                .setNotBefore(request.notBefore())
                .setExpiresAt(expiresAt == null ? release.plus(MessageRules.DEFAULT_EXPIRY) : expiresAt)
                .setAcceptedAt(now)
                .setContent(ByteBuffer.wrap(request.content()))
                .setContentInfo(contentInfo)
                .setEnvelopeDigest(ByteBuffer.wrap(stated.envelopeDigest()))
                .setActorPseudonym(caller.pseudonym())
                .setDataSubjects(List.of())
                .setExtensions(admitted.represented() ? Map.of("representative", caller.organisation()) : Map.of())
                .build();
    }
}
