package se.budkavle.notifier.dispatcher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.PendingNotification;

/**
 * The queue on disk, two stores and an index.
 *
 * <pre>
 * pending    (subscription, subject's hash, sequence) -> the notification, its attempts, when it is next due
 * schedule   (subscription, due, sequence)            -> the subject's hash
 * </pre>
 *
 * The schedule holds what may be tried: the first of each lane that was never tried (due 0), and what waits for a retry.
 * What stands behind another is in pending only, so that a subscription's next is found without passing its backlog. What
 * has failed is in the {@link RetryIndex} as well.
 */
final class Queue {

    private final KeyValueStore<Bytes, PendingNotification> pending;
    private final KeyValueStore<Bytes, byte[]> schedule;
    private final RetryIndex retries;

    Queue(
            KeyValueStore<Bytes, PendingNotification> pending,
            KeyValueStore<Bytes, byte[]> schedule,
            RetryIndex retries) {
        this.pending = pending;
        this.schedule = schedule;
        this.retries = retries;
    }

    /**
     * An entry of the schedule.
     *
     * @param key where it stands
     * @param due when it is due, epoch milliseconds
     * @param sequence the notification's
     * @param lane the notification's
     */
    record Entry(Bytes key, long due, long sequence, Lane lane) {}

    /**
     * A part of the schedule.
     *
     * @param entries what is due, in order
     * @param hasMore whether more is due
     * @param nextDue when the next is due that is not yet; {@link Long#MAX_VALUE}: none is, or {@code hasMore}
     */
    record Page(List<Entry> entries, boolean hasMore, long nextDue) {}

    @Nullable Item get(Lane lane, long sequence) {
        PendingNotification row = pending.get(lane.at(sequence));
        return row == null ? null : new Item(lane, sequence, row);
    }

    void put(Item item) {
        pending.put(item.lane().at(item.sequence()), item.pending());
    }

    /** Takes an item out; {@code scheduled}: and its entry of the schedule. */
    void remove(Item item, boolean scheduled) {
        pending.delete(item.lane().at(item.sequence()));
        retries.remove(item);
        if (scheduled) {
            schedule.delete(scheduleKey(item));
        }
    }

    /** Enters an item in the schedule; false: it is there already. */
    boolean schedule(Item item) {
        return schedule.putIfAbsent(scheduleKey(item), item.lane().hash()) == null;
    }

    void unschedule(Bytes key) {
        schedule.delete(key);
    }

    /** Moves an item to a later time. */
    void reschedule(Item from, Item to, boolean wasScheduled) {
        if (wasScheduled) {
            schedule.delete(scheduleKey(from));
        }
        put(to);
        schedule.put(scheduleKey(to), to.lane().hash());
        retries.add(to);
    }

    /** Takes out of the index what a crash left there. */
    void restoreIndex() {
        retries.keep(key -> {
            PendingNotification row = pending.get(key);
            return row != null && row.getAttempts() > 0;
        });
    }

    /** Enters an item in the index, if it belongs there and a crash, or an older version, left it out. */
    void index(Item item) {
        retries.add(item);
    }

    /** The last item of a lane before a place. */
    @Nullable Item before(Lane lane, long sequence) {
        if (sequence == 0) {
            return null;
        }
        try (var rows = pending.reverseRange(lane.at(0), lane.at(sequence - 1))) {
            return first(rows);
        }
    }

    /** The sequence of the first item of a lane, sought from one on before which there is none. */
    long firstSequence(Lane lane, long from) {
        try (var rows = pending.range(lane.at(from), lane.at(Long.MAX_VALUE))) {
            return rows.hasNext() ? Item.of(rows.next().value).sequence() : Long.MAX_VALUE;
        }
    }

    /** The first item of a lane after a place. */
    @Nullable Item after(Lane lane, long sequence) {
        try (var rows = pending.range(lane.at(sequence + 1), lane.at(Long.MAX_VALUE))) {
            return first(rows);
        }
    }

    /** The first items of a lane. */
    List<Item> first(Lane lane, int limit) {
        List<Item> items = new ArrayList<>();
        try (var rows = pending.range(lane.at(0), lane.at(Long.MAX_VALUE))) {
            while (rows.hasNext() && items.size() < limit) {
                items.add(Item.of(rows.next().value));
            }
        }
        return items;
    }

    /** First attempts of a subscription, oldest first, from a sequence on. */
    Page firstAttempts(String subscriptionId, long from, int limit) {
        return page(scheduleKey(subscriptionId, 0, from), scheduleKey(subscriptionId, 0, Long.MAX_VALUE), 0, limit);
    }

    /** Retries of a subscription that are due, longest due first, of those due from a time on. */
    Page retries(String subscriptionId, long from, long now, int limit) {
        return page(
                scheduleKey(subscriptionId, Math.max(1, from), 0),
                scheduleKey(subscriptionId, Long.MAX_VALUE, Long.MAX_VALUE),
                now,
                limit);
    }

    /** The same, beginning behind a place. */
    Page retries(String subscriptionId, Bytes behind, long now, int limit) {
        return page(
                Bytes.wrap(successor(behind.get())),
                scheduleKey(subscriptionId, Long.MAX_VALUE, Long.MAX_VALUE),
                now,
                limit);
    }

    /** Retries of a subscription that are not due yet. */
    List<Entry> waiting(String subscriptionId, long now, int limit) {
        Bytes from = scheduleKey(subscriptionId, now + 1, 0);
        return page(from, scheduleKey(subscriptionId, Long.MAX_VALUE, Long.MAX_VALUE), Long.MAX_VALUE, limit)
                .entries();
    }

    /** What is pending, lane by lane, behind an item if one is given. */
    List<Item> page(@Nullable Item behind, int limit) {
        List<Item> items = new ArrayList<>();
        try (var rows =
                behind == null ? pending.all() : pending.range(behind.lane().at(behind.sequence() + 1), null)) {
            while (rows.hasNext() && items.size() < limit) {
                items.add(Item.of(rows.next().value));
            }
        }
        return items;
    }

    private Page page(Bytes from, Bytes to, long now, int limit) {
        List<Entry> entries = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> range = schedule.range(from, to)) {
            while (range.hasNext()) {
                KeyValue<Bytes, byte[]> next = range.next();
                Entry entry = entry(next);
                if (entry.due() > now) {
                    return new Page(entries, false, entry.due());
                }
                if (entries.size() == limit) {
                    return new Page(entries, true, Long.MAX_VALUE);
                }
                entries.add(entry);
            }
        }
        return new Page(entries, false, Long.MAX_VALUE);
    }

    private static Entry entry(KeyValue<Bytes, byte[]> row) {
        ByteBuffer key = ByteBuffer.wrap(row.key.get());
        byte[] id = new byte[key.getShort()];
        key.get(id);
        String subscriptionId = new String(id, StandardCharsets.UTF_8);
        return new Entry(row.key, key.getLong(), key.getLong(), Lane.of(subscriptionId, row.value));
    }

    private static @Nullable Item first(KeyValueIterator<Bytes, PendingNotification> rows) {
        return rows.hasNext() ? Item.of(rows.next().value) : null;
    }

    private static Bytes scheduleKey(Item item) {
        return scheduleKey(item.lane().subscriptionId(), item.due(), item.sequence());
    }

    private static Bytes scheduleKey(String subscriptionId, long due, long sequence) {
        byte[] prefix = Lane.prefixOf(subscriptionId);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + 2 * Long.BYTES)
                .put(prefix)
                .putLong(due)
                .putLong(sequence)
                .array());
    }

    /** The key right behind another. */
    private static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
