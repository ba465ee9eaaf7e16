package se.budkavle.router.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.WaitKind;
import se.budkavle.schemas.avro.WaitingMessage;

/**
 * Who waits in a lane's partition, on disk, and the only place that writes it, so that rows and indexes agree. Keys sort
 * as they are read ({@link WaitingKey}); an index's key ({@link WaitingIndexes}) ends with the place, and has no value.
 *
 * <pre>
 *  places   s due offset                      SCHEDULED: a message for all its recipients
 *           q conversation offset recipient   PARKED, SUSPENDED: a queue for each conversation, in the order of arrival
 *           h offset recipient                HELD
 *
 *  indexes  p place                           PARKED: who is looked up again
 *           r recipient place                 SUSPENDED: by whose suspension
 *           x expiresAt place                 SUSPENDED, HELD: when they end
 *           m messageId recipient place       all: for a replay, a discard, a cancellation; SCHEDULED without recipient
 * </pre>
 */
final class WaitingRoom {

    private static final byte[] NOTHING = {};
    private static final Instant AT_ANY_TIME = Instant.EPOCH;

    /** Key space and time, before the place. */
    private static final int EXPIRY_PREFIX = 1 + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Serde<WaitingMessage> rows;
    private final int partition;
    private final CountingFilter conversations = new CountingFilter();
    private final Consumer<Instant> onDue;
    private long parked;

    /** Nobody is scheduled, or expires, before these: the deleted beginning of a range takes long to read. */
    private Bytes firstScheduled = WaitingKey.in(WaitingKey.SCHEDULED).first();

    private Bytes firstExpiry = WaitingKey.in(WaitingKey.EXPIRY).first();

    /**
     * @param partition the partition that all who wait here came in by
     * @param onDue told of everybody who comes in, when time does something for them: as {@link #nextDue}
     */
    WaitingRoom(
            KeyValueStore<Bytes, byte[]> store, Serde<WaitingMessage> rows, int partition, Consumer<Instant> onDue) {
        this.store = store;
        this.rows = rows;
        this.partition = partition;
        this.onDue = onDue;
        count();
    }

    /** Lets somebody wait. */
    void add(Waiting waiting) {
        store.put(waiting.place(), rows.serializer().serialize(store.name(), waiting.stored()));
        WaitingIndexes.of(waiting).forEach(index -> store.put(index, NOTHING));
        // Where the clock was set back, somebody may come before those who have left.
        firstScheduled = earlier(firstScheduled, waiting.place());
        firstExpiry = earlier(firstExpiry, WaitingIndexes.byExpiry(waiting));
        count(waiting, 1);
        onDue.accept(due(waiting));
    }

    private static Instant due(Waiting waiting) {
        return switch (waiting.kind()) {
            case SCHEDULED, HELD -> waiting.due();
            case SUSPENDED -> AT_ANY_TIME;
            case PARKED, UNKNOWN -> Instant.MAX;
        };
    }

    /** The earlier of two keys of one key space; the first where the other is of another. */
    private static Bytes earlier(Bytes first, Bytes other) {
        return other.get()[0] == first.get()[0] && other.compareTo(first) < 0 ? other : first;
    }

    /** Lets somebody go. */
    void remove(Waiting waiting) {
        store.delete(waiting.place());
        WaitingIndexes.of(waiting).forEach(store::delete);
        count(waiting, -1);
    }

    /** Lets somebody wait for something else. */
    void replace(Waiting waiting, Waiting by) {
        remove(waiting);
        add(by);
    }

    /**
     * Scheduled messages whose time has come, the first first, for so many recipients or a few more. Whoever is found is to
     * be removed.
     */
    List<Waiting> released(Instant now, int recipients) {
        List<Waiting> due = new ArrayList<>();
        int found = 0;
        try (KeyValueIterator<Bytes, byte[]> range = store.range(
                firstScheduled, WaitingKey.in(WaitingKey.SCHEDULED).instant(now).behind())) {
            while (found < recipients && range.hasNext()) {
                var row = range.next();
                firstScheduled = row.key;
                Waiting waiting = read(row.key, row.value);
                due.add(waiting);
                found += waiting.travelling().recipients().size();
            }
        }
        return due;
    }

    /** The suspended and held that have expired, the first first, so many at most. Whoever is found is to be removed. */
    List<Waiting> expired(Instant now, int limit) {
        List<Waiting> expired = indexed(
                firstExpiry, WaitingKey.in(WaitingKey.EXPIRY).instant(now).behind(), EXPIRY_PREFIX, limit);
        if (!expired.isEmpty()) {
            firstExpiry = WaitingIndexes.byExpiry(expired.getLast());
        }
        return expired;
    }

    /** A message as it waits for one recipient; more than one only where its id was forgotten and came again. */
    List<Waiting> of(String messageId, String recipient) {
        return byMessage(messageId, recipient);
    }

    /** A message as it waits for its time. */
    List<Waiting> scheduled(String messageId) {
        return byMessage(messageId, WaitingIndexes.NO_RECIPIENT);
    }

