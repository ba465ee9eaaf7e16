package se.budkavle.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.json.ReplayRequests;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.kafka.Decisions;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.DeadLetterCommand;
import se.budkavle.schemas.avro.DeadLetterCommandKind;

/** Dead letters, for operators (all) and subscribers (of their subscription): reads them, and asks their owner. */
@Singleton
final class DeadLetters {

    private static final Set<String> GROUPINGS =
            new TreeSet<>(Set.of("reason", "organisation", "subscription", "topic", "stage"));

    /** To count may take long; the notifier itself looks at a bounded number. */
    private static final Duration COUNTING = Duration.ofSeconds(20);

    private final NotifierClient notifier;
    private final CommandClient commands;
    private final Clock clock;

    DeadLetters(NotifierClient notifier, CommandClient commands, Clock clock) {
        this.notifier = notifier;
        this.commands = commands;
        this.clock = clock;
    }

    /** Who asks for something to be done. */
    sealed interface Asker {

        Caller caller();

        /** An operator, for any dead letter. */
        record Operator(Caller caller) implements Asker {}

        /** A subscriber, for those of that subscription. */
        record Subscriber(Caller caller, String subscriptionId) implements Asker {}
    }

    /** {@return a page, of that subscription or of all} */
    ObjectNode list(Query query, Caller caller, @Nullable String subscriptionId) {
        var list = subscriptionId == null ? "dead-letters" : "dead-letters/" + subscriptionId;
        var uri = filtered(query, UriQuery.path("internal", "v1", "dead-letters"), caller, subscriptionId)
                .with("after", Pages.after(query, caller, list))
                .with("limit", query.limit());
        return Pages.bound(notifier.get(uri, Duration.ZERO).orElseThrow(Paths::notFound), caller, list);
    }

    /** {@return how many there are, by what they have in common} */
    ObjectNode groups(Query query, Caller caller) {
        var by = query.oneOf("by", GROUPINGS);
        if (by == null) {
            throw Query.refused("by", "required", "Must be one of " + String.join(", ", GROUPINGS) + ".");
        }
        var uri = filtered(query, UriQuery.path("internal", "v1", "dead-letters", "groups"), caller, null)
                .with("by", by);
        return notifier.get(uri, COUNTING).orElseThrow(Paths::notFound);
    }

    private static UriQuery filtered(Query query, UriQuery uri, Caller caller, @Nullable String subscriptionId) {
        for (var name : ReplayRequests.TEXTS) {
            boolean isFixed = subscriptionId != null && (name.equals("organisation") || name.equals("subscriptionId"));
            uri.with(name, isFixed ? null : query.text(name));
        }
        for (var name : ReplayRequests.TIMES) {
            uri.with(name, query.time(name));
        }
        for (var name : ReplayRequests.NUMBERS) {
            uri.with(name, query.number(name, ReplayRequests.largest(name)));
        }
        return uri.with("stage", query.oneOf("stage", ReplayRequests.STAGES))
                .with("status", query.oneOf("status", ReplayRequests.STATUSES))
                .with("organisation", subscriptionId == null ? null : caller.organisation())
                .with("subscriptionId", subscriptionId);
    }

    /** {@return one, of any organisation} */
    ObjectNode one(String id) {
        var uri = UriQuery.path("internal", "v1", "dead-letters", Paths.id(id));
        return notifier.get(uri, MessageController.SETTLING).orElseThrow(Paths::notFound);
    }

    /**
     * Asks for a replay or a discard.
     *
     * @param force whether it shall be replayed although it was before
     * @param reason why it is discarded, a code
     * @throws se.budkavle.gateway.problem.RefusedException 404, 409, or 503 if it is not certain
     */
    void ask(
            DeadLetterCommandKind kind,
            String deadLetterId,
            Asker asker,
            boolean force,
            @Nullable String reason,
            String traceparent) {
        var id = Paths.id(deadLetterId);
        checkRelation(id, asker);
        var dead = notifier.get(UriQuery.path("internal", "v1", "dead-letters", id, "record"), Duration.ZERO)
                .orElseThrow(Paths::notFound);
        var caller = asker.caller();
        var command = DeadLetterCommand.newBuilder()
                .setKind(kind)
                .setDeadLetterId(id)
                .setSourceTopic(dead.path("sourceTopic").asText())
                .setRecordKey(bytes(dead.path("key")))
                .setRecordValue(bytes(dead.path("value")))
                .setRecordHeaders(headers(dead.path("headers")))
                .setMessageId(text(dead, "messageId"))
                .setRecipient(text(dead, "recipient"))
                .setSubscriptionId(text(dead, "subscriptionId"))
                .setOwnerOrganisation(text(dead, "organisation"))
                .setForce(force)
                .setReason(reason)
                .setActorKind(asker instanceof Asker.Operator ? ActorKind.OPERATOR : ActorKind.RECIPIENT)
                .setOrganisation(caller.organisation())
                .setActorPseudonym(caller.pseudonym())
                .setAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var recordHeaders = Map.of(
                RecordHeaders.KIND, kind.name(),
                RecordHeaders.ORGANISATION, caller.organisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        Decisions.orRefuse(commands.ask(
                Topics.DEAD_LETTER_COMMANDS, id, recordHeaders, envelope -> command.setCommandId(envelope.commandId())
                        .setReplyTo(envelope.replyTo())
                        .build()));
    }

    private void checkRelation(String id, Asker asker) {
        if (asker instanceof Asker.Subscriber(var caller, var subscriptionId)) {
            var uri = UriQuery.path("internal", "v1", "dead-letters", id).with("organisation", caller.organisation());
            var item = notifier.get(uri, MessageController.SETTLING).orElseThrow(Paths::notFound);
            if (!item.path("subscriptionId").asText().equals(subscriptionId)) {
                throw Paths.notFound();
            }
        }
    }

    private static @Nullable String text(ObjectNode object, String name) {
        var value = object.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable ByteBuffer bytes(JsonNode base64) {
        return base64.isTextual() ? ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue())) : null;
    }

    private static Map<String, ByteBuffer> headers(JsonNode base64) {
        var headers = new HashMap<String, ByteBuffer>();
        base64.properties().forEach(each -> {
            var value = bytes(each.getValue());
            if (value != null) {
                headers.put(each.getKey(), value);
            }
        });
        return headers;
    }
}
