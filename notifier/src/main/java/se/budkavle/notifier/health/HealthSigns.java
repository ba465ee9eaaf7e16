package se.budkavle.notifier.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.HealthSign;
import se.budkavle.schemas.avro.HealthSignKind;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.Producer;

/**
 * What a message event says of its sender's health. A delivery is over when it lies in the recipient's inbox; what the
 * recipient does with it says nothing of the sender. ACCEPTED is not needed: each of these knows when that was.
 */
final class HealthSigns {

    private HealthSigns() {}

    /** The sign in an event of the router, if it is one. */
    static Optional<HealthSign> of(MessageEvent event) {
        HealthSignKind kind = kind(event);
        if (kind == HealthSignKind.UNKNOWN || event.getProducer() != Producer.ROUTER) {
            return Optional.empty();
        }
        return Optional.of(HealthSign.newBuilder()
                .setKind(kind)
                .setMessageId(event.getMessageId())
                .setRecipient(event.getRecipient())
                .setAcceptedAt(event.getAcceptedAt())
                .setLagMillis(kind == HealthSignKind.DELIVERED ? lag(event) : null)
                .setAt(event.getAt())
                .setReason(event.getReasonCode())
                .build());
    }

    private static HealthSignKind kind(MessageEvent event) {
        return switch (event.getType()) {
            case SCHEDULED -> HealthSignKind.ACCEPTED;
            case AVAILABLE -> HealthSignKind.DELIVERED;
            case HELD -> HealthSignKind.HELD;
            case UNDELIVERABLE, EXPIRED -> HealthSignKind.FAILED;
            case CANCELLED -> HealthSignKind.ENDED;
            case ACCEPTED,
                    RETRIEVED,
                    ACKNOWLEDGED,
                    REJECTED,
                    UNREAD,
                    UNACKNOWLEDGED,
                    DUPLICATE,
                    CONFLICT,
                    REPLAYED,
                    DISPOSED,
                    RECALL_REFUSED,
                    UNKNOWN -> HealthSignKind.UNKNOWN;
        };
    }

    /** From when it could be delivered: a scheduled one is not late because it waited for its time. */
    private static @Nullable Long lag(MessageEvent event) {
        Instant accepted = event.getAcceptedAt();
        if (accepted == null) {
            return null;
        }
        Instant release = event.getNotBefore();
        Instant from = release != null && release.isAfter(accepted) ? release : accepted;
        return Math.max(0, Duration.between(from, event.getAt()).toMillis());
    }
}