    private List<Waiting> byMessage(String messageId, String recipient) {
        int prefix = 1 + WaitingKey.lengthOf(messageId) + WaitingKey.lengthOf(recipient);
        return indexed(
                WaitingKey.in(WaitingKey.MESSAGE)
                        .text(messageId)
                        .text(recipient)
                        .first(),
                WaitingKey.in(WaitingKey.MESSAGE)
                        .text(messageId)
                        .text(recipient)
                        .behind(),
                prefix,
                Integer.MAX_VALUE);
    }

    /** Whether anybody of a conversation waits in its queue. Costs no read where nobody can be. */
    boolean hasQueue(String conversationId) {
        if (!conversations.mayContain(conversationId)) {
            return false;
        }
        try (KeyValueIterator<Bytes, byte[]> queue = queue(conversationId)) {
            return queue.hasNext();
        }
    }

    /** A conversation's queue, in the order of arrival, behind a place (null: from its head), so many at most. */
    List<Waiting> queue(String conversationId, @Nullable Bytes behind, int limit) {
        List<Waiting> found = new ArrayList<>();
        Bytes end = WaitingKey.in(WaitingKey.QUEUED).text(conversationId).behind();
        Bytes start = behind == null
                ? WaitingKey.in(WaitingKey.QUEUED).text(conversationId).first()
                : behind;
        try (KeyValueIterator<Bytes, byte[]> range = store.range(start, end)) {
            while (found.size() < limit && range.hasNext()) {
                var row = range.next();
                if (!row.key.equals(behind)) {
                    found.add(read(row.key, row.value));
                }
            }
        }
        return found;
    }

    /** The conversation of the first of the parked at a position or behind it; null where there is none. */
    @Nullable String nextParked(Bytes position) {
        if (parked == 0) {
            return null;
        }
        Bytes index = firstKey(position, WaitingKey.in(WaitingKey.PARKED).behind());
        // p, q, conversation
        return index == null ? null : WaitingKey.textAt(index, 2);
    }

    /** The first suspension at a position or behind it; null where there is none. */
    WaitingIndexes.@Nullable Suspension nextSuspension(Bytes position) {
        Bytes index = firstKey(position, WaitingKey.in(WaitingKey.SUSPENDED).behind());
        if (index == null) {
            return null;
        }
        String recipient = WaitingKey.textAt(index, 1);
        // r, recipient, q, conversation
        return new WaitingIndexes.Suspension(
                recipient, WaitingKey.textAt(index, 1 + WaitingKey.lengthOf(recipient) + 1));
    }

    /**
     * When time does something next for one who waits: a release, an expiry, or the end of a suspension, which may come at any
     * time. The parked are looked up on their own. {@link Instant#MAX}: never.
     */
    Instant nextDue() {
        if (firstKey(
                        WaitingIndexes.firstSuspension(),
                        WaitingKey.in(WaitingKey.SUSPENDED).behind())
                != null) {
            return AT_ANY_TIME;
        }
        Bytes release =
                firstKey(firstScheduled, WaitingKey.in(WaitingKey.SCHEDULED).behind());
        Bytes expiry = firstKey(firstExpiry, WaitingKey.in(WaitingKey.EXPIRY).behind());
        firstScheduled = release == null ? firstScheduled : release;
        firstExpiry = expiry == null ? firstExpiry : expiry;
        return time(release).isBefore(time(expiry)) ? time(release) : time(expiry);
    }

    private static Instant time(@Nullable Bytes key) {
        return key == null ? Instant.MAX : WaitingKey.instantAt(key, 1);
    }

    /** How many are parked. */
    long parked() {
        return parked;
    }

    private void count(Waiting waiting, int change) {
        boolean isParked = waiting.kind() == WaitKind.PARKED;
        if (isParked) {
            parked += change;
        }
        if (isParked || waiting.kind() == WaitKind.SUSPENDED) {
            conversations.add(waiting.travelling().conversationId(), change);
        }
    }

    private void count() {
        try (KeyValueIterator<Bytes, byte[]> queues = store.range(
                WaitingKey.in(WaitingKey.QUEUED).first(),
                WaitingKey.in(WaitingKey.QUEUED).behind())) {
            queues.forEachRemaining(row -> conversations.add(WaitingKey.textAt(row.key, 1), 1));
        }
        try (KeyValueIterator<Bytes, byte[]> parkedOnes = store.range(
                WaitingIndexes.firstParked(), WaitingKey.in(WaitingKey.PARKED).behind())) {
            parkedOnes.forEachRemaining(row -> parked++);
        }
    }

    private KeyValueIterator<Bytes, byte[]> queue(String conversationId) {
        return store.range(
                WaitingKey.in(WaitingKey.QUEUED).text(conversationId).first(),
                WaitingKey.in(WaitingKey.QUEUED).text(conversationId).behind());
    }

    private @Nullable Bytes firstKey(Bytes from, Bytes until) {
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, until)) {
            return range.hasNext() ? range.peekNextKey() : null;
        }
    }

    private List<Waiting> indexed(Bytes from, Bytes until, int prefix, int limit) {
        List<Waiting> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = store.range(from, until)) {
            while (found.size() < limit && range.hasNext()) {
                Bytes place = WaitingKey.placeAt(range.next().key, prefix);
                found.add(read(place, Objects.requireNonNull(store.get(place), "an index without its row")));
            }
        }
        return found;
    }

    private Waiting read(Bytes place, byte[] row) {
        return Waiting.of(place, rows.deserializer().deserialize(store.name(), row), partition);
    }
}
