package se.budkavle.notifier.views;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;

/** How a message stands with each of its recipients: a pure fold over what happened. */
final class DeliveryStatuses {

    /**
     * How a message stands with a recipient.
     *
     * @param status the state
     * @param updatedAt since when
     * @param reason why
     */
    record DeliveryStatus(
            MessageStatus status,
            Instant updatedAt,
            @Nullable ReasonView reason) {}

    private final SequencedMap<String, DeliveryStatus> byRecipient = new LinkedHashMap<>();

    private DeliveryStatuses() {}

    /** The state of every recipient, in the sender's order. */
    static SequencedMap<String, DeliveryStatus> of(List<MessageEvent> events) {
        DeliveryStatuses statuses = new DeliveryStatuses();
        events.forEach(statuses::apply);
        return statuses.byRecipient;
    }

    private void apply(MessageEvent event) {
        if (!changesStatus(event.getType())) {
            return;
        }
        if (event.getType() == MessageEventType.ACCEPTED) {
            event.getRecipients().forEach(recipient -> byRecipient.putIfAbsent(recipient, status(event)));
        }
        String recipient = event.getRecipient();
        if (recipient == null) {
            byRecipient.replaceAll((each, status) -> next(status, event));
        } else {
            byRecipient.merge(recipient, status(event), (status, ignored) -> next(status, event));
        }
    }

    private static DeliveryStatus next(DeliveryStatus now, MessageEvent event) {
        return mayFollow(now.status(), event.getStatusAfter()) ? status(event) : now;
    }

    private static DeliveryStatus status(MessageEvent event) {
        return new DeliveryStatus(event.getStatusAfter(), event.getAt(), ReasonView.of(event));
    }

    /** Whether an event is about the state; the others tell of something beside it. */
    private static boolean changesStatus(MessageEventType type) {
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
     * The table of states of the public API. Before the inbox anything may follow anything, as a replay begins anew; from
     * the inbox on there is no way back; what is final stays, whatever comes late.
     */
    static boolean mayFollow(MessageStatus now, MessageStatus next) {
        return switch (now) {
            case UNKNOWN -> true;
            case ACCEPTED, SCHEDULED, HELD -> next != MessageStatus.UNKNOWN && next != now;
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
