package se.budkavle.notifier.dispatcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.DeadLetter;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.Attempt;
import se.budkavle.schemas.avro.AttemptConsequence;
import se.budkavle.schemas.avro.AttemptOutcome;
import se.budkavle.schemas.avro.Event;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.RegistryCommand;
import se.budkavle.schemas.avro.RegistryCommandKind;
import se.budkavle.schemas.avro.Subscription;
import se.budkavle.schemas.avro.Visibility;

/** What the dispatcher writes: attempts, dead letters, commands about subscriptions. */
final class Outbound {

    /** The organisation in whose name the backbone acts. */
    static final String BACKBONE = "budkavle";

    /** The event of a suspension. */
    static final String SUSPENDED = "se.budkavle.subscription.suspended";

    private static final String SOURCE = "urn:budkavle";
    private static final int EXCERPT_BYTES = 1000;

    private final ProcessorContext<String, SpecificRecord> context;

    Outbound(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
    }

    /** Records an attempt. */
    void attempt(Outstanding.Completion completion, AttemptOutcome outcome, Decision decision) {
        Outstanding.Push push = completion.push();
        Notification notification = push.item().notification();
        Attempt.Builder attempt = Attempt.newBuilder()
                .setNotificationId(notification.getNotificationId())
                .setSubscriptionId(notification.getSubscriptionId())
                .setOrganisation(notification.getOrganisation())
                .setEventType(notification.getEventType())
                .setMessageId(notification.getMessageId())
                .setAttempt(push.item().pending().getAttempts() + 1)
                .setAt(push.at())
                .setDurationMillis(completion.took().toMillis())
                .setOutcome(outcome)
                .setReplay(notification.getReplay())
                .setReplayId(behind(notification));
        switch (completion.result()) {
            case AttemptResult.Answered(int status, var retryAfter, String body) -> {
                attempt.setHttpStatus(status);
                if (push.subscription().getCaptureResponse()) {
                    attempt.setResponseExcerpt(beginning(body));
                }
            }
            case AttemptResult.ConnectFailed(String errorClass) -> attempt.setErrorClass(errorClass);
            case AttemptResult.Broken(String errorClass) -> attempt.setErrorClass(errorClass);
            case AttemptResult.Failed(String errorClass) -> attempt.setErrorClass(errorClass);
            case AttemptResult.Written ignored -> {}
            case AttemptResult.TimedOut ignored -> {}
            case AttemptResult.TargetRefused ignored -> {}
            case AttemptResult.TooLarge ignored -> {}
        }
        switch (decision) {
            case Decision.Settle ignored -> attempt.setConsequence(AttemptConsequence.SETTLED);
            case Decision.Activate ignored -> attempt.setConsequence(AttemptConsequence.SETTLED);
            case Decision.Retry(Instant at) ->
                attempt.setConsequence(AttemptConsequence.RETRY).setNextAt(at);
            case Decision.GiveUp ignored -> attempt.setConsequence(AttemptConsequence.DEAD_LETTER);
            case Decision.Suspend ignored -> attempt.setConsequence(AttemptConsequence.SUSPENDED);
        }
        forward(DispatcherTopology.ATTEMPTS_SINK, push.item(), attempt.build(), headers(push.item()));
    }

    /** The dead letter behind a replay; the replay itself, where the subscriber asked for a part of its feed again. */
    private static @Nullable String behind(Notification notification) {
        String deadLetter = notification.getExtensions().get(DeadLetter.REPLAYED_FROM);
        return deadLetter == null ? notification.getReplayId() : deadLetter;
    }

    /** The first bytes of an answer, without half a character. */
    private static String beginning(String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        CharBuffer characters = CharBuffer.allocate(EXCERPT_BYTES);
        StandardCharsets.UTF_8
                .newDecoder()
                .decode(bytes.limit(Math.min(bytes.limit(), EXCERPT_BYTES)), characters, false);
        return characters.flip().toString();
    }

