package se.budkavle.router.topology;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.router.decision.Novelty;
import se.budkavle.schemas.Reason;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.ContentRefKind;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageKind;
import se.budkavle.schemas.avro.SeenMessage;

/**
 * The beginning of a lane: lets each message through once, without its content, and writes down that it is in. What is
 * remembered is swept a few entries at a time, so that no sweep ever delays a message.
 */
final class Deduplicate extends ContextualProcessor<String, Message, String, Object> {

    private final Lane lane;
    private final RouterConfig config;
    private final RouterMetrics metrics;
    private KeyValueStore<String, SeenMessage> seen;
    private LaneOutbox outbox;
    private @Nullable String sweptUntil;

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
        context.schedule(config.sweepInterval(), PunctuationType.WALL_CLOCK_TIME, now -> sweep());
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
        if (incoming.getKind() != MessageKind.MESSAGE) {
            throw new IllegalArgumentException("this version does not know the kind " + incoming.getKind());
        }
        Travelling travelling = new Travelling(byReference(incoming, position, record.timestamp()), origin);
        Instant at = Instant.ofEpochMilli(record.timestamp());
        String key = key(incoming.getMessageId(), origin);
        ByteBuffer digest = incoming.getRequestDigest();
        Novelty novelty = Novelty.of(seen.get(key), digest, at, config.deduplicationWindow());
        metrics.received(lane, novelty);
        switch (novelty) {
            case NEW -> {
                seen.put(key, new SeenMessage(digest, at, Map.of(), Map.of()));
                begin(travelling);
                outbox.onwards(RouterTopology.SCHEDULE, travelling);
            }
            case DUPLICATE ->
                outbox.event(LaneEvents.repeated(travelling, MessageEventType.DUPLICATE, null, outbox.now()), origin);
            case CONFLICT ->
                outbox.event(
                        LaneEvents.repeated(
                                travelling, MessageEventType.CONFLICT, Reason.IDEMPOTENCY_CONFLICT, outbox.now()),
                        origin);
        }
    }

    private void begin(Travelling travelling) {
        Origin origin = travelling.origin();
        if (origin.recipient() == null) {
            outbox.event(LaneEvents.accepted(travelling, outbox.now()), origin);
        } else {
            outbox.event(LaneEvents.replayed(travelling, origin.recipient(), outbox.now()), origin);
        }
    }

    /** A replay is a duplicate of the same replay only. */
    private static String key(String messageId, Origin origin) {
        if (origin.replay() == 0) {
            return messageId;
        }
        String recipient = origin.recipient() == null ? "" : origin.recipient();
        return messageId + "/" + recipient + "/" + origin.replay();
    }

    /** The message without its content, and where that lies: here, unless the message knows already. */
    private static Message byReference(Message message, RecordMetadata position, long timestamp) {
        if (message.getContent() == null) {
            if (message.getContentInfo().getKind() == ContentRefKind.UNKNOWN) {
                throw new IllegalArgumentException("a message with neither content nor a reference to it");
            }
            return message;
        }
        ContentRef here = ContentRef.newBuilder(message.getContentInfo())
                .setKind(ContentRefKind.KAFKA)
                .setTopic(position.topic())
                .setPartition(position.partition())
                .setOffset(position.offset())
                .setTimestamp(Instant.ofEpochMilli(timestamp))
                .build();
        return Message.newBuilder(message).setContent(null).setContentInfo(here).build();
    }

    private void sweep() {
        Instant streamTime = Instant.ofEpochMilli(context().currentStreamTimeMs());
        String last = null;
        try (KeyValueIterator<String, SeenMessage> remembered = seen.range(sweptUntil, null)) {
            for (int i = 0; i < config.sweepEntries() && remembered.hasNext(); i++) {
                KeyValue<String, SeenMessage> entry = remembered.next();
                if (Novelty.isForgotten(entry.value, streamTime, config.deduplicationWindow())) {
                    seen.delete(entry.key);
                }
                last = remembered.hasNext() ? entry.key : null;
            }
        }
        sweptUntil = last;
    }
}
