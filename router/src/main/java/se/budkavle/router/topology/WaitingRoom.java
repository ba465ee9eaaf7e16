package se.budkavle.router.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.avro.WaitKind;
import se.budkavle.schemas.avro.WaitingMessage;

/**
 * Who waits in a lane's partition, on disk: messages for their time, ordered by it, and recipients for their address,
 * in queues by conversation and recipient. Keys sort as they are read:
 *
 * <pre>
 *   S &lt;due, 16 hex digits> &lt;offset, 16 hex digits>
 *   P &lt;conversation> NUL &lt;recipient> NUL &lt;offset, 16 hex digits>
 * </pre>
 */
final class WaitingRoom {

    /** The position of the first queue. */
    static final String FIRST_QUEUE = "P";

    private static final String SCHEDULED = "S";
    private static final String PARKED = FIRST_QUEUE;
    private static final String AFTER_PARKED = "Q";
    private static final char NUL = '\0';

    /** Sorts behind every hexadecimal digit. */
    private static final String BEHIND = "~";

    private static final int HEX_DIGITS = 16;
    private static final HexFormat HEX = HexFormat.of();

    /** One who waits. */
    record Waiting(String key, Instant due, Travelling travelling) {}

    private final KeyValueStore<String, WaitingMessage> store;
    private final int partition;
    private long parked;

    /**
     * @param partition the partition whose offsets the keys hold
     */
    WaitingRoom(KeyValueStore<String, WaitingMessage> store, int partition) {
        this.store = store;
        this.partition = partition;
        this.parked = count();
    }

    /** Lets a message wait for its time. */
    void schedule(Travelling travelling, Instant due) {
        String key = SCHEDULED
                + HEX.toHexDigits(due.toEpochMilli())
                + HEX.toHexDigits(travelling.origin().offset());
        store.put(
                key,
                waiting(WaitKind.SCHEDULED, due, travelling, travelling.origin().recipient()));
    }

    /** The first whose time has come, at most so many. */
    List<Waiting> due(Instant now, int limit) {
        String until = SCHEDULED + HEX.toHexDigits(now.toEpochMilli()) + BEHIND;
        List<Waiting> due = new ArrayList<>();
        try (KeyValueIterator<String, WaitingMessage> found = store.range(SCHEDULED, until)) {
            while (due.size() < limit && found.hasNext()) {
                due.add(read(found.next()));
            }
        }
        return due;
    }

    /** Lets one recipient wait for its address, behind those of its conversation that wait already. */
    void park(Travelling travelling, String recipient, Instant due) {
        Message message = travelling.message();
        // Only this recipient: 500 that are unknown are not to become 500 lists of 500.
        Message alone =
                Message.newBuilder(message).setRecipients(List.of(recipient)).build();
        store.put(
                queue(message.getConversationId(), recipient)
                        + HEX.toHexDigits(travelling.origin().offset()),
                waiting(WaitKind.PARKED, due, new Travelling(alone, travelling.origin()), recipient));
        parked++;
    }

    /** Whether an earlier message of the conversation waits for the recipient's address. */
    boolean isParked(String conversationId, String recipient) {
        String queue = queue(conversationId, recipient);
        return parked > 0 && firstParked(queue, queue + BEHIND) != null;
    }

    /** The first of the first queue from a position on; null where there is none behind it. */
    @Nullable Waiting nextParked(String position) {
        return parked == 0 ? null : firstParked(position, AFTER_PARKED);
    }

    /** The position behind the queue in which somebody waits. */
    String behindQueueOf(Waiting waiting) {
        return waiting.key().substring(0, waiting.key().length() - HEX_DIGITS) + BEHIND;
    }

    /** Lets somebody go. */
    void remove(Waiting waiting) {
        store.delete(waiting.key());
        if (waiting.key().startsWith(PARKED)) {
            parked--;
        }
    }

    /** How many recipients wait for their address. */
    long parked() {
        return parked;
    }

    private @Nullable Waiting firstParked(String from, String until) {
        try (KeyValueIterator<String, WaitingMessage> found = store.range(from, until)) {
            return found.hasNext() ? read(found.next()) : null;
        }
    }

    private long count() {
        long found = 0;
        try (KeyValueIterator<String, WaitingMessage> all = store.range(PARKED, AFTER_PARKED)) {
            while (all.hasNext()) {
                all.next();
                found++;
            }
        }
        return found;
    }

    private static String queue(String conversationId, String recipient) {
        return PARKED + conversationId + NUL + recipient + NUL;
    }

    private static WaitingMessage waiting(
            WaitKind kind, Instant due, Travelling travelling, @Nullable String recipient) {
        Origin origin = travelling.origin();
        return WaitingMessage.newBuilder()
                .setKind(kind)
                .setDue(due)
                .setMessage(travelling.message())
                .setRecipient(recipient)
                .setReplay(origin.replay())
                .setDeadLetterId(origin.deadLetterId())
                .setTraceparent(origin.traceparent())
                .build();
    }

    private Waiting read(KeyValue<String, WaitingMessage> entry) {
        WaitingMessage waiting = entry.value;
        long offset = HexFormat.fromHexDigitsToLong(entry.key, entry.key.length() - HEX_DIGITS, entry.key.length());
        Origin origin = new Origin(
                partition,
                offset,
                waiting.getReplay(),
                waiting.getDeadLetterId(),
                waiting.getRecipient(),
                waiting.getTraceparent());
        return new Waiting(entry.key, waiting.getDue(), new Travelling(waiting.getMessage(), origin));
    }
}