    /** Gives a notification up: it becomes a dead letter, and can be replayed. */
    void deadLetter(Item item, Reason reason, int attempts, Instant now) {
        Notification notification = item.notification();
        String topic = Topics.NOTIFICATIONS.name();
        int partition = context.taskId().partition();
        Instant firstFailedAt = item.pending().getFirstFailedAt();
        Headers headers = headers(item);
        RecordHeaders.put(headers, RecordHeaders.DEAD_LETTER_ID, behind(notification));
        new DeadLetter(
                        DeadLetter.id(topic, partition, item.sequence(), null),
                        topic,
                        partition,
                        item.sequence(),
                        reason,
                        notification.getMessageId(),
                        null,
                        notification.getSubscriptionId(),
                        notification.getOrganisation(),
                        firstFailedAt == null ? now : firstFailedAt,
                        now,
                        attempts,
                        notification.getReplay())
                .writeTo(headers);
        forward(DispatcherTopology.DEAD_LETTERS_SINK, item, notification, headers);
    }

    /** Asks the registry for a change of a subscription, if it still is as it was. */
    void command(
            RegistryCommandKind kind, Subscription subscription, @Nullable String reason, Item cause, Instant now) {
        RegistryCommand command = RegistryCommand.newBuilder()
                .setCommandId(Ids.newId())
                .setKind(kind)
                .setEntityId(subscription.getSubscriptionId())
                .setActorKind(ActorKind.BACKBONE)
                .setOrganisation(BACKBONE)
                .setIfVersion(subscription.getVersion())
                .setReason(reason)
                .setAt(now)
                .build();
        Headers headers = noHeaders();
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, cause.pending().getTraceparent());
        RecordHeaders.put(headers, RecordHeaders.KIND, kind.name());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, BACKBONE);
        forward(DispatcherTopology.COMMANDS_SINK, cause, command, headers);
    }

    /** Tells the subscriber, and nobody else, that its subscription was suspended: ids and codes only. */
    void suspended(Subscription subscription, String reason, Instant since, Item cause, Instant now) {
        String id = subscription.getSubscriptionId();
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("subscriptionId", id)
                .put("reason", reason)
                .put("since", since.toString());
        Event event = Event.newBuilder()
                .setId(Ids.derived(SUSPENDED, id, Long.toString(subscription.getVersion())))
                .setSource(SOURCE)
                .setType(SUSPENDED)
                .setSubject(id)
                .setTime(now)
                .setDataContentType("application/json")
                .setData(ByteBuffer.wrap(data.toString().getBytes(StandardCharsets.UTF_8)))
                .setOwner(BACKBONE)
                .setVisibility(Visibility.LIMITED)
                .setAudience(List.of(subscription.getOrganisation()))
                .setAcceptedAt(now)
                .build();
        Headers headers = noHeaders();
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, cause.pending().getTraceparent());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, BACKBONE);
        forward(DispatcherTopology.EVENTS_SINK, cause, event, headers);
    }

    private void forward(String sink, Item item, SpecificRecord value, Headers headers) {
        context.forward(
                new Record<>(item.lane().subscriptionId(), value, context.currentSystemTimeMs(), headers), sink);
    }

    private static Headers headers(Item item) {
        Notification notification = item.notification();
        Headers headers = noHeaders();
        RecordHeaders.put(headers, RecordHeaders.KIND, notification.getKind().name());
        RecordHeaders.put(headers, RecordHeaders.MESSAGE_ID, notification.getMessageId());
        RecordHeaders.put(headers, RecordHeaders.ORGANISATION, notification.getOrganisation());
        RecordHeaders.put(headers, RecordHeaders.TRACEPARENT, item.pending().getTraceparent());
        if (notification.getReplay() > 0) {
            RecordHeaders.put(headers, RecordHeaders.REPLAY, Integer.toString(notification.getReplay()));
        }
        return headers;
    }

    private static Headers noHeaders() {
        return new org.apache.kafka.common.header.internals.RecordHeaders();
    }
}
