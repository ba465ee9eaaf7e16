package se.budkavle.router.topology;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;

/** The indexes of a {@link WaitingRoom}: which ones name somebody who waits, and where their parts begin and end. */
final class WaitingIndexes {

    static final String NO_RECIPIENT = "";

    private WaitingIndexes() {}

    /** For whom somebody is suspended, and in which conversation. */
    record Suspension(String recipient, String conversationId) {}

    /** Where the parked begin. */
    static Bytes firstParked() {
        return WaitingKey.in(WaitingKey.PARKED).first();
    }

    /** Behind the parked of a conversation. */
    static Bytes parkedBehind(String conversationId) {
        return WaitingKey.in(WaitingKey.PARKED)
                .place(WaitingKey.in(WaitingKey.QUEUED).text(conversationId).behind())
                .first();
    }

    /** Where the suspended begin. */
    static Bytes firstSuspension() {
        return WaitingKey.in(WaitingKey.SUSPENDED).first();
    }

    /** Behind all who wait for a recipient. */
    static Bytes suspensionsBehind(String recipient) {
        return WaitingKey.in(WaitingKey.SUSPENDED).text(recipient).behind();
    }

    /** Behind those of one conversation who wait for a recipient. */
    static Bytes suspensionsBehind(Suspension suspension) {
        return WaitingKey.in(WaitingKey.SUSPENDED)
                .text(suspension.recipient())
                .place(WaitingKey.in(WaitingKey.QUEUED)
                        .text(suspension.conversationId())
                        .behind())
                .first();
    }

    /** All keys but the place that name somebody. */
    static List<Bytes> of(Waiting waiting) {
        Bytes place = waiting.place();
        String messageId = waiting.travelling().message().getMessageId();
        String recipient = Objects.requireNonNullElse(waiting.recipient(), NO_RECIPIENT);
        Bytes byMessage = WaitingKey.in(WaitingKey.MESSAGE)
                .text(messageId)
                .text(recipient)
                .place(place)
                .first();
        return switch (waiting.kind()) {
            case SCHEDULED -> List.of(byMessage);
            case PARKED ->
                List.of(byMessage, WaitingKey.in(WaitingKey.PARKED).place(place).first());
            case SUSPENDED ->
                List.of(
                        byMessage,
                        byExpiry(waiting),
                        WaitingKey.in(WaitingKey.SUSPENDED)
                                .text(recipient)
                                .place(place)
                                .first());
            case HELD -> List.of(byMessage, byExpiry(waiting));
            case UNKNOWN -> throw new IllegalStateException("written by a later version");
        };
    }

    /** The key that says when somebody expires. */
    static Bytes byExpiry(Waiting waiting) {
        return WaitingKey.in(WaitingKey.EXPIRY)
                .instant(waiting.due())
                .place(waiting.place())
                .first();
    }
}
