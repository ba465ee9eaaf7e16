package se.budkavle.notifier.views;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.DeliveryState;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** How a message stands with a recipient after what happened: pure, and the same if it is told again in the same order. */
final class DeliveryStatuses {

    private DeliveryStatuses() {}

    /** Whether an event is about the state; the others tell of something beside it. */
    static boolean changesStatus(MessageEventType type) {
        return switch (type) {
            case ACCEPTED,
                    SCHEDULED,
                    AVAILABLE,
                    RETRIEVED,
                    ACKNOWLEDGED,
                    REJECTED,
                    HELD,
                    EXPIRED,
                    CANCELLED,
                    UNDELIVERABLE,
                    REPLAYED -> true;
            case UNKNOWN, UNREAD, UNACKNOWLEDGED, DUPLICATE, CONFLICT, DISPOSED, RECALL_REFUSED -> false;
        };
    }

    /**
     * The state after an event that is about it; null: the event changes nothing.
     *
     * @param now the state before; null: the recipient is not known yet
     */
    static @Nullable DeliveryState next(@Nullable DeliveryState now, MessageEvent event) {
        if (now != null && (event.getType() == MessageEventType.ACCEPTED || !mayFollow(now, event.getStatusAfter()))) {
            return null;
        }
        Instant expiresAt = event.getExpiresAt() == null && now != null ? now.getExpiresAt() : event.getExpiresAt();
        String reason = event.getReasonCode();
        return DeliveryState.newBuilder()
                .setStatus(event.getStatusAfter())
                .setUpdatedAt(event.getAt())
                .setReasonCode(reason)
                .setReasonCategory(reason == null ? null : event.getReasonCategory())
                .setReasonOrigin(event.getActorKind())
                .setExpiresAt(expiresAt)
                .setDue(due(event, expiresAt))
                .build();
    }

    /** When a delivery's next step is due; null: it has ended, or nobody told. */
    private static @Nullable Instant due(MessageEvent event, @Nullable Instant expiresAt) {
        return switch (event.getStatusAfter()) {
            case ACCEPTED -> event.getAt();
            case SCHEDULED -> event.getNextAt() == null ? expiresAt : event.getNextAt();
            case HELD, AVAILABLE, RETRIEVED -> expiresAt;
            case ACKNOWLEDGED, REJECTED, EXPIRED, CANCELLED, UNDELIVERABLE, UNKNOWN -> null;
        };
    }

    /**
     * The table of states of the public API. Before the inbox anything may follow anything, as a replay begins anew; from
     * the inbox on there is no way back; what is final stays, whatever comes late.
     */
    private static boolean mayFollow(DeliveryState now, MessageStatus next) {
        return switch (now.getStatus()) {
            case UNKNOWN -> true;
            case ACCEPTED, SCHEDULED, HELD -> next != MessageStatus.UNKNOWN && next != now.getStatus();
            case AVAILABLE ->
                switch (next) {
                    case RETRIEVED, ACKNOWLEDGED, REJECTED, EXPIRED, CANCELLED -> true;
                    default -> false;
                };
            case RETRIEVED ->
                switch (next) {
                    case ACKNOWLEDGED, REJECTED, EXPIRED -> true;
                    default -> false;
                };
            case ACKNOWLEDGED, REJECTED, EXPIRED, CANCELLED, UNDELIVERABLE -> false;
        };
    }
}
