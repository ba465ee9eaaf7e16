package se.budkavle.router.topology;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.router.decision.Decision;
import se.budkavle.router.decision.Routing;
import se.budkavle.schemas.avro.SeenMessage;
import se.budkavle.schemas.avro.WaitingMessage;
import se.budkavle.schemas.streams.Alarm;

/**
 * Owns the fate of every recipient until it is in {@code deliveries}: decides it, lets it wait, and ends it.
 *
 * <pre>
 *                    ┌──────────── notBefore ───────────┐
 *  Arrive ──▶ SCHEDULED                                 │
 *     │           │ its time                            ▼ Cancel (from anywhere)
 *     └───────────┴──▶ decide ──▶ delivered          CANCELLED
 *                      ▲  │  └──▶ UNDELIVERABLE, EXPIRED
 *       looked up, 10 s│  ├──▶ PARKED      address not known, or behind one who waits
 *                      │  │
 *      looked up       ├──┼──▶ SUSPENDED ──▶ EXPIRED   by itself when the suspension ends; dead letter meanwhile
 *                      │  │        │
 *       Replay         └──┴──▶ HELD ───────▶ EXPIRED   waits for an operator; dead letter
 *                                  └──────▶ UNDELIVERABLE   Discard (also of what is suspended)
 * </pre>
 */
final class Route extends ContextualProcessor<String, Errand, String, Object> {

    private static final Logger log = LoggerFactory.getLogger(Route.class);

    /** A queue this short is walked when a message comes in; a longer one by the timer, so that it delays nobody. */
    private static final int AT_ONCE = 32;

    private final Lane lane;
    private final RouterConfig config;
    private final RegistryReaders readers;
    private final Routing routing;
    private final Serde<WaitingMessage> waitingSerde;
    private final RouterMetrics metrics;
    private final AtomicLong parkedInLane;
    private KeyValueStore<String, SeenMessage> seen;
    private WaitingRoom room;
    private Deciding deciding;
    private LaneOutbox outbox;
    private Ledger ledger;
    private Fates fates;
    private Usher usher;
    private Alarm lookingUp;
    private Alarm releasing;
    private long reported;

    @SuppressWarnings("NullAway.Init") // by init
    Route(
            Lane lane,
            RouterConfig config,
            RegistryReaders readers,
            Routing routing,
            Serde<WaitingMessage> waitingSerde,
            RouterMetrics metrics) {
        this.lane = lane;
        this.config = config;
        this.readers = readers;
        this.routing = routing;
        this.waitingSerde = waitingSerde;
        this.metrics = metrics;
        this.parkedInLane = metrics.parked(lane);
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        seen = context.getStateStore(lane.its(RouterTopology.SEEN));
        lookingUp = new Alarm(context, config.lookupInterval(), time -> step(this::lookUp));
        releasing = new Alarm(context, config.releaseInterval(), time -> step(this::onTime));
        room = new WaitingRoom(
                context.getStateStore(lane.its(RouterTopology.WAITING)),
                waitingSerde,
                context.taskId().partition(),
                releasing::noLaterThan);
        deciding = new Deciding(routing, readers.addresses(context.getStateStore(RouterTopology.ADDRESSES)));
        outbox = new LaneOutbox(lane, context);
        ledger = new Ledger(outbox::post);
        fates = new Fates(lane, config.unknownGrace(), outbox, room, ledger, seen, metrics);
        usher = new Usher(room, fates, deciding);
        report();
        releasing.noLaterThan(outbox.now());
    }

    @Override
    public void process(Record<String, Errand> record) {
        step(now -> {
            switch (record.value()) {
                case Errand.Arrive arrive -> arrive(arrive, now);
                case Errand.Replay replay -> replay(replay.travelling(), now);
                case Errand.Discard discard -> discard(discard.travelling(), now);
                case Errand.Cancel cancel -> cancel(cancel.travelling(), now);
            }
        });
    }

    /** Something happens, and the books say so. */
    private void step(Consumer<Instant> action) {
        try {
            action.accept(outbox.now());
            ledger.post();
        } finally {
            report();
        }
    }

