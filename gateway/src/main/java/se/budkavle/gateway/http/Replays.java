package se.budkavle.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.gateway.registry.ReplayRequest;
import se.budkavle.gateway.registry.SubscriptionSettings;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.NotificationKind;
import se.budkavle.schemas.avro.Subscription;

/**
 * Has notifications pushed once more. Dead letters are their owner's to replay, one by one. A part of the feed is the
 * feed's: the wish for it is a record among the notifications of its subscription, so that it says what stands before it.
 */
@Singleton
final class Replays {

    private static final String SOURCE = "urn:budkavle";
    private static final String TYPE = "se.budkavle.subscription.replay";

    private final DeadLetters deadLetters;
    private final RecordSender sender;
    private final SubscriptionSettings settings;
    private final Clock clock;

    Replays(DeadLetters deadLetters, RecordSender sender, SubscriptionSettings settings, Clock clock) {
        this.deadLetters = deadLetters;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What became of the wish.
     *
     * @param id a part of the feed: its replay, which each notification names; else null
     * @param replayed dead letters that are on their way again
     * @param refused those that are not, and why
     */
    record Answer(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> replayed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Refused> refused) {

        /**
         * One that is not replayed.
         *
         * @param deadLetterId the dead letter
         * @param code why
         */
        record Refused(String deadLetterId, String code) {}
    }

    /** Has dead letters replayed, each that can be. */
    Answer deadLetters(List<String> ids, Subscription entry, Caller caller, String traceparent) {
        var replayed = new ArrayList<String>();
        var refused = new ArrayList<Answer.Refused>();
        for (var deadLetter : ids) {
            try {
                deadLetters.ask(
                        DeadLetterCommandKind.REPLAY,
                        deadLetter,
                        new DeadLetters.Asker.Subscriber(caller, entry.getSubscriptionId()),
                        false,
                        null,
                        traceparent);
                replayed.add(deadLetter);
            } catch (RefusedException e) {
                refused.add(new Answer.Refused(deadLetter, e.refusal().code().code()));
            }
        }
        return new Answer(null, replayed, refused);
    }

    /** Has a part of the feed replayed. Refused: 400 for the cursor, 422 where nothing is pushed, 503 if it is not certain. */
    Answer part(ReplayRequest.Part wanted, Subscription entry, Caller caller, String traceparent) {
        if (entry.getChannel() == ChannelKind.PULL) {
            throw Refusal.of(ProblemCode.NOT_POSSIBLE, "What is pulled is read again from an earlier cursor.")
                    .asException();
        }
        var position =
                new NotificationFeed.Reader(caller, entry.getSubscriptionId(), 1).position(wanted.after(), "/after");
        var replayId = Ids.newId();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var wish = Notification.newBuilder()
                .setNotificationId(replayId)
                .setSubscriptionId(entry.getSubscriptionId())
                .setOrganisation(entry.getOrganisation())
                .setKind(NotificationKind.REPLAY)
                .setEventId(replayId)
                .setSource(SOURCE)
                .setEventType(TYPE)
                .setSubject(entry.getSubscriptionId())
                .setTime(now)
                .setDataContentType("application/json")
                .setData(data(wanted, position))
                .setReplayId(replayId)
                .setCreatedAt(now)
                .setExpiresAt(now.plus(settings.replayWithin()))
                .build();
        var headers = Map.of(
                RecordHeaders.KIND, NotificationKind.REPLAY.name(),
                RecordHeaders.ORGANISATION, entry.getOrganisation(),
                RecordHeaders.TRACEPARENT, traceparent);
        var sending = sender.send(Topics.NOTIFICATIONS, entry.getSubscriptionId(), wish, headers);
        if (!(sending instanceof Sending.Confirmed)) {
            throw Refusal.of(ProblemCode.NOT_CONFIRMED).asException();
        }
        return new Answer(replayId, null, null);
    }

    /** {@code {"from", "to", "after"}}, as the feed reads it. */
    private static ByteBuffer data(ReplayRequest.Part wanted, @Nullable String position) {
        var data = JsonNodeFactory.instance.objectNode();
        if (wanted.from() != null) {
            data.put("from", wanted.from().toString());
        }
        if (wanted.to() != null) {
            data.put("to", wanted.to().toString());
        }
        if (position != null) {
            data.put("after", position);
        }
        return ByteBuffer.wrap(data.toString().getBytes(StandardCharsets.UTF_8));
    }
}
