package se.budkavle.router.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Deliveries;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.DeadLetterCommandKind;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.avro.SeenMessage;
import se.budkavle.schemas.avro.WaitKind;

/**
 * Carries out what becomes of a message for a recipient. Everything that changes a fate is here, and does all of it: what
 * is handed on, what is told, who waits, what the books say.
 */
final class Fates {

    private static final Logger log = LoggerFactory.getLogger(Fates.class);

    private final Lane lane;
    private final Duration grace;
    private final LaneOutbox outbox;
    private final WaitingRoom room;
    private final Ledger ledger;
    private final KeyValueStore<String, SeenMessage> seen;
    private final RouterMetrics metrics;

    /**
     * @param grace how long an unknown address is looked up again
     */
    Fates(
            Lane lane,
            Duration grace,
            LaneOutbox outbox,
            WaitingRoom room,
            Ledger ledger,
            KeyValueStore<String, SeenMessage> seen,
            RouterMetrics metrics) {
        this.lane = lane;
        this.grace = grace;
        this.outbox = outbox;
        this.room = room;
        this.ledger = ledger;
        this.seen = seen;
        this.metrics = metrics;
    }

    /** Waits for its time, for everybody at once. */
    void schedule(Travelling travelling, Instant due, Instant now) {
        room.add(Waiting.scheduled(travelling, due));
        for (String recipient : travelling.recipients()) {
            outbox.event(LaneEvents.scheduled(travelling, recipient, due, now), travelling.origin());
        }
        ledger.move(
                travelling.organisation(),
                Account.RECEIVED,
                Account.SCHEDULED,
                travelling.recipients().size());
        metrics.scheduled(lane);
    }

    /** Waits at the end of its conversation's queue. */
    void park(Travelling travelling, String recipient, Account from, Instant now) {
        room.add(Waiting.parked(travelling, recipient, now.plus(grace)));
        ledger.move(travelling.organisation(), from, Account.PARKED, 1);
    }

    /** What was decided for one who does not wait (any more). */
    void carryOut(Decision.Final decision, Travelling travelling, String recipient, Account from, Instant now) {
        Account to =
                switch (decision) {
                    case Decision.Deliver deliver -> deliver(deliver, travelling, recipient, now);
                    case Decision.Hold hold -> {
                        String deadLetterId = hold(hold, travelling, recipient, now);
                        room.add(
                                hold.isSuspension()
                                        ? Waiting.suspended(
                                                WaitingKey.queued(
                                                        travelling.conversationId(),
                                                        travelling.origin().offset(),
                                                        recipient),
                                                travelling,
                                                recipient,
                                                deadLetterId,
                                                hold.reason())
                                        : Waiting.held(travelling, recipient, deadLetterId, hold.reason()));
                        yield hold.isSuspension() ? Account.SUSPENDED : Account.HELD;
                    }
                    case Decision.End end -> {
                        outbox.event(LaneEvents.ended(travelling, recipient, end, now), travelling.origin());
                        yield end.status() == MessageStatus.EXPIRED ? Account.EXPIRED : Account.UNDELIVERABLE;
                    }
                };
        ledger.move(travelling.organisation(), from, to, 1);
        metrics.decided(lane, decision);
        log(travelling, to.code());
    }

    /** What was decided for one who leaves a queue. */
    void leave(Waiting waiting, String recipient, Decision.Final decision, Instant now) {
        room.remove(waiting);
        if (waiting.heldAs() != null) {
            DeadLetterCommandKind became =
                    decision instanceof Decision.Deliver ? DeadLetterCommandKind.RELEASE : DeadLetterCommandKind.EXPIRE;
            outbox.deadLetterCommand(became, waiting.heldAs(), waiting.travelling());
        }
        carryOut(decision, waiting.travelling(), recipient, waiting.account(), now);
    }

    /** One who is parked turns out to be suspended, and waits on where it is. */
    void suspend(Waiting parked, String recipient, Decision.Hold hold, Instant now) {
        Travelling travelling = parked.travelling();
        String deadLetterId = hold(hold, travelling, recipient, now);
        room.replace(parked, Waiting.suspended(parked.place(), travelling, recipient, deadLetterId, hold.reason()));
        ledger.move(travelling.organisation(), Account.PARKED, Account.SUSPENDED, 1);
        metrics.decided(lane, hold);
        log(travelling, hold.reason().code());
    }

