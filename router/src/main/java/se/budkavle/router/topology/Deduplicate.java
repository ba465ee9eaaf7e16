package se.budkavle.router.topology;

import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Novelty;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.Shallow;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.SeenMessage;

/**
 * The beginning of a lane: says what each record wants, and lets each message through once, without its content. That it
 * was seen is remembered by {@link Route}, when it has been routed. What is remembered is swept a few entries at a time,
 * so that no sweep ever delays a message.
 */
final class Deduplicate extends ContextualProcessor<String, Message, String, Object> {

    private final Lane lane;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private KeyValueStore<String, SeenMessage> seen;
    private LaneOutbox outbox;
    private Ledger ledger;

    @SuppressWarnings("NullAway.Init") // by init
    Deduplicate(Lane lane, RouterConfig config, RouterMetrics metrics) {
        this.lane = lane;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        seen = context.getStateStore(lane.its(RouterTopology.SEEN));
        outbox = new LaneOutbox(lane, context);
        ledger = new Ledger(outbox::post);
        Sweep.begin(
                context,
                config,
                seen,
                (message, time) -> Novelty.isForgotten(message, time, config.deduplicationWindow()),
                seen::delete);
    }

    @Override
    public void process(Record<String, Message> record) {
        RecordMetadata position = context().recordMetadata().orElseThrow();
        Origin origin = Origin.of(position, record.headers());
        Message incoming = record.value();
        if (incoming == null) {
            metrics.onPoison(position.topic(), Reason.UNDECODABLE);
            outbox.empty(record, origin);
            return;
        }
        switch (incoming.getKind()) {
            case CANCELLATION -> outbox.errand(new Errand.Cancel(new Travelling(incoming, origin)));
            case MESSAGE -> {
                Travelling travelling = new Travelling(byReference(incoming, position, record.timestamp()), origin);
                if (origin.isOfOneDeadLetter()) {
                    boolean isGivenUp = RecordHeaders.get(record.headers(), RecordHeaders.DISCARD) != null;
                    // What is held can be replayed or discarded once: the one who holds it sees to that.
                    outbox.errand(isGivenUp ? new Errand.Discard(travelling) : new Errand.Replay(travelling));
                } else {
                    message(travelling, Instant.ofEpochMilli(record.timestamp()));
                }
            }
            case UNKNOWN -> throw new IllegalArgumentException("this version does not know the kind of record");
        }
    }

    /** A message, or the replay of a record that could not be read before. */
    private void message(Travelling travelling, Instant at) {
        Message message = travelling.message();
        Novelty novelty = Novelty.of(
                seen.get(message.getMessageId()), message.getRequestDigest(), at, config.deduplicationWindow());
        metrics.received(lane, novelty);
        switch (novelty) {
            case NEW -> {
                outbox.event(LaneEvents.accepted(travelling, outbox.now()), travelling.origin());
                outbox.errand(new Errand.Arrive(travelling, at));
            }
            case DUPLICATE -> repeated(travelling, MessageEventType.DUPLICATE, null, Account.DUPLICATE);
            case CONFLICT ->
                repeated(travelling, MessageEventType.CONFLICT, Reason.IDEMPOTENCY_CONFLICT, Account.CONFLICT);
        }
    }

    private void repeated(Travelling travelling, MessageEventType type, @Nullable Reason reason, Account account) {
        outbox.event(LaneEvents.repeated(travelling, type, reason, outbox.now()), travelling.origin());
        // A record that is replayed was counted where it was accepted: by nobody, if it could not be read.
        if (travelling.origin().replay() == 0) {
            String organisation = travelling.organisation();
            ledger.received(organisation);
            ledger.move(
                    organisation,
                    Account.RECEIVED,
                    account,
                    travelling.message().getRecipients().size());
            ledger.post();
        }
    }

    /** The message without its content, and where that lies: here, unless the message knows already. */
    private static Message byReference(Message message, RecordMetadata position, long timestamp) {
        if (message.getContent() == null) {
            if (message.getContentInfo().getKind() == ContentRefKind.UNKNOWN) {
                throw new IllegalArgumentException("a message with neither content nor a reference to it");
            }
            return message;
        }
        ContentRef here = Shallow.copy(message.getContentInfo(), new ContentRef());
        here.put("kind", ContentRefKind.KAFKA);
        here.put("topic", position.topic());
        here.put("partition", position.partition());
        here.put("offset", position.offset());
        here.put("timestamp", Instant.ofEpochMilli(timestamp));
        Message referring = Shallow.copy(message, new Message());
        referring.put("content", null);
        referring.put("contentInfo", here);
        return referring;
    }
}
