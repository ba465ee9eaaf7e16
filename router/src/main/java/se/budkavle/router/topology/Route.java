package se.budkavle.router.topology;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.router.decision.AddressLookup;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Deliveries;
import se.budkavle.router.decision.Routing;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.Delivery;
import se.budkavle.schemas.avro.Message;

/**
 * Decides for each recipient of a message and carries the decision out. Whose address is not known yet waits, and with
 * it whatever comes later in the same conversation to the same recipient.
 */
final class Route extends ContextualProcessor<String, Travelling, String, Object> {

    private static final Logger log = LoggerFactory.getLogger(Route.class);

    private final Lane lane;
    private final RouterConfig config;
    private final RegistryReaders readers;
    private final RouterMetrics metrics;
    private final Routing routing;
    private final AtomicLong parkedInLane;
    private WaitingRoom room;
    private AddressLookup addresses;
    private LaneOutbox outbox;
    private String position;
    private long reported;

    @SuppressWarnings("NullAway.Init") // by init
    Route(Lane lane, RouterConfig config, RegistryReaders readers, RouterMetrics metrics) {
        this.lane = lane;
        this.config = config;
        this.readers = readers;
        this.metrics = metrics;
        this.routing = new Routing(config.maxMoves());
        this.parkedInLane = metrics.parked(lane);
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        room = new WaitingRoom(
                context.getStateStore(lane.its(RouterTopology.WAITING)),
                context.taskId().partition());
        addresses = readers.addresses(context.getStateStore(RouterTopology.ADDRESSES));
        outbox = new LaneOutbox(lane, context);
        position = WaitingRoom.FIRST_QUEUE;
        report();
        context.schedule(config.lookupInterval(), PunctuationType.WALL_CLOCK_TIME, now -> lookAgain());
    }

    @Override
    public void process(Record<String, Travelling> record) {
        Travelling travelling = record.value();
        Message message = travelling.message();
        Instant now = outbox.now();
        for (String recipient : travelling.recipients()) {
            if (room.isParked(message.getConversationId(), recipient)) {
                park(travelling, recipient, now);
                continue;
            }
            Decision decision = decide(message, recipient, now);
            metrics.decided(lane, decision);
            switch (decision) {
                case Decision.Final stands -> carryOut(stands, travelling, recipient, now);
                case Decision.Park park -> park(travelling, recipient, now);
            }
        }
        report();
    }

    private void park(Travelling travelling, String recipient, Instant now) {
        room.park(travelling, recipient, now.plus(config.unknownGrace()));
    }

    /** Goes on where the last round ended, so that many who wait in vain cannot starve the others. */
    private void lookAgain() {
        Instant now = outbox.now();
        for (int lookups = 0; lookups < config.lookupsPerRound(); lookups++) {
            WaitingRoom.Waiting head = room.nextParked(position);
            if (head == null) {
                position = WaitingRoom.FIRST_QUEUE;
                break;
            }
            if (!settle(head, now)) {
                position = room.behindQueueOf(head);
            }
        }
        report();
    }

    /** Whether the first of a queue has left it. */
    private boolean settle(WaitingRoom.Waiting head, Instant now) {
        Travelling travelling = head.travelling();
        String recipient = travelling.recipients().getFirst();
        Decision decision = decide(travelling.message(), recipient, now);
        Decision.Final stands =
                switch (decision) {
                    case Decision.Final known -> known;
                    case Decision.Park park -> head.due().isAfter(now) ? null : park.atLast();
                };
        if (stands == null) {
            return false;
        }
        room.remove(head);
        metrics.decided(lane, stands);
        carryOut(stands, travelling, recipient, now);
        return true;
    }

    /** A fault of ours holds the one recipient it is met at: thrown from a timer, it would stop the lane for good. */
    private Decision decide(Message message, String recipient, Instant now) {
        try {
            return routing.decide(message, recipient, now, addresses);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("messageId", message.getMessageId())
                    .addKeyValue("error", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
                    .log("No decision could be made; the message is held");
            return new Decision.Hold(Reason.PROCESSING_FAILED, null);
        }
    }

    private void carryOut(Decision.Final decision, Travelling travelling, String recipient, Instant now) {
        Message message = travelling.message();
        Origin origin = travelling.origin();
        switch (decision) {
            case Decision.Deliver deliver -> {
                Delivery delivery = Deliveries.of(message, recipient, deliver, origin.replay(), now);
                outbox.delivery(delivery, origin);
                outbox.event(LaneEvents.available(travelling, delivery, now), origin);
            }
            case Decision.Hold hold -> {
                Message alone = Message.newBuilder(message)
                        .setRecipients(List.of(recipient))
                        .build();
                outbox.deadLetter(alone, recipient, hold.reason(), origin);
                outbox.event(LaneEvents.held(travelling, recipient, hold, now), origin);
            }
            case Decision.End end -> outbox.event(LaneEvents.ended(travelling, recipient, end, now), origin);
        }
        logCarriedOut(decision, message);
    }

    private static void logCarriedOut(Decision.Final decision, Message message) {
        log.atDebug()
                .addKeyValue("messageId", message.getMessageId())
                .addKeyValue("organisation", message.getOrganisation())
                .addKeyValue("outcome", outcome(decision))
                .log("A decision for a recipient was carried out");
    }

    /** {@code delivered}, or the code of the reason why not. */
    private static String outcome(Decision.Final decision) {
        return switch (decision) {
            case Decision.Deliver _ -> "delivered";
            case Decision.Hold hold -> hold.reason().code();
            case Decision.End end -> end.reason().code();
        };
    }

    private void report() {
        parkedInLane.addAndGet(room.parked() - reported);
        reported = room.parked();
    }

    @Override
    public void close() {
        parkedInLane.addAndGet(-reported);
        reported = 0;
    }
}