    private void arrive(Errand.Arrive arrive, Instant now) {
        Travelling travelling = arrive.travelling();
        String messageId = travelling.message().getMessageId();
        seen.put(messageId, new SeenMessage(travelling.message().getRequestDigest(), arrive.at(), Map.of(), Map.of()));
        try {
            Instant notBefore = travelling.message().getNotBefore();
            if (notBefore != null && notBefore.isAfter(now)) {
                fates.schedule(travelling, notBefore, now);
            } else {
                route(travelling, Account.RECEIVED, now);
            }
            ledger.received(travelling.organisation());
        } catch (RuntimeException e) {
            // It becomes a dead letter as a whole, and its replay must not be taken for a duplicate.
            seen.delete(messageId);
            throw e;
        }
    }

    private void route(Travelling travelling, Account from, Instant now) {
        String conversationId = travelling.conversationId();
        if (room.hasQueue(conversationId)) {
            travelling.recipients().forEach(recipient -> fates.park(travelling, recipient, from, now));
            usher.lookAt(conversationId, AT_ONCE, now);
            return;
        }
        for (String recipient : travelling.recipients()) {
            switch (deciding.decide(travelling.message(), recipient, now)) {
                case Decision.Final stands -> fates.carryOut(stands, travelling, recipient, from, now);
                case Decision.Park park -> {
                    metrics.decided(lane, park);
                    fates.park(travelling, recipient, from, now);
                }
            }
        }
    }

    private void replay(Travelling replayed, Instant now) {
        heldAs(replayed, held -> {
            fates.replay(held, Objects.requireNonNull(held.recipient()), replayed.origin(), now);
            usher.lookAt(held.travelling().conversationId(), AT_ONCE, now);
        });
    }

    private void discard(Travelling discarded, Instant now) {
        heldAs(discarded, held -> fates.discard(held, Objects.requireNonNull(held.recipient()), now));
    }

    /** Only what is still held, under that very dead letter, can be replayed or discarded: all else has ended. */
    private void heldAs(Travelling deadLetter, Consumer<Waiting> action) {
        String messageId = deadLetter.message().getMessageId();
        String recipient = deadLetter.recipients().getFirst();
        room.of(messageId, recipient).stream()
                .filter(waiting ->
                        Objects.equals(waiting.heldAs(), deadLetter.origin().deadLetterId()))
                .findFirst()
                .ifPresentOrElse(action, () -> {
                    metrics.ignored(lane);
                    log.atInfo()
                            .addKeyValue("messageId", messageId)
                            .addKeyValue("deadLetterId", deadLetter.origin().deadLetterId())
                            .log("A dead letter is not held any more: what was asked of it changes nothing");
                });
    }

    /** For each recipient: taken out of whatever it waits for, or asked back from the mailbox. */
    private void cancel(Travelling cancellation, Instant now) {
        String messageId = cancellation.message().getMessageId();
        Set<String> waited = new HashSet<>();
        for (Waiting scheduled : room.scheduled(messageId)) {
            if (isSenders(scheduled, cancellation)) {
                waited.addAll(scheduled.travelling().recipients());
                fates.cancel(scheduled, cancellation, now);
            }
        }
        SeenMessage known = seen.get(messageId);
        for (String recipient : cancellation.message().getRecipients()) {
            for (Waiting waiting : room.of(messageId, recipient)) {
                if (isSenders(waiting, cancellation)) {
                    waited.add(recipient);
                    fates.cancel(waiting, cancellation, now);
                }
            }
            if (!waited.contains(recipient)) {
                fates.recall(cancellation, recipient, known, now);
            }
        }
    }

    private static boolean isSenders(Waiting waiting, Travelling cancellation) {
        return waiting.travelling().organisation().equals(cancellation.organisation());
    }

    private void lookUp(Instant now) {
        usher.lookAtParked(config.lookupsPerRound(), now);
    }

    private void onTime(Instant now) {
        List<Waiting> released = room.released(now, config.releasesPerRound());
        for (Waiting scheduled : released) {
            room.remove(scheduled);
            route(scheduled.travelling(), Account.SCHEDULED, now);
        }
        metrics.released(lane, released.size());
        for (Waiting held : room.expired(now, config.releasesPerRound())) {
            fates.expire(held, Objects.requireNonNull(held.recipient()), now);
        }
        usher.lookAtSuspended(config.lookupsPerRound(), now);
        releasing.noLaterThan(room.nextDue());
    }

    private void report() {
        parkedInLane.addAndGet(room.parked() - reported);
        reported = room.parked();
        if (reported > 0) {
            lookingUp.noLaterThan(outbox.now().plus(config.lookupInterval()));
        }
    }

    @Override
    public void close() {
        parkedInLane.addAndGet(-reported);
        reported = 0;
    }
}