    /** One who is held is tried once more: it waits in its conversation's queue, at its place if it has one. */
    void replay(Waiting held, String recipient, Origin origin, Instant now) {
        Travelling again = new Travelling(held.travelling().message(), origin);
        Instant due = now.plus(grace);
        room.replace(
                held,
                held.kind() == WaitKind.SUSPENDED
                        ? Waiting.parked(held.place(), again, recipient, due)
                        : Waiting.parked(again, recipient, due));
        outbox.event(LaneEvents.replayed(again, recipient, now), origin);
        ledger.move(again.organisation(), held.account(), Account.PARKED, 1);
    }

    /** One who is held is given up by an operator, who has told the dead letters' owner. */
    void discard(Waiting held, String recipient, Instant now) {
        room.remove(held);
        Travelling travelling = held.travelling();
        outbox.event(LaneEvents.discarded(held, recipient, now), travelling.origin());
        ledger.move(travelling.organisation(), held.account(), Account.UNDELIVERABLE, 1);
        log(travelling, Reason.DISCARDED.code());
    }

    /** One who is suspended or held has waited too long. */
    void expire(Waiting held, String recipient, Instant now) {
        leave(held, recipient, new Decision.End(Reason.EXPIRED, null), now);
    }

    /** Whoever waits is taken back by the sender. */
    void cancel(Waiting waiting, Travelling cancellation, Instant now) {
        room.remove(waiting);
        Travelling travelling = waiting.travelling();
        for (String recipient : travelling.recipients()) {
            outbox.event(LaneEvents.cancelled(travelling, recipient, cancellation.message(), now), travelling.origin());
        }
        if (waiting.heldAs() != null) {
            outbox.deadLetterCommand(DeadLetterCommandKind.EXPIRE, waiting.heldAs(), travelling);
        }
        ledger.move(
                travelling.organisation(),
                waiting.account(),
                Account.CANCELLED,
                travelling.recipients().size());
        log(travelling, Account.CANCELLED.code());
    }

    /** Who does not wait here any more is the mailbox's: it is asked to give the message back. */
    void recall(Travelling cancellation, String recipient, @Nullable SeenMessage known, Instant now) {
        String whereItLies = known == null ? recipient : known.getMovedTo().getOrDefault(recipient, recipient);
        outbox.delivery(Deliveries.recall(cancellation.message(), recipient, whereItLies, now), cancellation.origin());
    }

    private Account deliver(Decision.Deliver deliver, Travelling travelling, String recipient, Instant now) {
        Message message = travelling.message();
        Origin origin = travelling.origin();
        Delivery delivery = Deliveries.of(message, recipient, deliver, origin.replay(), now);
        outbox.delivery(delivery, origin);
        outbox.event(LaneEvents.available(travelling, delivery, now), origin);
        if (!deliver.via().isEmpty()) {
            rememberMove(message, recipient, delivery.getRecipient(), now);
        }
        return Account.DELIVERED;
    }

    /** A recall has to go where the message went, wherever the address has moved since. */
    private void rememberMove(Message message, String recipient, String address, Instant now) {
        SeenMessage known = seen.get(message.getMessageId());
        SeenMessage.Builder remembered = known == null
                // Forgotten while it waited.
                ? SeenMessage.newBuilder()
                        .setRequestDigest(message.getRequestDigest())
                        .setAt(now)
                : SeenMessage.newBuilder(known);
        Map<String, String> moved = known == null ? new HashMap<>() : new HashMap<>(known.getMovedTo());
        moved.put(recipient, address);
        seen.put(message.getMessageId(), remembered.setMovedTo(moved).build());
    }

    /** Tells operators and sender; returns the dead letter's id. */
    private String hold(Decision.Hold hold, Travelling travelling, String recipient, Instant now) {
        Travelling alone = travelling.aloneFor(recipient);
        String deadLetterId = outbox.deadLetter(alone.message(), recipient, hold.reason(), alone.origin());
        outbox.event(LaneEvents.held(alone, recipient, hold, now), alone.origin());
        return deadLetterId;
    }

    private static void log(Travelling travelling, String outcome) {
        log.atDebug()
                .addKeyValue("messageId", travelling.message().getMessageId())
                .addKeyValue("organisation", travelling.organisation())
                .addKeyValue("outcome", outcome)
                .log("A decision for a recipient was carried out");
    }
}
