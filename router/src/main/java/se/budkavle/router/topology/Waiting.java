package se.budkavle.router.topology;

import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.WaitKind;
import se.budkavle.schemas.avro.WaitingMessage;

/**
 * Somebody who waits in a lane: a message for its time, or one recipient of a message for anything else.
 *
 * @param place where it waits: its key in the {@link WaitingRoom}
 * @param kind for what it waits
 * @param due SCHEDULED: when it is released; PARKED: when it is held; otherwise when it expires
 * @param travelling the message; but for SCHEDULED with this one recipient alone
 * @param recipient the recipient as stated; null for SCHEDULED
 * @param heldAs SUSPENDED, HELD: its dead letter
 * @param reason SUSPENDED, HELD: why, a code
 */
record Waiting(
        Bytes place,
        WaitKind kind,
        Instant due,
        Travelling travelling,
        @Nullable String recipient,
        @Nullable String heldAs,
        @Nullable String reason) {

    static Waiting scheduled(Travelling travelling, Instant due) {
        return new Waiting(
                WaitingKey.scheduled(due, travelling.origin().offset()),
                WaitKind.SCHEDULED,
                due,
                travelling,
                null,
                null,
                null);
    }

    /** Behind those of its conversation that wait already. */
    static Waiting parked(Travelling travelling, String recipient, Instant due) {
        return parked(
                WaitingKey.queued(
                        travelling.conversationId(), travelling.origin().offset(), recipient),
                travelling,
                recipient,
                due);
    }

    /** At a place that it has already. */
    static Waiting parked(Bytes place, Travelling travelling, String recipient, Instant due) {
        return new Waiting(place, WaitKind.PARKED, due, travelling.aloneFor(recipient), recipient, null, null);
    }

    /** Keeps its place in its conversation's queue. */
    static Waiting suspended(Bytes place, Travelling travelling, String recipient, String heldAs, Reason reason) {
        return held(WaitKind.SUSPENDED, place, travelling, recipient, heldAs, reason);
    }

    /** Holds up nobody. */
    static Waiting held(Travelling travelling, String recipient, String heldAs, Reason reason) {
        return held(
                WaitKind.HELD,
                WaitingKey.held(travelling.origin().offset(), recipient),
                travelling,
                recipient,
                heldAs,
                reason);
    }

    private static Waiting held(
            WaitKind kind, Bytes place, Travelling travelling, String recipient, String heldAs, Reason reason) {
        return new Waiting(
                place,
                kind,
                travelling.message().getExpiresAt(),
                travelling.aloneFor(recipient),
                recipient,
                heldAs,
                reason.code());
    }

    static Waiting of(Bytes place, WaitingMessage stored, int partition) {
        Origin origin = new Origin(
                partition,
                stored.getOffset(),
                stored.getReplay(),
                stored.getDeadLetterId(),
                stored.getRecipient(),
                stored.getTraceparent());
        return new Waiting(
                place,
                stored.getKind(),
                stored.getDue(),
                new Travelling(stored.getMessage(), origin),
                stored.getRecipient(),
                stored.getHeldAs(),
                stored.getReason());
    }

    WaitingMessage stored() {
        Origin origin = travelling.origin();
        return WaitingMessage.newBuilder()
                .setKind(kind)
                .setDue(due)
                .setMessage(travelling.message())
                .setRecipient(recipient)
                .setReplay(origin.replay())
                .setOffset(origin.offset())
                .setDeadLetterId(origin.deadLetterId())
                .setHeldAs(heldAs)
                .setReason(reason)
                .setTraceparent(origin.traceparent())
                .build();
    }

    /** The account it stands in. */
    Account account() {
        return switch (kind) {
            case SCHEDULED -> Account.SCHEDULED;
            case PARKED -> Account.PARKED;
            case SUSPENDED -> Account.SUSPENDED;
            case HELD -> Account.HELD;
            case UNKNOWN -> throw new IllegalStateException("written by a later version");
        };
    }
}
